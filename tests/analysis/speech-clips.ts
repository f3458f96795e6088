import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TimeSpan } from '#shared/analysis.ts';
import { fromPcm16, gaussian, peakOf, powerOf, seededRandom, seedOf } from './sound-maths.ts';

const SAMPLE_RATE = 16_000;
/** Truth is kept per 10 ms. */
export const HOP_SAMPLES = 160;

const CACHE = resolve(import.meta.dirname, '..', '.cache', 'analysis');
/** Raise when the way speech is made changes: the cache is keyed by it. */
const RECIPE = 1;

/** A made answer of which is known where its speech is. */
export interface SpeechClip {
  readonly id: string;
  readonly samples: Float32Array;
  /** One entry per 10 ms: 1 where somebody speaks. */
  readonly mask: Uint8Array;
  /** Stretches of speech; gaps below 300 ms are inside a stretch. */
  readonly phrases: readonly TimeSpan[];
}

interface Voice {
  readonly id: string;
  readonly command: string;
  readonly args: (text: string, wav: string) => string[];
}

const flite = (name: string): Voice => ({
  id: `flite-${name}`,
  command: 'flite',
  args: (text, wav) => ['-voice', name, '-t', text, '-o', wav],
});
const espeak = (name: string, speed: number, pitch: number): Voice => ({
  id: `espeak-${name}`,
  command: 'espeak-ng',
  args: (text, wav) => ['-v', name, '-s', String(speed), '-p', String(pitch), '-w', wav, text],
});

/** `|` .3-.5 s, `//` .6-1.2 s, `...` 1.8-3 s of pause. */
const ENGLISH = [
  'I worked on the packing line for three years | at a food plant // I ran the labelling machine ... when the line stopped I called the technician | and wrote down the fault code',
  'One night the pallet wrapper jammed ... I pressed the emergency stop first | then I locked out the power // nobody was hurt and we lost about twenty minutes',
  'Yes I can work nights and weekends // I have my own car | and I live ten minutes from the gate ... in my last job I did rotating shifts for two years',
];
const CHINESE = [
  '我在工厂做过三年的质检员 | 每天检查大概五百个零件 // 如果发现不合格的产品 ... 后来我学会了看图纸和用卡尺',
  '有一次夜班的时候机器突然卡住了 ... 我马上按下急停按钮 | 然后切断电源挂上牌子 // 大概停了二十分钟没有人受伤',
];
const VOICES: readonly { readonly voice: Voice; readonly text: string }[] = [
  [flite('rms'), ENGLISH[0]],
  [flite('slt'), ENGLISH[1]],
  [flite('awb'), ENGLISH[2]],
  [flite('kal16'), ENGLISH[0]],
  [espeak('en-us', 165, 45), ENGLISH[1]],
  [espeak('en-gb+f3', 160, 55), ENGLISH[2]],
  // The voice `cmn` reads Chinese characters as English letters; this one takes them.
  [espeak('cmn-latn-pinyin', 230, 45), CHINESE[0]],
  [espeak('cmn-latn-pinyin+f2', 240, 60), CHINESE[1]],
].map(([voice, text]) => ({ voice: voice as Voice, text: text as string }));

const SPEECH_LEVEL_DBFS = -26;
const FLOOR_DBFS = -76;

