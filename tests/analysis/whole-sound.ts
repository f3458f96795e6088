import { frameCentreMs } from '#main/children/analyst/frames.ts';
import { type IntensityContour, IntensityMeter, type IntensityRule } from '#main/children/analyst/intensity.ts';
import { PitchCandidateFinder, SPEECH_PITCH, type PitchRange } from '#main/children/analyst/pitch-candidates.ts';
import { findPitchPath, PITCH_COSTS, type PitchCosts } from '#main/children/analyst/pitch-path.ts';
import { fromPcm16, peakOf } from './sound-maths.ts';
import { toPcm16 } from '#main/wav-file.ts';

/** Through 16 bits, as every recording comes. */
export function recorded(samples: Float32Array): Float32Array {
  return fromPcm16(toPcm16(samples));
}

/** The parts of the analyst on a sound that is held in memory, nothing gated. */
export interface PitchTrack {
  /** Hz per frame, 0 for voiceless. */
  readonly path: Float32Array;
  readonly centreMs: (frame: number) => number;
}

export function trackPitch(
  samples: Float32Array,
  range: PitchRange = SPEECH_PITCH,
  costs: PitchCosts = PITCH_COSTS,
): PitchTrack {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const finder = new PitchCandidateFinder(range, samples.length, peakOf(samples.map((sample) => sample - mean)));
  finder.accept(samples);
  const candidates = finder.finish();
  return { path: findPitchPath(candidates, costs), centreMs: (frame) => frameCentreMs(candidates.layout, frame, 16) };
}

export function intensityOf(samples: ArrayLike<number>, rule: IntensityRule): IntensityContour {
  const meter = new IntensityMeter(rule, samples.length);
  meter.accept(samples);
  return meter.contour;
}
