import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseRecogniser, type InstalledModels } from './choose-recogniser.ts';
import { findPocketsphinx } from './find-pocketsphinx.ts';

const file = { path: 'm.onnx', role: 'model' as const, sizeBytes: 3, sha256: 'a'.repeat(64) };
const chinese: InstalledModels = {
  find: (_task, locale) =>
    locale === 'zh-CN'
      ? { entry: { id: 'para', engine: 'paraformer', files: [file] }, directory: '/models/para' }
      : null,
};
const nothing: InstalledModels = { find: () => null };
const pocketsphinx = {
  library: 'pocketsphinx',
  programFile: '/bin/p',
  acousticModelDirectory: '/m/en-us',
  dictionaryFile: '/m/d',
  languageModelFile: '/m/l',
} as const;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'find-pocketsphinx-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('an installed model comes first, with the files the store pinned', () => {
  expect(chooseRecogniser(chinese, pocketsphinx, 'zh-CN')).toEqual({
    library: 'sherpa_onnx',
    engine: 'paraformer',
    modelId: 'para',
    directory: '/models/para',
    files: [file],
  });
});

test('English falls back to the system’s recogniser, Chinese to none', () => {
  expect(chooseRecogniser(chinese, pocketsphinx, 'en')).toBe(pocketsphinx);
  expect(chooseRecogniser(nothing, pocketsphinx, 'zh-CN')).toBeNull();
  expect(chooseRecogniser(nothing, null, 'en')).toBeNull();
});

test('the system’s recogniser is there when its program, acoustic model, dictionary and language model are', async () => {
  const model = join(dir, 'model');
  await mkdir(join(model, 'en-us'), { recursive: true });
  await writeFile(join(dir, 'pocketsphinx_batch'), '');
  await writeFile(join(model, 'cmudict-en-us.dict'), '');
  await writeFile(join(model, 'en-us', 'mdef'), '');
  expect(findPocketsphinx(`/nowhere:${dir}`, model)).toBeNull();
  await writeFile(join(model, 'en-us.lm.bin'), '');
  expect(findPocketsphinx(`/nowhere:${dir}`, model)).toEqual({
    library: 'pocketsphinx',
    programFile: join(dir, 'pocketsphinx_batch'),
    acousticModelDirectory: join(model, 'en-us'),
    dictionaryFile: join(model, 'cmudict-en-us.dict'),
    languageModelFile: join(model, 'en-us.lm.bin'),
  });
  expect(findPocketsphinx('/nowhere', model)).toBeNull();
});
