import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { SessionId, StaffId } from '#shared/ids.ts';
import { openDatabase } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { sampleInterview } from './sample-interview.fake.ts';

const AT = '2026-11-22T08:00:00.000Z';
const QUOTE = 'I stopped the machine first.';
const REASON = 'She should meet the foreman soon.';
const rater = StaffId.parse(v7());

function storeWithReview() {
  const database = openDatabase(':memory:');
  const parts = { now: () => new Date(AT), newId: () => v7(), reference: (id: string) => id.slice(-6) };
  const store = openStore(database, { ...parts, keys: keysInMemory() });
  const id = SessionId.parse(v7());
  const interview = sampleInterview(id, { phase: 'finalized', state: { kind: 'wiped' } });
  store.sessions.commit({ interview, records: [], audit: [] });
  const ratingId = v7();
  const decisionId = v7();
  store.ratings.commit({
    sessionId: id,
    review: {
      rater,
      state: 'locked',
      draft: [],
      openedAt: AT,
      lockedAt: AT,
      revealedAt: null,
      levelsShownAt: null,
      doneAt: null,
    },
    ratings: [
      {
        id: ratingId,
        rater,
        itemId: 'q',
        indicatorId: 'a',
        judgement: { kind: 'level', level: 4 },
        quotes: [{ kind: 'words', answerKey: 'q', startChar: 0, endChar: QUOTE.length, text: QUOTE }],
        round: 'blind_first',
        ratedAt: AT,
        change: null,
      },
    ],
    decision: {
      id: decisionId,
      outcome: 'advance',
      reason: 'other',
      words: REASON,
      decidedBy: rater,
      decidedAt: AT,
      supersedes: null,
    },
    records: [{ id: v7(), type: 'rating.locked', body: {} }],
    audit: [{ actor: rater, action: 'rating.locked', detail: {} }],
  });
  return { database, store, id, decisionId };
}

test('what was judged and decided comes back as it was written, every row under its hash', () => {
  const { database, store, id } = storeWithReview();
  expect(store.ratings.ratings(id)).toMatchObject([{ judgement: { level: 4 }, quotes: [{ text: QUOTE }] }]);
  expect(store.ratings.decisions(id)).toMatchObject([{ outcome: 'advance', words: REASON }]);
  expect(store.ratings.summary(id, rater)).toEqual({ mine: 'locked', decided: 'advance', secondNeeded: false });
  expect(changedRows(database)).toEqual([]);
});

test('a judgement and a decision are never changed, and no two decisions take the same place', () => {
  const { database, store, id, decisionId } = storeWithReview();
  expect(() => database.prepare('update ratings set level = 1').run()).toThrow(/never changed/u);
  expect(() => database.prepare(`update decisions set outcome = 'decline'`).run()).toThrow(/never changed/u);
  const again = (supersedes: string | null) => () =>
    store.ratings.commit({
      sessionId: id,
      decision: {
        id: v7(),
        outcome: 'decline',
        reason: 'other',
        words: REASON,
        decidedBy: rater,
        decidedAt: AT,
        supersedes,
      },
      records: [],
      audit: [],
    });
  expect(again(null)).toThrow(/UNIQUE/u);
  expect(again(decisionId)).not.toThrow();
  expect(store.ratings.decisions(id).map(({ outcome }) => outcome)).toEqual(['decline', 'advance']);
});

test('words that were quoted or written stand nowhere in the clear', () => {
  const { database } = storeWithReview();
  const cells = ['ratings', 'decisions', 'reviews', 'records'].flatMap((table) =>
    database.prepare<[], Record<string, unknown>>(`select * from ${table}`).all(),
  );
  const text = JSON.stringify(cells);
  expect([QUOTE, REASON].filter((each) => text.includes(each))).toEqual([]);
});

test('a draft is kept only while the review is open', () => {
  const { store, id } = storeWithReview();
  store.ratings.saveDraft(id, rater, [{ itemId: 'q', indicatorId: 'a', judgement: null, quotes: [] }]);
  expect(store.ratings.reviews(id)[0]?.draft).toEqual([]);
});
