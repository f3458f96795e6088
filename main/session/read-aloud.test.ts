import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wavAs16kMono } from '../wav-file.ts';
import { readAloud } from './read-aloud.native.ts';

const environment = { ...process.env };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anteroom-read-aloud-'));
});

afterEach(() => {
  for (const name of ['PATH', 'TMPDIR', 'HOME']) {
    if (environment[name] === undefined) delete process.env[name];
    else process.env[name] = environment[name];
  }
  rmSync(directory, { recursive: true, force: true });
});

/** Puts a program called espeak-ng in front of the real one. */
function pretend(script: string): void {
  const programs = mkdtempSync(join(directory, 'bin-'));
  writeFileSync(join(programs, 'espeak-ng'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, 'espeak-ng'), 0o755);
  process.env['PATH'] = `${programs}:${environment['PATH']}`;
}

/** From here on no espeak-ng is found: what can still be heard is in memory. */
function takeAwayTheProgram(): void {
  process.env['PATH'] = directory;
}

async function soundOf(text: string, locale: 'zh-CN' | 'en', voice = readAloud()) {
  const result = await voice.render({ text, locale });
  if (!('sha256' in result)) throw new Error(result.unavailable);
  const wav = voice.soundOf(result.sha256);
  if (wav === null) throw new Error('the sound was not kept');
  return { ...result, wav };
}

async function durationOf(text: string, locale: 'zh-CN' | 'en'): Promise<number> {
  return (await soundOf(text, locale)).durationMs;
}

test('a question becomes a WAV whose header tells its true lengths', async () => {
  const { wav, durationMs } = await soundOf('Tell me about a hard day at work.', 'en');
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
  expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([wav.length - 8, wav.length - 44]);
  expect(durationMs).toBeCloseTo(((wav.length - 44) / 2 / 22_050) * 1000, -1);
  expect(durationMs).toBeGreaterThan(1500);
  expect(durationMs).toBeLessThan(4000);
  const samples = await wavAs16kMono(wav, 'The question');
  expect(samples.length / 16).toBeCloseTo(durationMs, -1);
  expect(samples.some((sample) => Math.abs(sample) > 0.1)).toBe(true);
});

test('hanzi are read as Mandarin syllables, 3 to 5 in a second', async () => {
  const text = '请讲一讲有一次顾客很不高兴的时候你当时是怎么做的结果怎么样';
  const seconds = (await durationOf(text, 'zh-CN')) / 1000;
  expect(text.length / seconds).toBeGreaterThan(3);
  expect(text.length / seconds).toBeLessThan(5);
});

test('the same text is spoken once, two at a time as well', async () => {
  const voice = readAloud();
  const request = { text: 'Why this job?', locale: 'en' } as const;
  const [one, two] = await Promise.all([voice.render(request), voice.render(request)]);
  expect(one).toEqual(two);
  takeAwayTheProgram();
  expect(await voice.render(request)).toEqual(one);
  expect(await voice.render({ ...request, locale: 'zh-CN' })).toMatchObject({ unavailable: 'not_installed' });
});

test('the sounds take no more than they may; the one heard longest ago goes first', async () => {
  const size = (await soundOf('One.', 'en')).wav.length;
  const voice = readAloud({ keptBytes: size * 2.5 });
  const one = await soundOf('One.', 'en', voice);
  const two = await soundOf('Two.', 'en', voice);
  expect(voice.soundOf(one.sha256)).toBe(one.wav);
  const six = await soundOf('Six.', 'en', voice);
  expect([one, two, six].map(({ sha256 }) => voice.soundOf(sha256) !== null)).toEqual([true, false, true]);
});

test('what is forgotten is gone, and what is being spoken at that moment is not kept', async () => {
  const voice = readAloud();
  const before = await soundOf('I stopped the machine.', 'en', voice);
  const speaking = voice.render({ text: 'I called the foreman.', locale: 'en' });
  voice.forget();
  const during = await speaking;
  if (!('sha256' in during)) throw new Error(during.unavailable);
  expect([voice.soundOf(before.sha256), voice.soundOf(during.sha256)]).toEqual([null, null]);
  // asked for anew it is there again
  await soundOf('I called the foreman.', 'en', voice);
});

test('nothing is written to any disk: neither the text nor a sound of it', async () => {
  const text = 'My uncle flamingoflagpole showed me how to lock the press.';
  const places = ['tmp', 'home'].map((name) => join(directory, name));
  for (const place of places) mkdirSync(place);
  [process.env['TMPDIR'], process.env['HOME']] = places;
  const beganAtMs = Date.now();
  const { wav } = await soundOf(text, 'en');
  /** Files written since, with what they hold. */
  const written = () =>
    [directory, tmpdir(), '/dev/shm', process.cwd()].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: folder === directory })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= beganAtMs)
        .map((path) => readFileSync(path)),
    );
  const middle = wav.subarray(wav.length / 2, wav.length / 2 + 64);
  const isFound = () => written().some((bytes) => bytes.includes(middle) || bytes.includes('flamingoflagpole'));
  expect(isFound()).toBe(false);
  // negative control: one file beside the others is found
  writeFileSync(join(directory, 'spoken.wav'), wav);
  expect(isFound()).toBe(true);
});

test.each([
  ['starts with a dash', '-w /nowhere --version please'],
  ['holds quotes and dollars', `She said "it's $(id) \`id\`; rm -rf ~" twice`],
  ['holds line breaks', 'First line\n-v nothing\r\nlast line'],
  ['holds phoneme brackets', 'A list [[h@l0U]] of things'],
  ['holds a null', 'before\u0000after'],
])('a text that %s is read like any other', async (_what, text) => {
  expect(await durationOf(text, 'en')).toBeGreaterThan(600);
});

test('line breaks do not cut the reading short', async () => {
  const words = 'We move boxes. We count boxes. We load boxes.';
  const broken = await durationOf(words.replaceAll('. ', '.\n'), 'en');
  expect(broken).toBe(await durationOf(words, 'en'));
});

test('a missing program, no words and too many words are told apart', async () => {
  const { render } = readAloud();
  expect(await render({ text: ' … —\n', locale: 'zh-CN' })).toMatchObject({ unavailable: 'nothing_to_read' });
  expect(await render({ text: 'a'.repeat(601), locale: 'en' })).toMatchObject({ unavailable: 'too_long' });
  expect(await render({ text: 'a '.repeat(300), locale: 'en' })).toHaveProperty('sha256');
  takeAwayTheProgram();
  expect(await render({ text: 'Hello there', locale: 'en' })).toMatchObject({ unavailable: 'not_installed' });
});

test('a program that hangs is ended, one that fails is quoted, one that writes nothing is not believed', async () => {
  const hello = { text: 'Hello', locale: 'en' } as const;
  pretend('exec sleep 60');
  expect(await readAloud({ timeoutMs: 100 }).render(hello)).toMatchObject({ unavailable: 'timed_out' });
  pretend('echo "voice not found" >&2; exit 2');
  const failed = await readAloud().render(hello);
  expect(failed).toEqual({ unavailable: 'failed', detail: 'espeak-ng ended with 2: voice not found' });
  pretend('exit 0');
  expect(await readAloud().render(hello)).toEqual({ unavailable: 'failed', detail: 'espeak-ng wrote no sound' });
  pretend('exec yes');
  expect(await readAloud().render(hello)).toMatchObject({
    unavailable: 'failed',
    detail: expect.stringContaining('wrote more than'),
  });
});
