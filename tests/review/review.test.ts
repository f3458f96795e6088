import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { present } from '#tests/fixtures/present.ts';
import {
  detailOf,
  level,
  lockAll,
  type ManagerPage,
  openReviewKiosk,
  PEOPLE,
  ratingsOf,
  refusal,
  type ReviewKiosk,
  reviewAll,
} from './review-kiosk.ts';

let kiosk: ReviewKiosk;
let fang: ManagerPage;
let peter: ManagerPage;
let id: SessionId;

beforeEach(async () => {
  kiosk = await openReviewKiosk();
  [fang, peter] = [kiosk.page('fang'), kiosk.page('peter')];
  id = present(kiosk.ids[0], 'no interview');
});
afterEach(() => kiosk.close());

const WORDS = 'She told it in her own words.';

test('a review goes from open to done, each step once, and everything that was judged stays', async () => {
  await fang.rating.open({ id });
  await fang.rating.open({ id });
  const [key] = present((await detailOf(fang, id)).review, 'sheet').toRate;
  if (key === undefined) throw new Error('There is nothing to judge.');
  expect((await refusal(fang.rating.reveal({ id }))).code).toBe('review_moved_on');
  await lockAll(fang, id, 2);
  expect((await refusal(fang.rating.saveDraft({ id, draft: [] }))).code).toBe('review_moved_on');
  expect((await refusal(fang.rating.lock({ id, ratings: [] }))).code).toBe('review_moved_on');
  await fang.rating.reveal({ id });
  const change = { id, ...key, judgement: level(4), quotes: [], reason: 'asr_missed' as const, words: WORDS };
  await fang.rating.change(change);
  expect((await refusal(fang.rating.change(change))).code).toBe('rating_unchanged');
  await fang.rating.finish({ id });
  expect((await refusal(fang.rating.change({ ...change, judgement: level(1) }))).code).toBe('review_moved_on');

  const { review } = await detailOf(fang, id);
  const mine = present(review?.mine, 'my review');
  expect(mine.state).toBe('done');
  expect(
    mine.ratings.filter((each) => each.indicatorId === key.indicatorId && each.itemId === key.itemId),
  ).toMatchObject([
    { judgement: level(2), round: 'blind_first', change: null },
    { judgement: level(4), round: 'after_reveal', change: { reason: 'asr_missed', words: WORDS } },
  ]);
});

test('what is missing is counted, and what belongs to another answer is refused', async () => {
  await fang.rating.open({ id });
  const ratings = ratingsOf(await detailOf(fang, id), level(3));
  const [one, ...others] = ratings;
  if (one === undefined) throw new Error('There is nothing to judge.');
  expect(await refusal(fang.rating.lock({ id, ratings: others }))).toMatchObject({
    code: 'ratings_missing',
    data: { missing: 1 },
  });
  expect((await refusal(fang.rating.lock({ id, ratings: [one, ...ratings] }))).code).toBe('rating_invalid');
  const elsewhere = { kind: 'words' as const, answerKey: 'another', startChar: 0, endChar: 1, text: 'x' };
  expect((await refusal(fang.rating.lock({ id, ratings: [{ ...one, quotes: [elsewhere] }, ...others] }))).code).toBe(
    'rating_invalid',
  );
  expect((await detailOf(fang, id)).review?.mine?.ratings).toEqual([]);
});

test('any words of the answer can be quoted, and nothing that does not stand there', async () => {
  await fang.rating.open({ id });
  const ratings = ratingsOf(await detailOf(fang, id), level(3));
  const at = ratings.findIndex(({ quotes }) => quotes.length > 0);
  const one = present(ratings[at], 'a rating of an answer in words');
  const others = ratings.toSpliced(at, 1);
  const lockWith = (startChar: number, endChar: number, text: string) =>
    fang.rating.lock({
      id,
      ratings: [{ ...one, quotes: [{ kind: 'words', answerKey: one.itemId, startChar, endChar, text }] }, ...others],
    });
  // other words, the right words of another place, and a place behind the end
  for (const [startChar, endChar, text] of [
    [2, 6, '开了机器'],
    [1, 5, '停了机器'],
    [2, 60, '停了机器'],
  ] as const)
    expect((await refusal(lockWith(startChar, endChar, text))).code).toBe('rating_invalid');
  await lockWith(2, 6, '停了机器');
  const kept = (await detailOf(fang, id)).review?.mine?.ratings.find(
    ({ indicatorId }) => indicatorId === one.indicatorId,
  );
  expect(kept?.quotes).toMatchObject([{ startChar: 2, endChar: 6, text: '停了机器' }]);
});

