import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isPinned, ModelCatalog, ModelCatalogEntry } from './models.ts';

const catalog = ModelCatalog.parse(JSON.parse(await readFile('models/catalog.json', 'utf8')));
const [first] = catalog.models;
if (first === undefined) throw new Error('the catalogue is empty');

test('every file of the catalogue has its bytes and hash, and every model that is not shipped an address per file', () => {
  for (const { isShipped, files } of catalog.models) {
    expect(files.every(isPinned)).toBe(true);
    expect(files.every(({ url }) => (url === undefined) === isShipped)).toBe(true);
  }
});

test('no two models of the catalogue share a file: a hash names its model', () => {
  const hashes = catalog.models.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('a recogniser lists the files its engine loads', () => {
  const needed = {
    sense_voice: ['model', 'tokens'],
    paraformer: ['model', 'tokens'],
    whisper: ['decoder', 'encoder', 'tokens'],
    zipformer: ['decoder', 'encoder', 'joiner', 'tokens'],
  };
  for (const { engine, files } of catalog.models) {
    const roles = files.map(({ role }) => role).toSorted();
    expect(engine === undefined ? roles : needed[engine]).toEqual(roles);
  }
});

test('terms that need a lawyer say so', () => {
  const restricted = catalog.models.filter(({ licence }) => licence.startsWith('FunASR'));
  expect(restricted.map(({ id }) => id)).toEqual(['sense_voice_small_int8', 'paraformer_zh_small_int8']);
  for (const { licenceSentence } of restricted) {
    expect(licenceSentence).toMatch(/reference and learning purposes only/);
    expect(licenceSentence).toMatch(/lawyer/);
  }
});

test.each([
  ['a file name that leads out of the folder', { files: [{ ...first.files[0], path: '../model.onnx' }] }],
  ['a file name with a folder', { files: [{ ...first.files[0], path: 'onnx/model.onnx' }] }],
  ['a hash without a size', { files: [{ ...first.files[0], sizeBytes: null }] }],
  ['a size without a hash', { files: [{ ...first.files[0], sha256: null }] }],
  ['a hash in capitals', { files: [{ ...first.files[0], sha256: 'A'.repeat(64) }] }],
  ['the same file name twice', { files: [first.files[0], first.files[0]] }],
  ['a recogniser without an engine', { task: 'speech_recognition' }],
  ['an engine on something else', { engine: 'whisper' }],
  ['an embedding model without its settings', { task: 'embedding' }],
  ['a shipped model without its notice', { licenceFile: null }],
])('%s is refused', (_case, change) => {
  expect(ModelCatalogEntry.safeParse(first).success).toBe(true);
  expect(ModelCatalogEntry.safeParse({ ...first, ...change }).success).toBe(false);
});

test('a file nobody has measured is allowed, and is not pinned', () => {
  const entry = ModelCatalogEntry.parse({
    ...first,
    files: [{ path: 'model.onnx', role: 'model', sizeBytes: null, sha256: null }],
  });
  expect(entry.files.map((file) => isPinned(file))).toEqual([false]);
});
