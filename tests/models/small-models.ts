import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelPlaces } from '#main/models/model-store.ts';
import type { DiskSpace } from '#main/models/ports.ts';
import { ModelCatalog, type ModelFileRole } from '#shared/models.ts';

/** Bytes that compress a little and are different for each seed. */
export function someBytes(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, state = seed * 2_654_435_761; i < length; i++) {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    bytes[i] = (state >>> 24) & (i % 3 === 0 ? 0x0f : 0xff);
  }
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const TERMS = {
  version: '1',
  licence: 'MIT',
  licenceSentence: 'Free to use.',
  licenceUrl: 'https://example.com/licence',
  licenceFile: null,
  attribution: 'Somebody',
  source: 'made by a test',
  sourceUrl: 'https://example.com/',
  isShipped: false,
};

/** Files of two small recognisers with equal names, as the real ones have, and of a model nobody has measured. */
export const FILES = {
  big: { 'model.int8.onnx': someBytes(1, 300_000), 'tokens.txt': someBytes(2, 2_000) },
  small: { 'model.int8.onnx': someBytes(3, 120_000), 'tokens.txt': someBytes(4, 1_500) },
  unknown: { 'encoder.onnx': someBytes(5, 900), 'decoder.onnx': someBytes(6, 800), 'words.txt': someBytes(7, 700) },
} as const;

const ROLES: Readonly<Record<string, ModelFileRole>> = {
  'model.int8.onnx': 'model',
  'tokens.txt': 'tokens',
  'encoder.onnx': 'encoder',
  'decoder.onnx': 'decoder',
  'words.txt': 'tokens',
};

function filesOf(files: Readonly<Record<string, Buffer>>, isKnown: boolean, url?: string) {
  return Object.entries(files).map(([path, bytes]) => ({
    path,
    role: ROLES[path],
    sizeBytes: isKnown ? bytes.length : null,
    sha256: isKnown ? sha256Of(bytes) : null,
    ...(url === undefined ? {} : { url: `${url}/${path}` }),
  }));
}

export const CATALOG = ModelCatalog.parse({
  catalogVersion: 2,
  models: [
    {
      ...TERMS,
      id: 'big',
      task: 'speech_recognition',
      engine: 'sense_voice',
      languages: ['zh', 'en'],
      files: filesOf(FILES.big, true, 'https://example.com/big'),
    },
    {
      ...TERMS,
      id: 'small',
      task: 'speech_recognition',
      engine: 'paraformer',
      languages: ['zh'],
      files: filesOf(FILES.small, true),
    },
    {
      ...TERMS,
      id: 'unknown',
      task: 'speech_recognition',
      engine: 'whisper',
      languages: ['en'],
      files: filesOf(FILES.unknown, false),
    },
    {
      ...TERMS,
      id: 'shipped',
      task: 'voice_activity',
      languages: ['any'],
      isShipped: true,
      licenceFile: 'LICENCE.txt',
      files: [{ path: 'voice.onnx', role: 'model', sizeBytes: 5, sha256: sha256Of(Buffer.from('voice')) }],
    },
  ],
});

export const ROOMY: DiskSpace = { freeBytes: () => Promise.resolve(1e12) };
export const NOON = () => new Date('2026-11-28T12:00:00.000Z');

/** A kiosk's two models folders and one for what somebody brings, all empty. */
export async function makePlaces(): Promise<ModelPlaces & { brought: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'anteroom-models-'));
  const places = { shippedDirectory: join(root, 'shipped'), storeDirectory: join(root, 'data', 'models') };
  await writeFiles(places.shippedDirectory, { 'voice.onnx': Buffer.from('voice') });
  await writeFile(join(places.shippedDirectory, 'catalog.json'), JSON.stringify(CATALOG));
  await mkdir(join(root, 'brought'));
  return { ...places, brought: join(root, 'brought'), remove: () => rm(root, { recursive: true, force: true }) };
}

/** Writes files by their paths under a folder. */
export async function writeFiles(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), bytes);
  }
}
