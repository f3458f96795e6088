import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CurrentSpeechAnalysis } from '#shared/analysis.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';

const SLOW = 300_000;
const Printed = CurrentSpeechAnalysis.extend({
  file: z.string(),
  rtf: z.strictObject({ wallRtf: z.number().positive(), cpuRtf: z.number().positive() }),
});

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'analyse-command-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The real program, from its source. */
function anteroom(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['main/cli.ts', 'analyse', ...words], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test('a WAV at 48 kHz becomes one line of JSON: what was measured, and what it cost', { timeout: SLOW }, async () => {
  const wav = synthesizeSpeech({ text: 'I stopped the machine and called the technician.', locale: 'en' });
  const { code, stdout, stderr } = await anteroom(wav, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const printed = Printed.parse(JSON.parse(stdout));
  expect(printed.file).toBe(wav);
  expect(printed.speechMs).toBeGreaterThan(1_500);
  expect(printed.prosody.medianF0Hz.value).toBeGreaterThan(130);
  expect(printed.prosody.syllables.value).toBeGreaterThan(8);
  expect(printed.prosody.syllables.value).toBeLessThan(18);
});

test('without --json it is a table for a person', { timeout: SLOW }, async () => {
  const wav = synthesizeSpeech({ text: '我先按下急停按钮，然后叫维修人员。', locale: 'zh-CN', sampleRateHz: 16_000 });
  const { code, stdout, stderr } = await anteroom(wav);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/pitch, median +\d+ Hz/);
  expect(stdout).toMatch(/syllables +\d+\n/);
  expect(stdout).not.toMatch(/undefined|NaN/);
});

test.each([
  ['is not there', null],
  ['is empty', Buffer.alloc(0)],
  ['is no WAV', Buffer.from('{"name":"anteroom"}')],
])('a file that %s is one sentence on stderr and exit code 2', { timeout: SLOW }, async (name, bytes) => {
  const path = join(dir, `${name}.wav`);
  if (bytes !== null) await writeFile(path, bytes);
  const { code, stdout, stderr } = await anteroom(path, '--json');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
});
