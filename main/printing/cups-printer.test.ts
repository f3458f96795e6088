import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cupsPrinter } from './cups-printer.native.ts';
import { fakeLp } from './lp.fake.ts';
import { SAMPLE_PAPER } from './sample-paper.fake.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-lp-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the paper goes to lp as a PDF by stdin, for the printer of that name, and no file is left', async () => {
  const lp = await fakeLp(folder, `echo "$@" > ${folder}/words\ncat > ${folder}/paper.pdf`);
  expect(await cupsPrinter('Front-desk', lp).print(SAMPLE_PAPER, '')).toBeNull();
  expect((await readFile(join(folder, 'paper.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  const words = (await readFile(join(folder, 'words'), 'utf8')).trim().split(' ');
  expect(words.slice(0, 2)).toEqual(['-d', 'Front-desk']);
  expect(words.at(-1)).toBe('-');
  // neither a name nor a code is in the queue's list of jobs
  expect(words.join(' ')).not.toContain('K7QM');
});

test.each([
  ['lp: Error - The printer or class does not exist.', 'printer_offline'],
  ['lp: Error - No default destination.', 'printer_offline'],
  ['lp: Unsupported document-format "application/pdf".', 'printer_failed'],
])('%s is %s', async (said, failure) => {
  const lp = await fakeLp(folder, `cat > /dev/null\necho '${said}' >&2\nexit 1`);
  expect(await cupsPrinter('', lp).print(SAMPLE_PAPER, '')).toBe(failure);
});

test('a system without lp cannot print, and says so', async () => {
  expect(await cupsPrinter('', join(folder, 'no-such-program')).print(SAMPLE_PAPER, '')).toBe('printer_failed');
});
