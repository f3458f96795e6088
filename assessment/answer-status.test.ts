import { expect, test } from 'vitest';
import { answerStatus, type AnswerFacts } from './answer-status.ts';

function facts(over: Partial<AnswerFacts>): AnswerFacts {
  return {
    itemKind: 'spoken',
    consentsToScoring: true,
    isSkipped: false,
    selection: null,
    typedText: null,
    speech: null,
    ...over,
  };
}

const spoke = (speechMs: number) => facts({ speech: { state: 'analysed', speechMs } });

test('a skipped question is no answer, whatever came before the skip', () => {
  expect(answerStatus({ ...spoke(20_000), isSkipped: true })).toBe('no_answer');
  expect(answerStatus(facts({ itemKind: 'choice', selection: ['a'], isSkipped: true }))).toBe('no_answer');
});

test('an empty answer is no answer, also when scoring was refused', () => {
  for (const consentsToScoring of [true, false]) {
    expect(answerStatus(facts({ consentsToScoring }))).toBe('no_answer');
    expect(answerStatus(facts({ consentsToScoring, itemKind: 'choice' }))).toBe('no_answer');
    expect(answerStatus(facts({ consentsToScoring, itemKind: 'ranking', selection: [] }))).toBe('no_answer');
    expect(answerStatus(facts({ consentsToScoring, itemKind: 'typed', typedText: ' \n\u3000\u200B' }))).toBe(
      'no_answer',
    );
  }
});

test('refused scoring sends every kind of answer to a person, before the computer concludes anything', () => {
  for (const answer of [
    facts({ itemKind: 'choice', selection: ['a'] }),
    facts({ itemKind: 'ranking', selection: ['a', 'b'] }),
    facts({ itemKind: 'typed', typedText: 'I asked her.' }),
    spoke(500),
    spoke(20_000),
    facts({ speech: { state: 'waiting' } }),
    facts({ speech: { state: 'failed' } }),
  ]) {
    expect(answerStatus({ ...answer, consentsToScoring: false })).toBe('needs_review:human_only');
  }
});

test('choices and rankings are scored', () => {
  expect(answerStatus(facts({ itemKind: 'choice', selection: ['a'] }))).toBe('scored');
  expect(answerStatus(facts({ itemKind: 'ranking', selection: ['a', 'b', 'c', 'd'] }))).toBe('scored');
});

test('less than three seconds of speech is no answer, three seconds are one', () => {
  expect(answerStatus(spoke(0))).toBe('no_answer');
  expect(answerStatus(spoke(2_999))).toBe('no_answer');
  expect(answerStatus(spoke(3_000))).toBe('needs_review:no_transcript');
});

test('a recording that is not analysed yet is pending, and one that cannot be analysed is for a person', () => {
  expect(answerStatus(facts({ speech: { state: 'waiting' } }))).toBe('pending');
  expect(answerStatus(facts({ speech: { state: 'failed' } }))).toBe('needs_review:analysis_failed');
});

test('words are never scored yet, typed or spoken, long or short', () => {
  for (const typedText of ['ok', 'x'.repeat(3_000)]) {
    expect(answerStatus(facts({ itemKind: 'typed', typedText }))).toBe('needs_review:no_transcript');
    expect(answerStatus(facts({ itemKind: 'spoken', typedText }))).toBe('needs_review:no_transcript');
  }
  expect(answerStatus(spoke(600_000))).toBe('needs_review:no_transcript');
});

test('a spoken question answered by typing does not wait for the analysis of an abandoned recording', () => {
  expect(answerStatus(facts({ typedText: 'I asked her.', speech: { state: 'waiting' } }))).toBe(
    'needs_review:no_transcript',
  );
});