test('a draft outlasts a restart, and so do locked judgements', async () => {
  await fang.rating.open({ id });
  const draft = ratingsOf(await detailOf(fang, id), level(5));
  await fang.rating.saveDraft({ id, draft });
  await kiosk.restart();
  const again = kiosk.page('fang');
  expect((await detailOf(again, id)).review?.mine?.draft).toEqual(draft);
  await again.rating.lock({ id, ratings: draft });
  await kiosk.restart();
  const { review } = await detailOf(kiosk.page('fang'), id);
  expect(review?.mine).toMatchObject({ state: 'locked', draft: [] });
  expect(review?.mine?.ratings).toHaveLength(draft.length);
});

test('raters know nothing of each other until each has locked', async () => {
  await lockAll(fang, id, 2);
  await peter.rating.open({ id });
  const before = present((await detailOf(peter, id)).review, 'sheet');
  expect(before).toMatchObject({ others: [], final: null, proposals: [], gaps: [] });
  expect(JSON.stringify(before)).not.toContain(PEOPLE.fang.name);
  await lockAll(peter, id, 5);
  const after = present((await detailOf(peter, id)).review, 'sheet');
  expect(after.others).toMatchObject([{ name: PEOPLE.fang.name, round: 'blind_first' }]);
  expect(after.mine?.ratings[0]?.round).toBe('blind_second');
  await peter.rating.reveal({ id });
  const { gaps } = present((await detailOf(peter, id)).review, 'sheet');
  expect(new Set(gaps.map(({ between }) => between))).toEqual(new Set(['people']));
});

test('more than one level from the machine asks for a second person; one level does not', async () => {
  const [near, far] = kiosk.ids as [SessionId, SessionId];
  await reviewAll(fang, near, 3);
  await reviewAll(fang, far, 1);
  const { sessions } = await peter.review.listSessions({
    phase: null,
    search: '',
    after: null,
    limit: 10,
    locale: 'en',
  });
  const needed = Object.fromEntries(sessions.map((each) => [each.id, each.review.secondNeeded]));
  expect(needed).toEqual({ [near]: false, [far]: true });
  await lockAll(peter, far, 2);
  expect((await detailOf(peter, far)).summary.review).toMatchObject({ mine: 'locked', secondNeeded: false });
});

test('levels stay hidden after the reveal until they are asked for, which is noted', async () => {
  await lockAll(fang, id, 3);
  await fang.rating.reveal({ id });
  const quotes = await detailOf(fang, id);
  expect(quotes.review?.machine).toBe('quotes');
  expect(quotes.answers[0]?.machineQuotes?.[0]?.clauses).toHaveLength(1);
  expect(quotes.answers[0]?.assessment?.indicators).toEqual([]);
  expect(quotes.result).toBeNull();
  await fang.rating.showLevels({ id });
  const levels = await detailOf(fang, id);
  expect(levels.review?.machine).toBe('levels');
  expect(levels.answers[0]?.assessment?.indicators[0]?.level).toBe(4);
  const types = await kiosk.look((store) => store.holdings.records(id).map(({ type }) => type));
  expect(types.slice(-3)).toEqual(['rating.locked', 'review.revealed', 'review.levels_shown']);
});

test('erasing an interview takes everything that was made of it along', async () => {
  await reviewAll(fang, id, 5);
  await fang.decision.make({
    id,
    verdict: { outcome: 'hold', reason: 'second_opinion', words: 'Peter should look at it too.' },
    supersedes: null,
  });
  const left = await kiosk.look((store) => {
    const interview = present(store.sessions.find(id), 'gone');
    const before = store.ratings.ratings(id).length + store.ratings.decisions(id).length;
    store.sessions.eraseContents({
      interview: { ...interview, phase: 'erased', state: { kind: 'wiped' }, identity: null, survey: null },
      records: [],
      audit: [],
      erasure: { method: 'code', actor: 'candidate' },
    });
    return {
      before,
      after: [
        store.ratings.reviews(id),
        store.ratings.ratings(id),
        store.ratings.decisions(id),
        store.ratings.proposals(id),
        store.ratings.isSecondWanted(id),
      ],
    };
  });
  expect(left.before).toBeGreaterThan(5);
  expect(left.after).toEqual([[], [], [], [], false]);
});
