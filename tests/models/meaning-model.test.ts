import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calibrateModel, shippedBank } from '#main/calibrate-model.ts';
import { loadEmbedder } from '#main/children/analyst/embedder.native.ts';
import { cosine } from '#main/children/analyst/embedding-maths.ts';
import type { CalibrationBank } from '#main/models/calibration-bank.ts';
import { importModels } from '#main/models/import-model.ts';
import { gauge } from '#main/models/install-model.ts';
import { installedModels } from '#main/models/model-store.ts';
import type { InstalledModel } from '#main/models/ports.ts';
import { ModelCatalog } from '#shared/models.ts';
import { makePlaces, NOON, ROOMY, sha256Of } from './small-models.ts';
import { WORD_BAG_SETTINGS, wordBagModel, wordsOf } from './word-bag-model.ts';

const shipped = await shippedBank();

/** What is said about six things in four ways, by words of which no two things share one. */
const TOPICS = {
  'zh-CN': ['停关断切', '机器床台', '客顾宾友', '衣服裤裙', '钱款账单', '雨雪风云'],
  en: [
    'stop halt cease quit',
    'press lathe drill saw',
    'client guest buyer patron',
    'coat shirt scarf hat',
    'cash coins bill sum',
    'rain snow wind fog',
  ],
} as const;
type Topic = readonly string[];

function topicsOf(locale: keyof typeof TOPICS): Topic[] {
  return TOPICS[locale].map((words) => wordsOf(words));
}

/** Every two ways of a topic are paraphrases; everything of two topics is unrelated. */
function bankOf(topics: readonly Topic[]): CalibrationBank {
  const paired = (a: Topic, b: Topic) => a.flatMap((x) => b.filter((y) => y !== x).map((y) => [x, y] as const));
  return {
    paraphrases: topics.flatMap((topic) => paired(topic, topic)),
    unrelated: topics.flatMap((topic, i) => topics.slice(i + 1).flatMap((other) => paired(topic, other))),
  };
}

const small = { 'zh-CN': bankOf(topicsOf('zh-CN')), en: bankOf(topicsOf('en')) };

let places: Awaited<ReturnType<typeof makePlaces>>;
beforeEach(async () => {
  places = await makePlaces();
});
afterEach(() => places.remove());

/** Imports a word-bag model from a folder, as a technician would, and measures it over a bank. */
async function install(groups: readonly Topic[], bank: typeof shipped) {
  const files = Object.entries(wordBagModel(groups)).map(([role, bytes]) => ({ role, path: `${role}.bin`, bytes }));
  for (const { path, bytes } of files) await writeFile(join(places.brought, path), bytes);
  const catalog = ModelCatalog.parse({
    catalogVersion: 2,
    models: [
      {
        id: 'word_bag',
        task: 'embedding',
        version: '1',
        languages: ['zh', 'en'],
        licence: 'MIT',
        licenceSentence: 'Made by a test.',
        licenceUrl: 'https://example.com/licence',
        licenceFile: null,
        attribution: 'a test',
        source: 'a test',
        sourceUrl: 'https://example.com/',
        isShipped: false,
        embedding: WORD_BAG_SETTINGS,
        files: files.map(({ role, path, bytes }) => {
          return { path, role, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
        }),
      },
    ],
  });
  const common = { catalog, places, path: places.brought, id: null, isTrusted: false };
  await importModels({ ...common, disk: ROOMY, now: NOON, onProgress: () => undefined });
  const [entry] = catalog.models;
  if (entry === undefined) throw new Error('an empty catalogue');
  const gauges = {
    calibrate: (model: InstalledModel) => calibrateModel(model, bank),
    measureRtf: () => Promise.reject(new Error('no recogniser')),
  };
  return { catalog, notes: (await gauge(entry, places, gauges)).notes };
}

test('a model that knows its words is calibrated in both languages, and the engine gets it', async () => {
  const { catalog, notes } = await install([...topicsOf('zh-CN'), ...topicsOf('en')], small);
  expect(notes).toEqual([]);
  const model = installedModels(catalog, places).find('embedding', 'zh-CN');
  const calibration = model?.calibration?.['zh-CN'];
  if (!model || !calibration) throw new Error('not calibrated');
  expect(calibration).toMatchObject({ unrelatedPairs: 240, paraphrasePairs: 72 });
  expect(calibration.c0).toBeLessThan(0.6);
  expect(calibration.c1).toBeGreaterThan(0.8);
  expect(model.calibration?.en).toMatchObject({ paraphrasePairs: 72 });

  const engine = (await loadEmbedder(model)).calibrated(calibration);
  expect(engine.identity).toMatchObject({ id: 'word_bag', c0: calibration.c0, c1: calibration.c1 });
  const cosines: number[] = [];
  for (const pair of small['zh-CN'].paraphrases) {
    const [x = new Float32Array(), y = new Float32Array()] = await engine.embed(pair);
    cosines.push(cosine(x, y));
  }
  // c1 is their median: as many lie above as below
  const above = cosines.filter((value) => value >= calibration.c1).length;
  expect(Math.abs(above / cosines.length - 0.5)).toBeLessThan(0.05);
});

test('a model that only counts words cannot tell over the posts, is kept but not used, and that is said', async () => {
  const words = Object.values(shipped).flatMap(({ paraphrases }) => paraphrases.flat().flatMap(wordsOf));
  const { catalog, notes } = await install(
    [...new Set(words)].map((word) => [word]),
    shipped,
  );
  expect(notes).toEqual([
    'It does not tell related from unrelated sentences of the posts and is not used: indicators go on being matched by words only.',
  ]);
  expect(installedModels(catalog, places).find('embedding', 'en')).toMatchObject({ calibration: null });
});

test('the bank pairs sentences of one language, never two of one dimension, and no sentence with itself', () => {
  for (const { paraphrases, unrelated } of Object.values(shipped)) {
    expect(paraphrases.length).toBeGreaterThan(40);
    expect(unrelated.length).toBeGreaterThan(500);
    for (const [a, b] of [...paraphrases, ...unrelated]) expect(a).not.toBe(b);
  }
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text);
  expect(shipped['zh-CN'].unrelated.flat().every(isChinese)).toBe(true);
  expect(shipped.en.unrelated.flat().some(isChinese)).toBe(false);
});
