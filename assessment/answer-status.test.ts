import { expect, test } from 'vitest';
import { answerStatus, type WordFacts } from './answer-status.ts';

function status(over: Partial<WordFacts>) {
  return answerStatus({
    isEmpty: false,
    speechMs: 30_000,
    isUnanalysed: false,
    hasWords: true,
    isPlausible: true,
    isShort: false,
    isFlagged: false,
    isUnderstood: true,
    isCovered: true,
    ...over,
  });
}

test('an answer that was heard and understood is scored', () => {
  expect(status({})).toBe('scored');
  expect(status({ speechMs: null })).toBe('scored');
});

test('nothing said, or less than three seconds of speech, is no answer', () => {
  expect(status({ isEmpty: true })).toBe('no_answer');
  expect(status({ speechMs: 2_999 })).toBe('no_answer');
  expect(status({ speechMs: 3_000 })).toBe('scored');
});

test('without words a person listens, and no number is given', () => {
  expect(status({ hasWords: false })).toBe('needs_review:no_transcript');
  expect(status({ hasWords: false, isUnanalysed: true, speechMs: null })).toBe('needs_review:analysis_failed');
});

test('the most basic reason is told: each status hides those after it', () => {
  const order: [Partial<WordFacts>, string][] = [
    [{ isPlausible: false }, 'needs_review:asr_quality'],
    [{ isShort: true }, 'needs_review:short'],
    [{ isFlagged: true }, 'needs_review:integrity'],
    [{ isUnderstood: false }, 'needs_review:unrecognised'],
    [{ isCovered: false }, 'insufficient_evidence'],
  ];
  order.forEach(([, expected], i) => {
    expect(status(Object.assign({}, ...order.slice(i).map(([facts]) => facts)))).toBe(expected);
  });
});
