import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddingSettings, ModelFileRole } from '#shared/models.ts';
import { constant, onnxModel, port, step } from '#tests/models/onnx-writer.ts';
import { sha256Of } from '#tests/models/small-models.ts';
import { WORD_BAG_SETTINGS, wordBagModel, wordsOf } from '#tests/models/word-bag-model.ts';
import { loadEmbedder } from './embedder.native.ts';
import { cosine } from './embedding-maths.ts';

const SAME = [
  ['stop', 'halt'],
  ['machine', 'press'],
  ['停', '关'],
  ['机', '器'],
  ['customer', 'shopper'],
  ['coat', 'jacket'],
  ['客', '人'],
  ['衣', '服'],
];
const OTHERS = wordsOf('i the first brings back a 我先再叫维修顾要退货了').map((word) => [word]);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anteroom-embedder-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function installed(
  settings: Partial<EmbeddingSettings> = {},
  files: Partial<Record<ModelFileRole, Uint8Array>> = {},
) {
  const all = Object.entries({ ...wordBagModel([...SAME, ...OTHERS]), ...files }) as [ModelFileRole, Uint8Array][];
  for (const [role, bytes] of all) await writeFile(join(directory, role), bytes);
  const pinned = all.map(([role, bytes]) => ({ path: role, role, sizeBytes: bytes.length, sha256: sha256Of(bytes) }));
  return { entry: { id: 'word_bag', files: pinned, embedding: { ...WORD_BAG_SETTINGS, ...settings } }, directory };
}

const loaded = async (settings?: Partial<EmbeddingSettings>) => loadEmbedder(await installed(settings));
const lengthOf = (vector: Float32Array | undefined) => Math.hypot(...(vector ?? []));

test('sentences in both languages become unit vectors; the same in other words lies near, other things far', async () => {
  const embedder = await loaded();
  const [zh, zhSame, zhOther] = await embedder.embed(['我先停机器。', '我先关机器', '客人要退衣服'], 'query');
  const [en, enSame, enOther] = await embedder.embed(
    ['Stop the machine', 'halt the press!', 'a shopper brings a coat'],
    'query',
  );
  for (const vector of [zh, zhSame, zhOther, en, enSame, enOther]) {
    expect(vector).toHaveLength(32);
    expect(lengthOf(vector)).toBeCloseTo(1, 5);
  }
  const near = (a?: Float32Array, b?: Float32Array) => cosine(a ?? new Float32Array(), b ?? new Float32Array());
  expect(near(zh, zhSame)).toBeGreaterThan(0.9);
  expect(near(en, enSame)).toBeGreaterThan(0.9);
  expect(near(zh, zhOther)).toBeLessThan(0.5);
  expect(near(en, enOther)).toBeLessThan(0.5);
});

test('a sentence has the same bytes alone and among others, in any order', async () => {
  const embedder = await loaded();
  const [alone] = await embedder.embed(['stop the machine'], 'query');
  const among = await embedder.embed(['客人要退衣服', 'coat', 'stop the machine'], 'query');
  expect(among[2]).toEqual(alone);
});

test('mean pooling is over every token, cls takes the first', async () => {
  const settings = { normalise: false };
  const mean = await loaded(settings);
  const [one, other, both] = await mean.embed(['stop', 'coat', 'stop coat'], 'query');
  const [empty] = await mean.embed([''], 'query');
  // [CLS] stop [SEP] + [CLS] coat [SEP] - [CLS] [SEP] = [CLS] stop coat [SEP], each a mean over its own number of tokens
  for (let i = 0; i < 32; i++) {
    const expected = (3 * (one?.[i] ?? 0) + 3 * (other?.[i] ?? 0) - 2 * (empty?.[i] ?? 0)) / 4;
    expect(both?.[i]).toBeCloseTo(expected, 5);
  }
  expect(lengthOf(both)).not.toBeCloseTo(1, 2);

  await expect(loaded({ pooling: 'cls' })).rejects.toMatchObject({
    code: 'model_output_invalid',
    message: expect.stringMatching(/gives different sentences the same vector/),
  });
});

test('the prefix of the manifest stands before every text of its kind', async () => {
  const embedder = await loaded({ prefixes: { query: 'coat ', passage: '' } });
  const [asQuery] = await embedder.embed(['stop'], 'query');
  const [asPassage] = await embedder.embed(['stop'], 'passage');
  const [written] = await embedder.embed(['coat stop'], 'passage');
  expect(asQuery).toEqual(written);
  expect(asQuery).not.toEqual(asPassage);
});

test('a text beyond the longest is cut at its end and keeps its closing token', async () => {
  const embedder = await loaded({ maxTokens: 6 });
  const [long] = await embedder.embed([`stop the machine first ${'coat '.repeat(500)}`], 'query');
  const [cut] = await embedder.embed(['stop the machine first'], 'query');
  expect(long).toEqual(cut);
  const [shorter] = await embedder.embed(['stop the machine'], 'query');
  expect(long).not.toEqual(shorter);
});

