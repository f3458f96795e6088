import { expect, test } from 'vitest';
import { joinPieces } from './join-pieces.ts';
import { readSherpaResult } from './sherpa-result.ts';

const SEGMENT = { startMs: 2_000, endMs: 5_000 };
const pieces = (...texts: string[]) => texts.map((text, i) => ({ text, startS: i / 10 }));
const wordsOf = (joint: Parameters<typeof joinPieces>[1], ...texts: string[]) =>
  joinPieces(pieces(...texts), joint, SEGMENT).map(({ text }) => text);

test('emotion, event and every tag stay behind, in the fields and in the text (R1)', () => {
  const heard = readSherpaResult(
    {
      lang: '<|zh|>',
      emotion: '<|ANGRY|>',
      event: '<|Applause|>',
      text: '<|zh|><|ANGRY|><|Applause|><|withitn|>我先停机。',
      tokens: ['<|zh|>', '<|ANGRY|>', '<|Applause|>', '<|withitn|>', '我', '先', '停', '机', '。'],
      timestamps: [0, 0, 0, 0, 0.1, 0.3, 0.5, 0.7, 0.9],
    },
    'space_before_word',
    SEGMENT,
  );
  expect(heard).toEqual({
    text: '我先停机。',
    tokens: [
      { text: '我', startMs: 2_100, endMs: 2_300 },
      { text: '先', startMs: 2_300, endMs: 2_500 },
      { text: '停', startMs: 2_500, endMs: 2_700 },
      { text: '机', startMs: 2_700, endMs: 2_900 },
    ],
    pieces: 9,
    unknownPieces: 0,
    language: 'zh',
  });
});

test('pieces become words: by a space in front, by a sign behind, Chinese one by one', () => {
  expect(wordsOf('space_before_word', ' st', 'op', 'ped', ' the', ' line')).toEqual(['stopped', 'the', 'line']);
  expect(wordsOf('space_before_word', '▁I', '▁don', "'", 't', '▁know', '.')).toEqual(['I', "don't", 'know']);
  expect(wordsOf('mark_inside_word', 'la@@', 'bel@@', 'ling', 'line')).toEqual(['labelling', 'line']);
  expect(wordsOf('space_before_word', '用', '▁scan', 'ner', '扫', '码')).toEqual(['用', 'scanner', '扫', '码']);
  expect(wordsOf('mark_inside_word', '用', 'scan@@', 'ner', '扫', '码')).toEqual(['用', 'scanner', '扫', '码']);
});

test('a word lasts to the next piece, the last to the end of the segment, and no time leaves it', () => {
  expect(joinPieces(pieces(' a', 'b', ' c'), 'space_before_word', SEGMENT)).toEqual([
    { text: 'ab', startMs: 2_000, endMs: 2_200 },
    { text: 'c', startMs: 2_200, endMs: 5_000 },
  ]);
  expect(joinPieces([{ text: ' late', startS: 9 }], 'space_before_word', SEGMENT)).toEqual([
    { text: 'late', startMs: 5_000, endMs: 5_000 },
  ]);
});

test('unknown pieces are counted and not written', () => {
  const value = { text: 'the <unk> line', tokens: [' the', '<unk>', ' line'], timestamps: [0, 1, 2] };
  expect(readSherpaResult(value, 'space_before_word', SEGMENT)).toMatchObject({
    text: 'the line',
    tokens: [{ text: 'the' }, { text: 'line' }],
    pieces: 3,
    unknownPieces: 1,
    language: null,
  });
});

test('without a time for every piece no word has a place', () => {
  const value = { lang: 'en', text: ' The line stopped.', tokens: [' The', ' line', ' stopped', '.'], timestamps: [] };
  expect(readSherpaResult(value, 'space_before_word', SEGMENT)).toMatchObject({
    text: 'The line stopped.',
    tokens: [],
    language: 'en',
  });
});

test('silence has no language, and an answer in another shape is a named failure', () => {
  expect(readSherpaResult({ text: '', lang: '<|nospeech|>' }, 'space_before_word', SEGMENT).language).toBeNull();
  expect(() => readSherpaResult({ words: [] }, 'space_before_word', SEGMENT)).toThrow(
    expect.objectContaining({ code: 'recogniser_failed' }),
  );
});
