import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cupsPrinter } from './cups-printer.native.ts';
import { SAMPLE_PAPER } from './sample-paper.fake.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-lp-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program in the place of `lp`, which no machine of these tests has a printer for. */
async function standIn(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

test('the paper goes to lp as a PDF by stdin, for the printer of that name, and no file is left', async () => {
  const lp = await standIn('lp', `echo "$@" > ${folder}/words\ncat > ${folder}/paper.pdf`);
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
  const lp = await standIn('refusing-lp', `cat > /dev/null\necho '${said}' >&2\nexit 1`);
  expect(await cupsPrinter('', lp).print(SAMPLE_PAPER, '')).toBe(failure);
});

test('a system without lp cannot print, and says so', async () => {
  expect(await cupsPrinter('', join(folder, 'no-such-program')).print(SAMPLE_PAPER, '')).toBe('printer_failed');
});
