import { expect, test } from 'vitest';
import { draftsOf, missingOf, ratingsOf, withJudgement, withQuote } from './rating-draft.ts';

const key = { itemId: 'q', indicatorId: 'a' };
const other = { itemId: 'q', indicatorId: 'b' };
const empty = draftsOf({ toRate: [key, other], mine: null });
const quote = (startChar: number) => ({
  kind: 'words' as const,
  answerKey: 'q',
  startChar,
  endChar: startChar + 2,
  text: 'ab',
});

test('everything is missing at first, and a judgement fills one place', () => {
  expect(missingOf(empty)).toHaveLength(2);
  const rated = withJudgement(empty, key, { kind: 'level', level: 3 });
  expect(missingOf(rated)).toMatchObject([other]);
  expect(ratingsOf(rated)).toMatchObject([{ ...key, judgement: { level: 3 } }]);
});

test('what was saved comes back in its place', () => {
  const saved = withQuote(withJudgement(empty, other, { kind: 'level', level: 5 }), other, quote(4));
  const mine = { state: 'open' as const, openedAt: '', lockedAt: null, revealedAt: null, doneAt: null, ratings: [] };
  expect(draftsOf({ toRate: [key, other], mine: { ...mine, draft: saved.slice(1) } })).toEqual(saved);
});

test('a quote picked twice is let go, and a sixth takes the place of the oldest', () => {
  const once = withQuote(empty, key, quote(0));
  expect(once[0]?.quotes).toHaveLength(1);
  expect(withQuote(once, key, quote(0))[0]?.quotes).toEqual([]);
  const six = [0, 1, 2, 3, 4, 5].reduce((drafts, at) => withQuote(drafts, key, quote(at)), empty);
  expect(six[0]?.quotes).toEqual([1, 2, 3, 4, 5].map(quote));
});