test('identity covers every file; the engine gets it with c0, c1 and unit vectors', async () => {
  const embedder = await loaded({ normalise: false });
  const engine = embedder.calibrated({ c0: 0.3, c1: 0.8 });
  expect(engine.identity).toEqual({
    id: 'word_bag',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    c0: 0.3,
    c1: 0.8,
  });
  expect(lengthOf((await engine.embed(['stop']))[0])).toBeCloseTo(1, 5);
  const other = await loadEmbedder(
    await installed({}, { tokenizer_config: Buffer.from('{"tokenizer_class":"BertTokenizer"}') }),
  );
  expect(other.model.sha256).not.toBe(embedder.model.sha256);
});

test('calibration finds what it was built with: paraphrases above, unrelated sentences below', async () => {
  const topics = [
    ['stop the machine', 'halt the press', '停机', '关器'],
    ['customer coat', 'shopper jacket', '客衣', '人服'],
  ] as const;
  const paraphrases = Array.from({ length: 4 }, () =>
    topics.flatMap(([a, b, c, d]) => [[a, b] as const, [c, d] as const]),
  ).flat();
  const unrelated = Array.from({ length: 3 }, () =>
    topics[0].flatMap((a) => topics[1].map((b) => [a, b] as const)),
  ).flat();
  const embedder = await loaded();
  const calibration = await embedder.calibrate({ paraphrases, unrelated });
  expect(calibration).toMatchObject({ unrelatedPairs: 48, paraphrasePairs: 16 });
  expect(calibration?.c1).toBeGreaterThan(0.8);
  expect(calibration?.c0).toBeLessThan(0.5);

  // negative control: sentences paired at random are no paraphrases
  expect(
    await embedder.calibrate({ paraphrases: unrelated, unrelated: paraphrases.concat(paraphrases, paraphrases) }),
  ).toBeNull();
});

const badOutput = (op: 'Cast' | 'Identity') =>
  onnxModel({
    inputs: [port('input_ids', 'int64', ['b', 't'])],
    outputs: [port('y', op === 'Cast' ? 'float32' : 'int64', ['b', 't'])],
    constants: [],
    nodes: [op === 'Cast' ? step('Cast', ['input_ids'], ['y'], { to: 1 }) : step('Identity', ['input_ids'], ['y'])],
  });

test.each<[string, Partial<Record<ModelFileRole, Buffer>>, string, RegExp]>([
  ['that is no ONNX file', { model: Buffer.from('not a model') }, 'model_load_failed', /was not loaded/],
  [
    'whose output has another shape',
    { model: badOutput('Cast') },
    'model_output_invalid',
    /answers float32 \[1,\d+\] instead of float32 \[1,\d+,32\]/,
  ],
  [
    'whose output is not of numbers with a point',
    { model: badOutput('Identity') },
    'model_output_invalid',
    /answers int64/,
  ],
  ['with a tokenizer that is not JSON', { tokenizer: Buffer.from('{') }, 'model_load_failed', /was not loaded/],
])('a model %s is refused by name', async (_case, files, code, sentence) => {
  await expect(loadEmbedder(await installed({}, files))).rejects.toMatchObject({
    name: 'ForeseenFailure',
    code,
    message: expect.stringMatching(sentence),
  });
});

test('a model with other dimensions than its manifest says is refused', async () => {
  await expect(loaded({ dims: 16 })).rejects.toMatchObject({ code: 'model_output_invalid' });
});

test('a file that changed after it was installed never reaches the runtime', async () => {
  const model = await installed();
  await writeFile(join(directory, 'model'), badOutput('Cast'));
  await expect(loadEmbedder(model)).rejects.toMatchObject({ code: 'model_size_mismatch' });
});

test('a model that makes no difference between sentences fails its self-test', async () => {
  const constantModel = onnxModel({
    inputs: [port('input_ids', 'int64', ['b', 't'])],
    outputs: [port('y', 'float32', ['b', 't', 32])],
    constants: [
      constant(
        'table',
        'float32',
        [1, 32],
        Array.from({ length: 32 }, (_, i) => i),
      ),
      constant('zero', 'int64', [1], [0]),
    ],
    nodes: [step('Mul', ['input_ids', 'zero'], ['same']), step('Gather', ['table', 'same'], ['y'], { axis: 0 })],
  });
  await expect(loadEmbedder(await installed({}, { model: constantModel }))).rejects.toThrow(
    /gives different sentences the same vector/,
  );
});

test('the runtime really is asked: the model has the inputs the embedder feeds', async () => {
  const { model } = wordBagModel(SAME);
  const session = await InferenceSession.create(model ?? Buffer.alloc(0));
  expect([session.inputNames, session.outputNames]).toEqual([['input_ids', 'attention_mask'], ['last_hidden_state']]);
});
