import type { PitchCandidates } from './pitch-candidates.ts';

/** What makes one path through the candidates better than another. */
export interface PitchCosts {
  /** A frame whose loudest sample is below this share of the recording's loudest is rather silent. */
  readonly silence: number;
  /** A frame whose best maximum is lower than this is rather voiceless. */
  readonly voicing: number;
  /** Per octave: the higher of two equally good candidates is the pitch. */
  readonly octave: number;
  /** Per octave of change between two frames 10 ms apart. */
  readonly octaveJump: number;
  /** For every change between voiced and voiceless. */
  readonly voicedUnvoiced: number;
}

/** For the pitch itself. */
export const PITCH_COSTS: PitchCosts = {
  silence: 0.03,
  voicing: 0.45,
  octave: 0.01,
  octaveJump: 0.35,
  voicedUnvoiced: 0.14,
};

/** The costs are for steps of 10 ms. */
const REFERENCE_HOP_SAMPLES = 160;

/**
 * The cheapest path through the candidates by dynamic programming (Boersma 1993, eq. 23-27).
 *
 * @returns one frequency in Hz per frame, 0 where the frame is voiceless
 */
export function findPitchPath(candidates: PitchCandidates, costs: PitchCosts): Float32Array {
  const { layout, range, places, counts, hertz, correlations, peakRatios } = candidates;
  const choices = places + 1;
  const scale = REFERENCE_HOP_SAMPLES / range.hopSamples;
  const octaveJump = costs.octaveJump * scale;
  const voicedUnvoiced = costs.voicedUnvoiced * scale;
  const cameFrom = new Uint8Array(layout.count * choices);
  let scores = new Float64Array(choices);
  let octaves = new Float64Array(choices);
  let previousScores = new Float64Array(choices);
  let previousOctaves = new Float64Array(choices);
  let previousCount = -1;

  for (let frame = 0; frame < layout.count; frame++) {
    const count = counts[frame]!;
    for (let choice = 0; choice <= count; choice++) {
      let strength: number;
      if (choice === 0) {
        strength = costs.voicing + Math.max(0, 2 - (peakRatios[frame]! * (1 + costs.voicing)) / costs.silence);
      } else {
        const place = frame * places + choice - 1;
        const octave = Math.log2(hertz[place]!);
        octaves[choice] = octave;
        strength = correlations[place]! - costs.octave * (Math.log2(range.ceilingHz) - octave);
      }
      let best = previousCount < 0 ? 0 : Number.NEGATIVE_INFINITY;
      let bestFrom = 0;
      for (let from = 0; from <= previousCount; from++) {
        const isVoiced = choice > 0;
        let cost = 0;
        if (isVoiced !== from > 0) cost = voicedUnvoiced;
        else if (isVoiced) cost = octaveJump * Math.abs(octaves[choice]! - previousOctaves[from]!);
        const score = previousScores[from]! - cost;
        if (score > best) {
          best = score;
          bestFrom = from;
        }
      }
      scores[choice] = best + strength;
      cameFrom[frame * choices + choice] = bestFrom;
    }
    [scores, previousScores] = [previousScores, scores];
    [octaves, previousOctaves] = [previousOctaves, octaves];
    previousCount = count;
  }

  const path = new Float32Array(layout.count);
  let choice = 0;
  for (let i = 1; i <= previousCount; i++) {
    if (previousScores[i]! > previousScores[choice]!) choice = i;
  }
  for (let frame = layout.count - 1; frame >= 0; frame--) {
    path[frame] = choice === 0 ? 0 : hertz[frame * places + choice - 1]!;
    choice = cameFrom[frame * choices + choice]!;
  }
  return path;
}
