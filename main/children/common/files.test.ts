import { chmod, cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PcmInput } from '#shared/pcm-input.ts';
import { readCheckedModel } from './model-files.ts';
import { openPcm, readPcmStretch } from './pcm-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'analyst-files-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function samplesOf(input: PcmInput): Promise<number[]> {
  const samples: number[] = [];
  for await (const block of (await openPcm(input)).blocks()) samples.push(...block);
  return samples;
}

test('little-endian 16-bit samples become numbers in [-1, 1)', async () => {
  const path = join(dir, 'a.pcm');
  await writeFile(path, Buffer.from([0x00, 0x80, 0xff, 0x7f, 0x00, 0x40, 0x00, 0x00]));
  expect(await samplesOf({ path })).toEqual([-1, 32_767 / 32_768, 0.5, 0]);
});

test('a file longer than one block is read whole and in order, as often as asked', async () => {
  const path = join(dir, 'a.pcm');
  const bytes = Buffer.alloc(2 * 40_001);
  for (let i = 0; i < 40_001; i++) bytes.writeInt16LE((i % 65_536) - 32_768, 2 * i);
  await writeFile(path, bytes);
  const first = await samplesOf({ path });
  expect(first).toHaveLength(40_001);
  expect(first.every((sample, i) => sample === (i - 32_768) / 32_768)).toBe(true);
  expect(await samplesOf({ path })).toEqual(first);
});

test.each([
  ['missing', 'pcm_missing', () => undefined],
  ['empty', 'pcm_empty', (path: string) => writeFile(path, '')],
  ['torn', 'pcm_odd_length', (path: string) => writeFile(path, Buffer.alloc(5))],
  ['folder', 'pcm_unreadable', (path: string) => mkdir(path)],
])('a %s recording is the named error %s', async (name, code, make) => {
  const path = join(dir, name);
  await make(path);
  await expect(openPcm({ path })).rejects.toMatchObject({ name: 'ForeseenFailure', code });
});

test('bytes are read as the same file is, wherever they lie in memory, whole and in stretches', async () => {
  const path = join(dir, 'a.pcm');
  const content = Buffer.alloc(1 + 2 * 40_001);
  for (let i = 0; i < 40_001; i++) content.writeInt16LE((i % 65_536) - 32_768, 1 + 2 * i);
  const bytes = content.subarray(1);
  await writeFile(path, bytes);
  const recording = { recordingId: 'r', bytes };
  expect(await samplesOf(recording)).toEqual(await samplesOf({ path }));
  expect(await readPcmStretch(recording, 39_000, 40_001)).toEqual(await readPcmStretch({ path }, 39_000, 40_001));
  for (const input of [recording, { path }]) {
    await expect(readPcmStretch(input, 39_000, 40_002)).rejects.toMatchObject({ code: 'pcm_unreadable' });
  }
});

test.each([
  ['pcm_empty', 0],
  ['pcm_odd_length', 5],
])('bytes too have the named error %s', async (code, length) => {
  const opening = openPcm({ recordingId: 'r', bytes: new Uint8Array(length) });
  await expect(opening).rejects.toMatchObject({ name: 'ForeseenFailure', code });
});

test('a recording that shrinks while it is read is a named error, not a short result', async () => {
  const path = join(dir, 'a.pcm');
  await writeFile(path, Buffer.alloc(40_000));
  const source = await openPcm({ path });
  await truncate(path, 10_000);
  async function readAll(): Promise<number> {
    let blocks = 0;
    for await (const block of source.blocks()) blocks += block.length > 0 ? 1 : 0;
    return blocks;
  }
  await expect(readAll()).rejects.toMatchObject({ code: 'pcm_unreadable' });
});

test('the shipped voice model is the catalog’s', async () => {
  const { identity, bytes } = await readCheckedModel('models', 'silero_vad_v6');
  expect(identity).toEqual({
    id: 'silero_vad_v6',
    sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
  });
  expect(bytes).toHaveLength(2_327_524);
});

test.each([
  ['without a catalog', 'catalog_unreadable', (at: string) => rm(join(at, 'catalog.json'))],
  ['with a catalog that is not JSON', 'catalog_unreadable', (at: string) => writeFile(join(at, 'catalog.json'), '{')],
  [
    'with an empty catalog',
    'model_unknown',
    (at: string) => writeFile(join(at, 'catalog.json'), '{"catalogVersion":2,"models":[]}'),
  ],
  ['without the model', 'model_missing', (at: string) => rm(join(at, 'silero_vad_v6.onnx'))],
  ['with half the model', 'model_size_mismatch', (at: string) => truncate(join(at, 'silero_vad_v6.onnx'), 1_000_000)],
  [
    'with one bit changed',
    'model_hash_mismatch',
    async (at: string) => {
      const path = join(at, 'silero_vad_v6.onnx');
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(1_000_000) ^ 1, 1_000_000);
      await chmod(path, 0o644);
      await writeFile(path, bytes);
    },
  ],
])('a models folder %s is the named error %s', async (_case, code, damage) => {
  await cp('models', dir, { recursive: true });
  await damage(dir);
  await expect(readCheckedModel(dir, 'silero_vad_v6')).rejects.toMatchObject({ name: 'ForeseenFailure', code });
});
