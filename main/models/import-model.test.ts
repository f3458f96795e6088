import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InstalledManifest } from '#shared/models.ts';
import {
  CATALOG,
  FILES,
  makePlaces,
  NOON,
  ROOMY,
  sha256Of,
  someBytes,
  writeFiles,
} from '#tests/models/small-models.ts';
import { importModels, type ImportOptions } from './import-model.ts';
import { readError } from './model-error.ts';
import { installedModels } from './model-store.ts';
import type { ModelProgress } from './ports.ts';

let places: Awaited<ReturnType<typeof makePlaces>>;
beforeEach(async () => {
  places = await makePlaces();
});
afterEach(() => places.remove());

function importing(path: string, change: Partial<ImportOptions> = {}) {
  const options = { catalog: CATALOG, places, path, id: null, isTrusted: false, disk: ROOMY, now: NOON };
  return importModels({ ...options, onProgress: () => undefined, ...change });
}

const ids = (models: readonly { entry: { id: string } }[]) => models.map(({ entry }) => entry.id);
async function inStore(): Promise<string[]> {
  return existsSync(places.storeDirectory) ? (await readdir(places.storeDirectory)).toSorted() : [];
}

test('a folder with two models installs both, each with its own files, and leaves the rest aside', async () => {
  await writeFiles(places.brought, {
    'sense/model.int8.onnx': FILES.big['model.int8.onnx'],
    'sense/tokens.txt': FILES.big['tokens.txt'],
    'sense/test_wavs/0.wav': someBytes(9, 50),
    'para/model.int8.onnx': FILES.small['model.int8.onnx'],
    'para/tokens.txt': FILES.small['tokens.txt'],
  });
  const { installed, unchanged, leftAside } = await importing(places.brought);
  expect(ids(installed)).toEqual(['big', 'small']);
  expect(unchanged).toEqual([]);
  expect(leftAside).toEqual(['sense/test_wavs/0.wav']);
  for (const id of ['big', 'small'] as const) {
    const directory = join(places.storeDirectory, id);
    for (const [name, bytes] of Object.entries(FILES[id])) {
      expect(sha256Of(await readFile(join(directory, name)))).toBe(sha256Of(bytes));
    }
    const manifest = InstalledManifest.parse(JSON.parse(await readFile(join(directory, 'installed.json'), 'utf8')));
    expect(manifest).toMatchObject({ id, trusted: [], measuredRtf: null, installedAt: NOON().toISOString() });
  }
  expect(await inStore()).toEqual(['big', 'small']);
});

test('files that were renamed on their way are known by their size and hash', async () => {
  await writeFiles(places.brought, {
    'sensevoice.onnx': FILES.big['model.int8.onnx'],
    'tokens (1).txt': FILES.big['tokens.txt'],
  });
  expect(ids((await importing(places.brought)).installed)).toEqual(['big']);
  expect(await readdir(join(places.storeDirectory, 'big'))).toContain('model.int8.onnx');
});

test('of two files of the right size, the one with the right bytes is taken', async () => {
  await writeFiles(places.brought, {
    'a/model.int8.onnx': someBytes(77, FILES.big['model.int8.onnx'].length),
    'b/model.int8.onnx': FILES.big['model.int8.onnx'],
    'tokens.txt': FILES.big['tokens.txt'],
  });
  const { installed, leftAside } = await importing(places.brought);
  expect(ids(installed)).toEqual(['big']);
  expect(leftAside).toEqual(['a/model.int8.onnx']);
});

test('a ZIP installs as its folder would', async () => {
  const zip = join(places.brought, 'models.zip');
  await writeFile(zip, zipSync({ sense: { ...FILES.big, 'README.md': strToU8('hello') } }));
  const { installed, leftAside } = await importing(zip);
  expect(ids(installed)).toEqual(['big']);
  expect(leftAside).toEqual(['sense/README.md']);
});

test('importing the same again writes nothing', async () => {
  await writeFiles(places.brought, FILES.big);
  await importing(places.brought);
  const before = await stat(join(places.storeDirectory, 'big', 'installed.json'));
  const { installed, unchanged, leftAside } = await importing(places.brought);
  expect([ids(installed), ids(unchanged), leftAside]).toEqual([[], ['big'], []]);
  expect((await stat(join(places.storeDirectory, 'big', 'installed.json'))).mtimeMs).toBe(before.mtimeMs);
});

test('importing over a damaged model mends it', async () => {
  await writeFiles(places.brought, FILES.big);
  await importing(places.brought);
  await writeFile(join(places.storeDirectory, 'big', 'tokens.txt'), someBytes(8, FILES.big['tokens.txt'].length));
  expect(ids((await importing(places.brought)).installed)).toEqual(['big']);
  expect(sha256Of(await readFile(join(places.storeDirectory, 'big', 'tokens.txt')))).toBe(
    sha256Of(FILES.big['tokens.txt']),
  );
  expect(await inStore()).toEqual(['big']);
});

test('wrong bytes of the right size install nothing and leave nothing', async () => {
  await writeFiles(places.brought, { ...FILES.big, 'model.int8.onnx': someBytes(77, 300_000) });
  await expect(importing(places.brought)).rejects.toMatchObject({
    kind: 'verification',
    message: expect.stringMatching(/model\.int8\.onnx has the size .* but not its bytes.*nothing was installed\./s),
  });
  expect(await inStore()).toEqual([]);
});

