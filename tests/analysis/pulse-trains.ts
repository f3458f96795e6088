import { createResampler } from '#shared/resample.ts';
import { gaussian, peakOf, seededRandom } from './sound-maths.ts';

/** Made at four times the rate, so that a pulse can lie between two samples. */
const RATE = 64_000;
const HOP_SECONDS = 0.01;

/** A voice-like sound of which the pitch is known exactly. */
export interface PulseTrain {
  readonly samples: Float32Array;
  /** Pitch in Hz at each multiple of 10 ms, 0 where there is no voice. */
  readonly pitch: Float32Array;
}

/** First three formants in Hz of five vowels. */
const VOWELS: readonly (readonly number[])[] = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
];

interface Glide {
  readonly from: number;
  readonly to: number;
  /** Pitch at both ends, semitones from the speaker's own. */
  readonly startTone: number;
  readonly endTone: number;
  readonly formants: readonly number[];
  readonly strength: number;
}

/**
 * About twelve seconds of gliding vowels, hisses and gaps in phrases; odd numbers speak higher than even ones.
 * The same number gives the same samples.
 */
export function makePulseTrain(number: number): PulseTrain {
  const random = seededRandom(1_000 + number);
  const isHigh = number % 2 === 1;
  const baseHz = isHigh ? 175 + 60 * random() : 90 + 45 * random();
  const spread = 1.5 + 2.5 * random();
  const glides: Glide[] = [];
  const hisses: { readonly from: number; readonly to: number }[] = [];
  let t = 0.3;
  while (t < 12) {
    const count = 4 + Math.floor(6 * random());
    for (let i = 0, fall = 0; i < count; i++, fall += 2.2 / count) {
      if (random() < 0.45) {
        const to = t + 0.06 + 0.06 * random();
        hisses.push({ from: t, to });
        t = to;
      } else if (random() < 0.3) t += 0.03 + 0.04 * random();
      const startTone = spread * (1.2 - fall) + spread * 0.8 * gaussian(random);
      const endTone = startTone + spread * 0.7 * gaussian(random);
      const to = t + 0.1 + 0.16 * random();
      const formants = VOWELS[Math.floor(5 * random())] ?? [];
      glides.push({
        from: t,
        to,
        startTone,
        endTone,
        formants: formants.map((hertz) => hertz * (isHigh ? 1.15 : 1)),
        strength: 0.5 + 0.5 * random(),
      });
      t = to;
    }
    t += 0.3 + 0.8 * random();
  }
  return render(glides, hisses, baseHz, t + 0.2, random);
}

function render(
  glides: readonly Glide[],
  hisses: readonly { readonly from: number; readonly to: number }[],
  baseHz: number,
  seconds: number,
  random: () => number,
): PulseTrain {
  const sound = new Float64Array(Math.ceil(seconds * RATE));
  const pitch = new Float32Array(Math.ceil(seconds / HOP_SECONDS));
  for (const { from, to } of hisses) {
    const [start, end] = [Math.floor(from * RATE), Math.floor(to * RATE)];
    let before = 0;
    for (let i = start; i < end; i++) {
      const now = gaussian(random);
      sound[i] = (sound[i] ?? 0) + 0.05 * (now - before) * Math.min(1, (i - start) / 640, (end - i) / 640);
      before = now;
    }
  }
  for (const glide of glides) {
    const hertzAt = (share: number): number =>
      baseHz * 2 ** ((glide.startTone + (glide.endTone - glide.startTone) * share) / 12);
    const start = Math.floor(glide.from * RATE);
    const voice = resonate(pulses(glide, hertzAt, random), glide.formants);
    for (const [i, value] of voice.entries()) sound[start + i] = (sound[start + i] ?? 0) + 20 * value;
    for (let hop = Math.ceil(glide.from / HOP_SECONDS); hop * HOP_SECONDS < glide.to; hop++) {
      pitch[hop] = hertzAt((hop * HOP_SECONDS - glide.from) / (glide.to - glide.from));
    }
  }
  const samples = createResampler(RATE, 16_000).process(Float32Array.from(sound));
  const gain = 0.5 / peakOf(samples);
  return { samples: samples.map((sample) => sample * gain + 0.0002 * gaussian(random)), pitch };
}

/** The change of the air flow through the glottis: opening for .4 of a period, closing for .16 (Rosenberg 1971). */
function pulses(glide: Glide, hertzAt: (share: number) => number, random: () => number): Float64Array {
  const length = Math.floor(glide.to * RATE) - Math.floor(glide.from * RATE);
  let phase = 0;
  let before = 0;
  return Float64Array.from({ length }, (_, i) => {
    phase = (phase + hertzAt(i / length) / RATE) % 1;
    let flow = 0;
    if (phase < 0.4) flow = 0.5 * (1 - Math.cos((Math.PI * phase) / 0.4));
    else if (phase < 0.56) flow = Math.cos((0.5 * Math.PI * (phase - 0.4)) / 0.16);
    const change = flow - before + 0.0005 * gaussian(random);
    before = flow;
    return change * glide.strength * Math.min(1, i / (0.015 * RATE), (length - i) / (0.02 * RATE));
  });
}

/** Three resonators in a row, 60, 100 and 140 Hz wide. */
function resonate(source: Float64Array, formants: readonly number[]): Float64Array {
  return formants.reduce((signal, hertz, n) => {
    const radius = Math.exp((-Math.PI * (60 + 40 * n)) / RATE);
    const feedback = 2 * radius * Math.cos((2 * Math.PI * hertz) / RATE);
    const gain = 1 - feedback + radius * radius;
    let y1 = 0;
    let y2 = 0;
    return signal.map((value) => {
      const y = gain * value + feedback * y1 - radius * radius * y2;
      y2 = y1;
      y1 = y;
      return y;
    });
  }, source);
}
