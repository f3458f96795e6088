import { expect, test } from 'vitest';
import { politeDictionary } from './pronouncing-dictionary.ts';
import { readSegmentOutput } from './segment-output.ts';

const SEGMENTS = [
  { startMs: 1_000, endMs: 3_000 },
  { startMs: 4_000, endMs: 5_000 },
];
// As `pocketsphinx_batch` 0.8 writes them.
const HYPOTHESES = 'i told my supervisor (0 -6377)\n (1 -11369)\n';
const WORDS =
  '0 1 0.33 0.18 i 0.989\n0 1 0.52 0.36 told(2) 0.722\n0 1 0.89 0.22 my 0.025\n0 1 1.12 0.94 supervisor 0.345\n';

test('words get their place in the recording, and what the recogniser doubts is counted', () => {
  const [first, second] = readSegmentOutput(HYPOTHESES, WORDS, SEGMENTS);
  expect(first).toEqual({
    text: 'i told my supervisor',
    tokens: [
      { text: 'i', startMs: 1_330, endMs: 1_510 },
      { text: 'told', startMs: 1_520, endMs: 1_880 },
      { text: 'my', startMs: 1_890, endMs: 2_110 },
      { text: 'supervisor', startMs: 2_120, endMs: 3_000 },
    ],
    pieces: 4,
    unknownPieces: 1,
    language: null,
  });
  expect(second).toMatchObject({ text: '', tokens: [], pieces: 0 });
});

test('noise signs are no words', () => {
  const [first] = readSegmentOutput(
    HYPOTHESES,
    '0 1 0 0.2 [NOISE] 1\n0 1 0.2 0.3 ++UM++ 1\n0 1 0.5 0.1 yes 1\n',
    SEGMENTS,
  );
  expect(first?.text).toBe('yes');
});

test('a segment that was not decoded, or a line that is no word, is a named failure and not silence', () => {
  const failed = expect.objectContaining({ code: 'recogniser_failed' });
  expect(() => readSegmentOutput('i told (0 -63)\n', WORDS, SEGMENTS)).toThrow(failed);
  expect(() => readSegmentOutput(HYPOTHESES, '0 1 0.33\n', SEGMENTS)).toThrow(failed);
});

test('swear words cannot be recognised, words that only look alike can', () => {
  const kept = ['shift SH IH F T', 'assess AH S EH S', 'class K L AE S', 'sheet SH IY T', 'snigger S N IH G ER'];
  const dropped = [
    'shit SH IH T',
    'shitty SH IH T IY',
    'bullshit B UH L SH IH T',
    'fucking F AH K IH NG',
    'bitch(2) B IH CH',
  ];
  expect(politeDictionary([...kept, ...dropped].join('\n'))).toBe(kept.join('\n'));
});
