import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelGauges } from '#main/model-gauges.ts';
import type { InstalledModel } from '#main/models/ports.ts';
import { installFakeModel } from '#tests/transcription/fake-sense-voice.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anteroom-speed-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function recogniser(languages: string[], model?: Buffer): Promise<InstalledModel> {
  const { files, engine } = await installFakeModel(directory, model);
  return {
    entry: {
      id: 'fake_sense_voice',
      task: 'speech_recognition',
      engine,
      version: '1',
      languages,
      licence: 'MIT',
      licenceSentence: 'Made by a test.',
      licenceUrl: 'https://example.com/',
      licenceFile: null,
      attribution: 'a test',
      source: 'a test',
      sourceUrl: 'https://example.com/',
      isShipped: false,
      files,
    },
    directory,
    measuredRtf: null,
    calibration: null,
  };
}

test.each(['zh', 'en'])(
  'a recogniser for %s is timed through the transcriber, without the time to load it',
  async (language) => {
    const rtf = await modelGauges.measureRtf(await recogniser([language]));
    // a model of three kilobytes: features are computed, the network costs next to nothing
    expect(rtf).toBeGreaterThan(0.0005);
    expect(rtf).toBeLessThan(0.5);
  },
);

test('a recogniser that cannot be loaded is the reason why nothing was measured', async () => {
  const model = await recogniser(['en'], Buffer.from('no model at all'));
  await expect(modelGauges.measureRtf(model)).rejects.toThrow(/was not loaded/);
});

test('files that changed after they were installed are never run', async () => {
  const model = await recogniser(['en']);
  await writeFile(join(directory, 'tokens.txt'), 'other');
  await expect(modelGauges.measureRtf(model)).rejects.toThrow(/tokens\.txt has 5 bytes/);
});

test('a model of no language of the kiosk is not measured', async () => {
  await expect(modelGauges.measureRtf(await recogniser(['ja']))).rejects.toThrow(
    /serves none of the kiosk's languages/,
  );
});
