import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCupsConfig } from '#main/printing/cups-config.ts';
import { checkSpool } from './check-spool.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-cups-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is found with this file in the place of /etc/cups/cupsd.conf; null: there is none. */
async function found(config: string | null, isChosen = true) {
  const file = join(folder, 'cupsd.conf');
  if (config === null) await rm(file, { force: true });
  else await writeFile(file, config);
  return checkSpool({ isChosen: () => isChosen, readConfig: () => readCupsConfig(file) }).run();
}

test.each([
  ['as the operators are told', 'LogLevel warn\nPreserveJobFiles No\nPreserveJobHistory No\n'],
  ['files alone, in other letters', '  preservejobfiles\toff   # nothing of a candidate\n'],
  ['the last word counts', 'PreserveJobFiles Yes\nPreserveJobFiles 0\n'],
  ['a job that is forgotten takes its files with it', 'PreserveJobFiles Yes\nPreserveJobHistory No\n'],
])('nothing is kept: %s', async (_what, config) => {
  expect(await found(config)).toEqual({ result: 'pass', code: 'spool_empty', values: {} });
});

test.each([
  ['nothing is said: CUPS keeps files for a day', 'LogLevel warn\n', 24],
  ['it is said in a comment only', '# PreserveJobFiles No\n', 24],
  ['it is said of something else', 'PreserveJobFilesystem No\n', 24],
  ['for seconds', 'PreserveJobFiles 300', 1],
  ['for weeks', 'PreserveJobFiles 2w\r\n', 336],
  ['for as long as its history', 'PreserveJobFiles Yes\nPreserveJobHistory 3h\n', 3],
  ['the last word counts', 'PreserveJobFiles No\nPreserveJobFiles 1d\n', 24],
])('files are kept: %s', async (_what, config, hours) => {
  expect(await found(config)).toEqual({ result: 'warn', code: 'spool_keeps_files', values: { hours } });
});

test('files are kept for ever', async () => {
  const config = 'PreserveJobFiles Yes\nPreserveJobHistory Yes\n';
  expect(await found(config)).toEqual({ result: 'warn', code: 'spool_keeps_for_ever', values: {} });
});

test('what cannot be read or understood is unknown, never good', async () => {
  const unknown = { result: 'warn', code: 'spool_unknown', values: {} };
  expect(await found(null)).toEqual(unknown);
  expect(await found('PreserveJobFiles perhaps\n')).toEqual(unknown);
  // a file that may not be read gives a code too; a folder stands for it where the tests run as root
  const readConfig = () => readCupsConfig(folder);
  expect(await checkSpool({ isChosen: () => true, readConfig }).run()).toEqual(unknown);
});

test('a kiosk that does not print by CUPS says nothing of it', async () => {
  expect(await found('PreserveJobFiles Yes\n', false)).toBeNull();
});
