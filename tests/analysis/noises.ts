import { execFileSync } from 'node:child_process';
import { fromPcm16, gaussian, peakOf, powerOf, seededRandom } from './sound-maths.ts';
import type { SpeechClip } from './speech-clips.ts';

const SAMPLE_RATE = 16_000;

/** `sox synth` noise, the same samples on every run. */
function synthesize(kind: 'pinknoise' | 'brownnoise' | 'whitenoise', volume: number, seconds: number): Float32Array {
  const format = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-t', 'raw', '-'];
  const args = ['-R', '-n', ...format, 'synth', String(seconds), kind, 'vol', String(volume)];
  return fromPcm16(execFileSync('sox', args, { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] }));
}

export type NoiseKind = 'pink' | 'brown' | 'white' | 'factory';

/**
 * Noise with nobody speaking in it. `factory`: pink and brown modulated at 6.7 Hz, mains hum, a clang every 1.3 s or so
 * and pneumatic hiss now and then; peaks at .7.
 */
export function makeNoise(kind: NoiseKind, seconds: number): Float32Array {
  if (kind === 'pink') return synthesize('pinknoise', 0.5, seconds);
  if (kind === 'brown') return synthesize('brownnoise', 0.9, seconds);
  if (kind === 'white') return synthesize('whitenoise', 0.2, seconds);
  const random = seededRandom(7);
  const pink = synthesize('pinknoise', 0.5, seconds);
  const brown = synthesize('brownnoise', 0.9, seconds);
  const [pinkGain, brownGain] = [0.06 / Math.sqrt(powerOf(pink)), 0.06 / Math.sqrt(powerOf(brown))];
  const hum: [number, number][] = [
    [49.7, 0.5],
    [99.4, 0.8],
    [149.1, 0.4],
    [298.2, 0.35],
    [596.4, 0.15],
    [1193, 0.08],
  ];
  const factory = Float32Array.from(pink, (sample, i) => {
    const t = i / SAMPLE_RATE;
    const swell = 1 + 0.35 * Math.sin(2 * Math.PI * 6.7 * t) + 0.2 * Math.sin(2 * Math.PI * 0.31 * t);
    const wobble = 0.3 * Math.sin(2 * Math.PI * 0.13 * t);
    const tones = hum.reduce((sum, [hertz, share]) => sum + share * Math.sin(2 * Math.PI * hertz * t + wobble), 0);
    return swell * (pinkGain * sample + brownGain * (brown[i] ?? 0)) + 0.02 * tones;
  });
  const add = (at: number, value: number): void => {
    if (at < factory.length) factory[at] = (factory[at] ?? 0) + value;
  };
  for (let t = 0.5; t < seconds; t += 0.05 - Math.log(1 - random()) / 0.8) {
    const strength = 0.12 + 0.25 * random();
    const tones = [700 + 900 * random(), 1800 + 1200 * random(), 3200 + 1500 * random()];
    const decay = (0.02 + 0.06 * random()) * SAMPLE_RATE;
    for (let i = 0; i < 0.4 * SAMPLE_RATE; i++) {
      const ring = tones.reduce((sum, hertz) => sum + Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE), 0) / 3;
      add(Math.floor(t * SAMPLE_RATE) + i, strength * Math.exp(-i / decay) * (ring + 0.4 * gaussian(random)));
    }
  }
  for (let t = 2; t < seconds - 1; t += 0.6 - Math.log(1 - random()) / 0.2) {
    const length = Math.floor((0.2 + 0.3 * random()) * SAMPLE_RATE);
    let before = 0;
    for (let i = 0; i < length; i++) {
      const now = gaussian(random);
      add(Math.floor(t * SAMPLE_RATE) + i, 0.07 * (now - before) * Math.min(1, i / 800, (length - i) / 1600));
      before = now;
    }
  }
  const peak = peakOf(factory);
  return factory.map((sample) => (sample * 0.7) / peak);
}

/** Six people at once, each from another place of their answers: a canteen. */
export function makeBabble(clips: readonly SpeechClip[], seconds: number): Float32Array {
  const voices = clips.slice(0, 6);
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    const sum = voices.reduce(
      (total, { samples }, voice) => total + (samples[(i + voice * 37_123) % samples.length] ?? 0),
      0,
    );
    return sum / 2;
  });
}

/** An empty room: hiss at -70 dBFS. */
export function makeRoom(seconds: number): Float32Array {
  const random = seededRandom(70);
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, () => 10 ** (-70 / 20) * gaussian(random));
}