function speak(voice: Voice, text: string): Float32Array {
  const recipe = JSON.stringify([RECIPE, voice.id, voice.args(text, '')]);
  const key = createHash('sha256').update(recipe).digest('hex').slice(0, 20);
  const made = join(CACHE, `${voice.id}-${key}.pcm`);
  if (!existsSync(made)) {
    const work = join(CACHE, `.${key}-${process.pid}`);
    mkdirSync(work, { recursive: true });
    try {
      const wav = join(work, 'spoken.wav');
      // Both programs complain about a missing sound card, though nothing is played.
      execFileSync(voice.command, voice.args(text, wav), { stdio: 'ignore' });
      const raw = join(work, 'spoken.raw');
      // A little quieter, or resampling cuts off the loudest samples.
      const asPcm = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-L', raw];
      execFileSync('sox', ['-D', '-v', '0.9', wav, ...asPcm]);
      renameSync(raw, made);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return fromPcm16(readFileSync(made));
}

/** Where the phrase is within 40 dB of its loudest 25 ms: gaps below 200 ms closed, islands below 50 ms dropped. */
function speechMask(samples: Float32Array): Uint8Array {
  const hops = Math.ceil(samples.length / HOP_SAMPLES);
  const power = Array.from({ length: hops }, (_, hop) =>
    powerOf(samples.subarray(Math.max(0, hop * HOP_SAMPLES - 120), hop * HOP_SAMPLES + 280)),
  );
  const least = Math.max(...power) * 1e-4;
  const mask = Uint8Array.from(power, (value) => (value > least ? 1 : 0));
  flipRuns(mask, 0, (start, end) => end - start < 20 && start > 0 && end < hops);
  flipRuns(mask, 1, (start, end) => end - start < 5);
  return mask;
}

function flipRuns(mask: Uint8Array, value: 0 | 1, flips: (start: number, end: number) => boolean): void {
  for (const [start, end] of runsOf(mask, value)) if (flips(start, end)) mask.fill(1 - value, start, end);
}

/** `[start, end)` of every run of `value`. */
function runsOf(mask: Uint8Array, value: 0 | 1): [number, number][] {
  const runs: [number, number][] = [];
  for (let start = 0; start < mask.length;) {
    let end = start;
    while (end < mask.length && mask[end] === mask[start]) end += 1;
    if (mask[start] === value) runs.push([start, end]);
    start = end;
  }
  return runs;
}

/** Runs of speech in milliseconds; those less than 300 ms apart are one. */
function phrasesOf(mask: Uint8Array): TimeSpan[] {
  const phrases: TimeSpan[] = [];
  for (const [start, end] of runsOf(mask, 1)) {
    const last = phrases.at(-1);
    if (last !== undefined && start * 10 - last.endMs < 300) last.endMs = end * 10;
    else phrases.push({ startMs: start * 10, endMs: end * 10 });
  }
  return phrases;
}

function makeClip(voice: Voice, text: string): SpeechClip {
  const random = seededRandom(seedOf(voice.id + text));
  const wholeHops = (fromSeconds: number, toSeconds: number): number =>
    Math.round(((fromSeconds + (toSeconds - fromSeconds) * random()) * SAMPLE_RATE) / HOP_SAMPLES) * HOP_SAMPLES;
  const parts: Float32Array[] = [new Float32Array(wholeHops(0.6, 1.4))];
  const masks: Uint8Array[] = [new Uint8Array((parts[0]?.length ?? 0) / HOP_SAMPLES)];
  const add = (samples: Float32Array, mask: Uint8Array): void => {
    const wholeLength = mask.length * HOP_SAMPLES;
    const padded = new Float32Array(wholeLength);
    padded.set(samples.subarray(0, wholeLength));
    parts.push(padded);
    masks.push(mask);
  };
  for (const piece of text.split(/(\/\/|\||\.\.\.)/).map((part) => part.trim())) {
    if (piece === '|' || piece === '//' || piece === '...') {
      const length = piece === '|' ? wholeHops(0.3, 0.5) : piece === '//' ? wholeHops(0.6, 1.2) : wholeHops(1.8, 3);
      add(new Float32Array(length), new Uint8Array(length / HOP_SAMPLES));
    } else {
      const spoken = speak(voice, piece);
      const whole = speechMask(spoken);
      const [first, last] = [whole.indexOf(1), whole.lastIndexOf(1) + 1];
      const trimmed = spoken.slice(first * HOP_SAMPLES, Math.min(spoken.length, last * HOP_SAMPLES));
      fadeEdges(trimmed);
      add(trimmed, speechMask(trimmed));
    }
  }
  const tail = wholeHops(0.7, 1.5);
  add(new Float32Array(tail), new Uint8Array(tail / HOP_SAMPLES));

  const samples = Float32Array.from(parts.flatMap((part) => [...part]));
  const mask = Uint8Array.from(masks.flatMap((part) => [...part]));
  const gain = 10 ** (SPEECH_LEVEL_DBFS / 20) / Math.sqrt(activePower(samples, mask));
  const floor = 10 ** (FLOOR_DBFS / 20);
  const levelled = samples.map((sample) => sample * gain + floor * gaussian(random));
  return { id: voice.id, samples: levelled, mask, phrases: phrasesOf(mask) };
}

/** 5 ms at both ends, so that cutting does not click. */
function fadeEdges(samples: Float32Array): void {
  for (let i = 0; i < 80; i++) {
    samples[i] = ((samples[i] ?? 0) * i) / 80;
    const fromEnd = samples.length - 1 - i;
    samples[fromEnd] = ((samples[fromEnd] ?? 0) * i) / 80;
  }
}

/** Mean power over the samples that are speech. */
function activePower(samples: Float32Array, mask: Uint8Array): number {
  const speech = samples.filter((_, i) => mask[Math.floor(i / HOP_SAMPLES)] === 1);
  return powerOf(speech);
}

/** Eight made answers, six English and two Chinese, about two minutes; speech at -26 dBFS over a -76 dBFS floor. */
export function makeSpeechClips(): SpeechClip[] {
  return VOICES.map(({ voice, text }) => makeClip(voice, text));
}

/** The clip with noise under it at an exact ratio over its speech. Another `offset` takes another stretch of the noise. */
export function mixedWithNoise(clip: SpeechClip, noise: Float32Array, snrDb: number): Float32Array {
  const offset = seedOf(clip.id) % noise.length;
  const under = Float32Array.from(clip.samples, (_, i) => noise[(i + offset) % noise.length] ?? 0);
  const gain = Math.sqrt(activePower(clip.samples, clip.mask) / powerOf(under) / 10 ** (snrDb / 10));
  const mixed = clip.samples.map((sample, i) => sample + gain * (under[i] ?? 0));
  const peak = peakOf(mixed);
  return peak > 0.98 ? mixed.map((sample) => (sample * 0.98) / peak) : mixed;
}

/** `sox synth` noise, the same samples on every run. */
function synthesize(kind: 'pinknoise' | 'brownnoise', volume: number, seconds: number): Float32Array {
  const format = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-t', 'raw', '-'];
  const args = ['-R', '-n', ...format, 'synth', String(seconds), kind, 'vol', String(volume)];
  return fromPcm16(execFileSync('sox', args, { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] }));
}

export type NoiseKind = 'pink' | 'brown' | 'factory';

/**
 * Noise with nobody speaking in it. `factory`: pink and brown modulated at 6.7 Hz, mains hum, a clang every 1.3 s or so
 * and pneumatic hiss now and then; peaks at .7.
 */
export function makeNoise(kind: NoiseKind, seconds: number): Float32Array {
  if (kind === 'pink') return synthesize('pinknoise', 0.5, seconds);
  if (kind === 'brown') return synthesize('brownnoise', 0.9, seconds);
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