test.each([
  [
    'half a file',
    { ...FILES.big, 'model.int8.onnx': FILES.big['model.int8.onnx'].subarray(0, 5) },
    /model\.int8\.onnx has 5 bytes instead of 300000/,
  ],
  ['a missing file', { 'model.int8.onnx': FILES.big['model.int8.onnx'] }, /looks like big, but tokens\.txt is missing/],
  ['something else', { 'holiday.jpg': someBytes(1, 40) }, /No file in it belongs to a model of the catalogue/],
  ['nothing', {}, /No file in it belongs/],
])('%s is refused with a sentence that says what is wrong', async (_case, files, sentence) => {
  await writeFiles(places.brought, files);
  await expect(importing(places.brought)).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringMatching(sentence),
  });
  expect(await inStore()).toEqual([]);
});

test('files nobody has measured need a person who trusts them, and are pinned from then on', async () => {
  await writeFiles(places.brought, FILES.unknown);
  await expect(importing(places.brought)).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringMatching(/encoder\.onnx, decoder\.onnx, words\.txt are not known to us.*--trust/s),
  });
  const { installed } = await importing(places.brought, { isTrusted: true });
  expect(ids(installed)).toEqual(['unknown']);
  const directory = join(places.storeDirectory, 'unknown');
  const manifest = InstalledManifest.parse(JSON.parse(await readFile(join(directory, 'installed.json'), 'utf8')));
  expect(manifest.trusted).toEqual(['encoder.onnx', 'decoder.onnx', 'words.txt']);
  expect(manifest.files.map(({ sha256 }) => sha256)).toEqual(Object.values(FILES.unknown).map(sha256Of));
});

test('progress reaches the end, never goes back and counts every file', async () => {
  await writeFiles(places.brought, FILES.big);
  const seen: ModelProgress[] = [];
  await importing(places.brought, { onProgress: (progress) => seen.push(progress) });
  const done = seen.map(({ doneBytes }) => doneBytes);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toEqual({ modelId: 'big', file: 'tokens.txt', doneBytes: 302_000, totalBytes: 302_000 });
});

test('a disk without room is refused before the first byte', async () => {
  await writeFiles(places.brought, FILES.big);
  const disk = { freeBytes: () => Promise.resolve(1_000_000) };
  await expect(importing(places.brought, { disk })).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringMatching(/This needs 68 MB and 1 MB are free\. Free space/),
  });
  expect(await inStore()).toEqual([]);
});

test('links in a folder are not followed', async () => {
  await writeFiles(places.brought, { 'model.int8.onnx': FILES.big['model.int8.onnx'] });
  await writeFiles(places.shippedDirectory, { 'tokens.txt': FILES.big['tokens.txt'] });
  await symlink(join(places.shippedDirectory, 'tokens.txt'), join(places.brought, 'tokens.txt'));
  await expect(importing(places.brought)).rejects.toThrow(/tokens\.txt is missing/);
  await writeFiles(places.brought, { 'real/tokens.txt': FILES.big['tokens.txt'] });
  expect((await importing(places.brought)).leftAside).toEqual(['tokens.txt (a link)']);
});

test('a staging folder of a process that is gone is cleared away by the next import', async () => {
  await writeFiles(join(places.storeDirectory, '.staging-999999999-big'), { 'model.int8.onnx': someBytes(1, 10) });
  await writeFiles(places.brought, FILES.big);
  await importing(places.brought);
  expect(await inStore()).toEqual(['big']);
});

test('one model can be named, and a name that is none is refused', async () => {
  await writeFiles(places.brought, { ...FILES.big, small: new Uint8Array() });
  await writeFiles(join(places.brought, 'p'), FILES.small);
  expect(ids((await importing(places.brought, { id: 'small' })).installed)).toEqual(['small']);
  await expect(importing(places.brought, { id: 'shipped' })).rejects.toThrow(/There is no model "shipped" to install/);
});

test('an archive the kiosk cannot read asks to be unpacked; a path that is not there says so', async () => {
  await writeFile(join(places.brought, 'm.tar.bz2'), 'BZh9');
  await expect(importing(join(places.brought, 'm.tar.bz2'))).rejects.toThrow(/Unpack it and name the folder/);
  await expect(importing(join(places.brought, 'gone'))).rejects.toThrow(/is not there\. Check the path/);
});

test('a stick pulled out in the middle is a sentence, not a code', () => {
  const error = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
  expect(readError('/media/stick/model.int8.onnx', error)).toMatchObject({
    kind: 'input',
    message: expect.stringMatching(/cannot be read \(EIO\)\. The stick may be damaged or was pulled out/),
  });
});

test('the first installed model of the catalogue that serves a language is used', async () => {
  const models = installedModels(CATALOG, places);
  expect(models.find('speech_recognition', 'zh-CN')).toBeNull();
  expect(models.find('voice_activity', 'en')?.directory).toBe(places.shippedDirectory);

  await writeFiles(join(places.brought, 'p'), FILES.small);
  await importing(join(places.brought, 'p'));
  expect(models.find('speech_recognition', 'zh-CN')?.entry.id).toBe('small');
  expect(models.find('speech_recognition', 'en')).toBeNull();

  await writeFiles(join(places.brought, 'b'), FILES.big);
  await importing(join(places.brought, 'b'));
  expect(models.find('speech_recognition', 'zh-CN')?.entry.id).toBe('big');
  expect(models.find('speech_recognition', 'en')).toMatchObject({ directory: join(places.storeDirectory, 'big') });
  expect(ids(models.list())).toEqual(['big', 'small', 'shipped']);

  await truncate(join(places.storeDirectory, 'big', 'model.int8.onnx'), 10);
  expect(models.find('speech_recognition', 'zh-CN')?.entry.id).toBe('small');
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder that may not be read says so',
  async () => {
    await writeFiles(places.brought, FILES.big);
    await chmod(join(places.brought, 'tokens.txt'), 0o000);
    await expect(importing(places.brought)).rejects.toThrow(/may not be read by this user/);
  },
);
