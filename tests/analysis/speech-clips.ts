import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TimeSpan } from '#shared/analysis.ts';
import { fromPcm16, gaussian, peakOf, powerOf, seededRandom, seedOf } from './sound-maths.ts';

const SAMPLE_RATE = 16_000;
/** Truth is kept per 10 ms. */
export const HOP_SAMPLES = 160;

const CACHE = resolve(import.meta.dirname, '..', '.cache', 'analysis');
/** Raise when the way speech is made changes: the cache is keyed by it. */
const RECIPE = 2;

/** A made answer of which is known where its speech is. */
export interface SpeechClip {
  readonly id: string;
  readonly samples: Float32Array;
  /** One entry per 10 ms: 1 where somebody speaks. */
  readonly mask: Uint8Array;
  /** Stretches of speech; gaps below 300 ms are inside a stretch. */
  readonly phrases: readonly TimeSpan[];
  /** Syllables of the text: Chinese characters, or vowels of the spoken phones. */
  readonly syllables: number;
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

/** The rest of the large corpus: 12 voices, 4 answers each. */
const MORE_ENGLISH = [
  'I worked on the packing line for three years | at a food plant // I ran the labelling machine and the checkweigher ... when the line stopped I called the technician | and wrote down the fault code // I never opened the guard myself',
  'One night the pallet wrapper jammed ... I pressed the emergency stop first | then I locked out the power // my supervisor came and we cleared the film together // nobody was hurt and we lost about twenty minutes',
  'Yes I can work nights and weekends // I have my own car | and I live ten minutes from the gate ... in my last job I did rotating shifts for two years | so I know how tiring it can be',
  'A colleague and I disagreed about the inspection order // he wanted to check only the first five parts ... I showed him the drawing | and the customer complaint from last month // after that we checked every tenth part',
];
const MORE_CHINESE = [
  '我在工厂做过三年的质检员|每天检查大概五百个零件//如果发现不合格的产品|我会先隔离再报告给班长...后来我学会了看图纸和用卡尺',
  '有一次夜班的时候机器突然卡住了...我马上按下急停按钮|然后切断电源挂上牌子//等维修人员来了以后我们一起处理//大概停了二十分钟没有人受伤',
  '可以我能接受倒班和周末加班//我住在附近走路十分钟就到...上一份工作我做了两年两班倒|身体没有什么问题',
  '我和同事对检查顺序有不同的意见//他觉得只看前五个就够了...我把图纸和客户投诉拿给他看|最后我们决定每十个抽查一个',
];
const MORE_VOICES = [
  ...[
    flite('rms'),
    flite('slt'),
    flite('awb'),
    flite('kal16'),
    espeak('en-us+m3', 150, 40),
    espeak('en-gb+f4', 155, 50),
    espeak('en-us', 165, 45),
    espeak('en-gb+f3', 160, 55),
  ].flatMap((voice) => MORE_ENGLISH.map((text) => ({ voice, text }))),
  ...[
    espeak('cmn-latn-pinyin', 230, 45),
    espeak('cmn-latn-pinyin+m3', 200, 35),
    espeak('cmn-latn-pinyin+f2', 240, 60),
    espeak('cmn-latn-pinyin+f4', 215, 50),
  ].flatMap((voice) => MORE_CHINESE.map((text) => ({ voice, text }))),
];

/** `full` takes minutes and is what figures in documents come from: 48 answers, 14 minutes. Eight answers otherwise. */
const IS_FULL_CORPUS = process.env['ANTEROOM_SPEECH_CORPUS'] === 'full';

const SPEECH_LEVEL_DBFS = -26;
const FLOOR_DBFS = -76;

/** Runs once per recipe and folder; the result is kept under a name made of the recipe. */
function cached(folder: string, name: string, recipe: unknown, make: (workFolder: string) => string): Buffer {
  const key = createHash('sha256')
    .update(JSON.stringify([RECIPE, recipe]))
    .digest('hex')
    .slice(0, 20);
  const made = join(folder, `${name}-${key}`);
  if (!existsSync(made)) {
    const work = join(folder, `.${key}-${process.pid}`);
    mkdirSync(work, { recursive: true });
    try {
      renameSync(make(work), made);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return readFileSync(made);
}

function speak(voice: Voice, text: string, folder: string): Float32Array {
  const bytes = cached(folder, `${voice.id}.pcm`, [voice.id, voice.args(text, '')], (work) => {
    const wav = join(work, 'spoken.wav');
    // Both programs complain about a missing sound card, though nothing is played.
    execFileSync(voice.command, voice.args(text, wav), { stdio: 'ignore' });
    const raw = join(work, 'spoken.raw');
    // A little quieter, or resampling cuts off the loudest samples.
    const asPcm = ['-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-L', raw];
    execFileSync('sox', ['-D', '-v', '0.9', wav, ...asPcm]);
    return raw;
  });
  return fromPcm16(bytes);
}

const VOWELS = new Set('aa ae ah ao aw ax axr ay eh er ey ih ix iy ow oy uh uw ux'.split(' '));

function countSyllables(text: string, folder: string): number {
  const characters = text.match(/\p{Script=Han}/gu);
  if (characters !== null) return characters.length;
  const phones = cached(folder, 'phones', text, (work) => {
    const printed = execFileSync('flite', ['-voice', 'kal16', '-ps', '-t', text, '-o', 'none'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const file = join(work, 'phones');
    writeFileSync(file, printed);
    return file;
  });
  return phones
    .toString()
    .split(/\s+/)
    .filter((phone) => VOWELS.has(phone)).length;
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

function makeClip(voice: Voice, text: string, folder: string): SpeechClip {
  const random = seededRandom(seedOf(voice.id + text));
  const wholeHops = (fromSeconds: number, toSeconds: number): number =>
    Math.round(((fromSeconds + (toSeconds - fromSeconds) * random()) * SAMPLE_RATE) / HOP_SAMPLES) * HOP_SAMPLES;
  const parts: Float32Array[] = [new Float32Array(wholeHops(0.6, 1.4))];
  let syllables = 0;
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
      syllables += countSyllables(piece, folder);
      const spoken = speak(voice, piece, folder);
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
  return { id: voice.id, samples: levelled, mask, phrases: phrasesOf(mask), syllables };
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

/**
 * Eight made answers, six English and two Chinese, about two minutes; speech at -26 dBFS over a -76 dBFS floor. The same
 * bytes on every run. With `ANTEROOM_SPEECH_CORPUS=full` 48 answers of twelve voices.
 *
 * @param folder where spoken phrases are kept between runs
 */
export function makeSpeechClips(folder: string = CACHE): SpeechClip[] {
  return IS_FULL_CORPUS
    ? MORE_VOICES.map(({ voice, text }, i) => ({ ...makeClip(voice, text, folder), id: `${voice.id}-${i % 4}` }))
    : VOICES.map(({ voice, text }) => makeClip(voice, text, folder));
}

/** All twelve voices of the large corpus, one answer each, for means that differ much from voice to voice; the 48 where asked for. */
export function makeClipsOfAllVoices(folder: string = CACHE): SpeechClip[] {
  if (IS_FULL_CORPUS) return makeSpeechClips(folder);
  // four answers a voice: the first voice says its first, the second its second …
  return MORE_VOICES.filter((_, i) => i % 4 === Math.floor(i / 4) % 4).map(({ voice, text }) =>
    makeClip(voice, text, folder),
  );
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
