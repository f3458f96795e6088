import { expect, test } from 'vitest';
import type { EmbeddingChoice } from '#shared/analyst-protocol.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { loadEmbedders } from './load-embedders.ts';

const choice: EmbeddingChoice = {
  entry: {
    id: 'tiny',
    files: (['model', 'tokenizer', 'tokenizer_config'] as const).map((role) => ({
      path: `${role}.bin`,
      role,
      sizeBytes: 3,
      sha256: 'a'.repeat(64),
    })),
    embedding: { pooling: 'mean', normalise: true, dims: 4, maxTokens: 16, prefixes: { query: '', passage: '' } },
  },
  directory: '/nowhere',
  calibration: { en: { c0: 0.1, c1: 0.8 } },
};
const json = JSON.stringify(choice);
const calibrated = ({ c0, c1 }: { c0: number; c1: number }) => ({
  identity: { id: 'tiny', sha256: 'a'.repeat(64), c0, c1 },
  embed: async () => [],
});

test('a model serves the languages it was calibrated for and no other', async () => {
  const embedders = await loadEmbedders(
    json,
    () => undefined,
    async () => ({ calibrated }),
  );
  expect(Object.keys(embedders)).toEqual(['en']);
  expect(embedders.en?.identity).toMatchObject({ c0: 0.1, c1: 0.8 });
});

test('without a model there is none', async () => {
  expect(await loadEmbedders(undefined, () => undefined)).toEqual({});
});

test('a model that is missing on the disk is told of, and the engine goes on without it', async () => {
  const complaints: string[] = [];
  expect(await loadEmbedders(json, (reason) => complaints.push(reason))).toEqual({});
  expect(complaints[0]).toContain('model_missing');
  const incomplete = { ...choice, entry: { ...choice.entry, files: choice.entry.files.slice(0, 1) } };
  expect(await loadEmbedders(JSON.stringify(incomplete), (reason) => complaints.push(reason))).toEqual({});
  expect(complaints[1]).toContain('has no file for tokenizer');
});

test('a failure nobody foresaw is not swallowed', async () => {
  const load = async () => Promise.reject(new TypeError('boom'));
  await expect(loadEmbedders(json, () => undefined, load)).rejects.toThrow('boom');
  const foreseen = async () => Promise.reject(new ForeseenFailure('model_hash_mismatch', 'other bytes'));
  expect(await loadEmbedders(json, () => undefined, foreseen)).toEqual({});
});
