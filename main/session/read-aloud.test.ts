import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAloud } from './read-aloud.native.ts';

const path = process.env['PATH'];
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'anteroom-read-aloud-'));
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(directory, { recursive: true, force: true });
});

/** Puts a program called espeak-ng in front of the real one. */
function pretend(script: string): void {
  const programs = mkdtempSync(join(directory, 'bin-'));
  writeFileSync(join(programs, 'espeak-ng'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, 'espeak-ng'), 0o755);
  process.env['PATH'] = `${programs}:${path}`;
}

async function durationOf(text: string, locale: 'zh-CN' | 'en'): Promise<number> {
  const result = await readAloud({ directory }).render({ text, locale });
  if (!('path' in result)) throw new Error(result.unavailable);
  return result.durationMs;
}

test('a question becomes a WAV file whose length is the one that is told', async () => {
  const result = await readAloud({ directory }).render({ text: 'Tell me about a hard day at work.', locale: 'en' });
  if (!('path' in result)) throw new Error(result.unavailable);
  expect(readFileSync(result.path).toString('latin1', 0, 4)).toBe('RIFF');
  expect(result.durationMs).toBeCloseTo(((statSync(result.path).size - 44) / 2 / 22_050) * 1000, -1);
  expect(result.durationMs).toBeGreaterThan(1500);
  expect(result.durationMs).toBeLessThan(4000);
});

test('hanzi are read as Mandarin syllables, 3 to 5 in a second', async () => {
  const text = '请讲一讲有一次顾客很不高兴的时候你当时是怎么做的结果怎么样';
  const seconds = (await durationOf(text, 'zh-CN')) / 1000;
  expect(text.length / seconds).toBeGreaterThan(3);
  expect(text.length / seconds).toBeLessThan(5);
});

test('the same text is spoken once, two at a time as well, and comes from the folder afterwards', async () => {
  const first = readAloud({ directory });
  const request = { text: 'Why this job?', locale: 'en' } as const;
  const [one, two] = await Promise.all([first.render(request), first.render(request)]);
  expect(one).toEqual(two);
  process.env['PATH'] = directory;
  expect(await readAloud({ directory }).render(request)).toEqual(one);
  expect(await readAloud({ directory }).render({ ...request, locale: 'zh-CN' })).toMatchObject({
    unavailable: 'not_installed',
  });
  expect(readdirSync(directory)).toHaveLength(1);
});

test('a kept file that was cut short is made again', async () => {
  const request = { text: 'Why this job?', locale: 'en' } as const;
  const whole = await readAloud({ directory }).render(request);
  if (!('path' in whole)) throw new Error(whole.unavailable);
  truncateSync(whole.path, 1000);
  expect(await readAloud({ directory }).render(request)).toEqual(whole);
  expect(statSync(whole.path).size).toBeGreaterThan(1000);
});

test.each([
  ['starts with a dash', '-w /nowhere --version please'],
  ['holds quotes and dollars', `She said "it's $(id) \`id\`; rm -rf ~" twice`],
  ['holds line breaks', 'First line\n-v nothing\r\nlast line'],
  ['holds phoneme brackets', 'A list [[h@l0U]] of things'],
  ['holds a null', 'before\u0000after'],
])('a text that %s is read like any other', async (_what, text) => {
  expect(await durationOf(text, 'en')).toBeGreaterThan(600);
  expect(readdirSync(directory)).toHaveLength(1);
});

test('line breaks do not cut the reading short', async () => {
  const words = 'We move boxes. We count boxes. We load boxes.';
  const broken = await durationOf(words.replaceAll('. ', '.\n'), 'en');
  expect(broken).toBe(await durationOf(words, 'en'));
});

test('a missing program, no words and too many words are told apart', async () => {
  const { render } = readAloud({ directory });
  expect(await render({ text: ' … —\n', locale: 'zh-CN' })).toMatchObject({ unavailable: 'nothing_to_read' });
  expect(await render({ text: 'a'.repeat(601), locale: 'en' })).toMatchObject({ unavailable: 'too_long' });
  expect(await render({ text: 'a '.repeat(300), locale: 'en' })).toHaveProperty('path');
  process.env['PATH'] = directory;
  expect(await render({ text: 'Hello there', locale: 'en' })).toMatchObject({ unavailable: 'not_installed' });
});

test('a program that hangs is ended, one that fails is quoted, one that writes nothing is not believed', async () => {
  pretend('exec sleep 60');
  const hung = await readAloud({ directory, timeoutMs: 100 }).render({ text: 'Hello', locale: 'en' });
  expect(hung).toMatchObject({ unavailable: 'timed_out' });
  pretend('echo "voice not found" >&2; exit 2');
  const failed = await readAloud({ directory }).render({ text: 'Hello', locale: 'en' });
  expect(failed).toEqual({ unavailable: 'failed', detail: 'espeak-ng ended with 2: voice not found' });
  pretend('exit 0');
  const empty = await readAloud({ directory }).render({ text: 'Hello', locale: 'en' });
  expect(empty).toEqual({ unavailable: 'failed', detail: 'espeak-ng wrote no sound' });
  expect(readdirSync(directory).filter((name) => name.includes('.wav'))).toEqual([]);
});
