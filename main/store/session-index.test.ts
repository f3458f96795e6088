import { array, assert, boolean, constantFrom, integer, nat, option, property, record } from 'fast-check';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { SessionPhase, Wait } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { present } from '#tests/fixtures/present.ts';
import { openDatabase } from './database.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { readJobs } from './resource-files.ts';
import { sampleInterview } from './sample-interview.fake.ts';
import type { SessionFilter } from './session-index.ts';

const jobs = (await readJobs('resources/jobs')).slice(0, 2);
const NAMES = ['王小明', '李小龙', 'Anna Müller', 'Hanna Berg'] as const;
const DAY_MS = 86_400_000;
const NOON_MS = Date.UTC(2026, 10, 22, 12);
const reference = (id: SessionId) => id.slice(-6).toUpperCase();
const now = () => new Date(NOON_MS);
const ALL: SessionFilter = { phase: null, search: '', jobId: null, wait: null, from: null, to: null };

interface Sample {
  phase: SessionPhase;
  job: number;
  name: number;
  daysAgo: number;
  isToListen: boolean;
}

function emptyStore() {
  const database = openDatabase(':memory:');
  const parts = { now, newId: () => v7(), reference, keys: keysInMemory() };
  return { database, parts, store: openStore(database, parts) };
}
type Store = ReturnType<typeof emptyStore>['store'];

function put(store: Store, id: SessionId, { phase, job, name, daysAgo, isToListen }: Sample): void {
  store.sessions.commit({
    interview: sampleInterview(id, {
      phase,
      ...(jobs[job] ? { job: jobs[job] } : {}),
      state: { kind: 'wiped' },
      identity: { by: 'name', name: NAMES[name] ?? '', phone: '139 0000 0000' },
      startedAt: new Date(NOON_MS - daysAgo * DAY_MS).toISOString(),
    }),
    answer: {
      sessionId: id,
      itemId: 'q',
      number: 1,
      take: 1,
      body: { kind: 'spoken' },
      status: isToListen ? 'needs_review:short' : 'scored',
      score: null,
      answeredAt: now().toISOString(),
    },
    records: [],
    audit: [],
  });
}

const localDate = (ms: number) => {
  const at = new Date(ms);
  const part = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`;
};

/** The stated order and filter, written down once more in the plainest way. */
function expected(samples: readonly (Sample & { id: SessionId })[], filter: SessionFilter): SessionId[] {
  const day = (sample: Sample) => localDate(NOON_MS - sample.daysAgo * DAY_MS);
  const rank = (sample: Sample) => (sample.phase !== 'finalized' ? 2 : sample.isToListen ? 0 : 1);
  const isNamed = (sample: Sample) =>
    (NAMES[sample.name] ?? '')
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(filter.search) || (/\p{Script=Han}/u.test(word) && word.includes(filter.search)));
  return samples
    .filter(
      (each) =>
        (filter.phase === null || each.phase === filter.phase) &&
        (filter.jobId === null || jobs[each.job]?.id === filter.jobId) &&
        (filter.wait !== 'to_listen' || rank(each) === 0) &&
        (filter.wait !== 'undecided' || rank(each) < 2) &&
        filter.wait !== 'parked' &&
        filter.wait !== 'second_rater' &&
        (filter.from === null || day(each) >= filter.from) &&
        (filter.to === null || day(each) <= filter.to) &&
        (filter.search === '' || isNamed(each)),
    )
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        day(b).localeCompare(day(a)) ||
        (rank(a) === 2 ? b.id.localeCompare(a.id) : a.id.localeCompare(b.id)),
    )
    .map(({ id }) => id);
}

const aSample = record({
  phase: constantFrom(...SessionPhase.options.filter((phase) => phase !== 'erased')),
  job: nat(1),
  name: nat(NAMES.length - 1),
  daysAgo: nat(3),
  isToListen: boolean(),
});
const aDay = option(
  nat(3).map((daysAgo) => localDate(NOON_MS - daysAgo * DAY_MS)),
  { nil: null },
);
const aFilter = record({
  phase: option(constantFrom(...SessionPhase.options), { nil: null }),
  search: constantFrom('', '', '小', 'ann', 'müller', '龙'),
  jobId: option(constantFrom(...jobs.map(({ id }) => id)), { nil: null }),
  wait: option(constantFrom(...Wait.options), { nil: null }),
  from: aDay,
  to: aDay,
});

function allPages(store: Store, filter: SessionFilter, limit: number): { ids: SessionId[]; totals: Set<number> } {
  const ids: SessionId[] = [];
  const totals = new Set<number>();
  let after: string | null = null;
  do {
    const page = store.review.listSessions({ ...filter, after, limit });
    ids.push(...page.sessions.map(({ id }) => id));
    totals.add(page.total);
    after = page.next;
  } while (after !== null);
  return { ids, totals };
}

test('paging returns each interview exactly once in the stated order, whatever the filter', () => {
  assert(
    property(
      array(aSample, { maxLength: 25 }),
      array(aFilter, { minLength: 1, maxLength: 6 }),
      integer({ min: 1, max: 7 }),
      (samples, filters, limit) => {
        const { store, database } = emptyStore();
        const known = samples.map((sample, index) => ({
          ...sample,
          id: v7({ msecs: NOON_MS - sample.daysAgo * DAY_MS + index }) as SessionId,
        }));
        for (const sample of known) put(store, sample.id, sample);
        for (const filter of [ALL, ...filters]) {
          const wanted = expected(known, filter);
          const { ids, totals } = allPages(store, filter, limit);
          expect(ids).toEqual(wanted);
          expect([...totals]).toEqual([wanted.length]);
          expect(store.review.countSessions(filter)).toBe(wanted.length);
        }
        database.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('an index that was read before a change says the same as one read after it', () => {
  assert(
    property(array(aSample, { minLength: 1, maxLength: 12 }), array(aSample, { maxLength: 12 }), (a, b) => {
      const { store, database, parts } = emptyStore();
      const ids = a.map(() => v7() as SessionId);
      for (const [index, sample] of a.entries()) put(store, ids[index] as SessionId, sample);
      store.review.prepareLists();
      // a candidate goes on, an answer is read, another comes: day and job of an interview never change
      for (const [index, sample] of b.entries()) {
        const before = a[index];
        put(
          store,
          ids[index] ?? (v7() as SessionId),
          before ? { ...sample, job: before.job, daysAgo: before.daysAgo } : sample,
        );
        store.review.listSessions({ ...ALL, after: null, limit: 1 });
      }
      const incremental = allPages(store, ALL, 50).ids;
      const anew = openStore(database, parts);
      expect(incremental).toEqual(allPages(anew, ALL, 50).ids);
      database.close();
    }),
    { numRuns: 30 },
  );
});

test('a part of a name that finds very many is known without a look, and stays right: another name, an erasure, a new one', () => {
  const { store } = emptyStore();
  const sample = { phase: 'finalized', job: 0, name: 0, daysAgo: 0, isToListen: false } as const;
  const ids = Array.from({ length: 510 }, () => v7() as SessionId);
  for (const id of ids) put(store, id, sample);
  const found = (search: string) => store.review.countSessions({ ...ALL, search });
  expect([found('王'), found('王小'), found('李')]).toEqual([510, 510, 0]);
  const [first, second] = [present(ids[0], 'ids'), present(ids[1], 'ids')];
  put(store, first, { ...sample, name: 1 });
  expect([found('王'), found('王小'), found('小'), found('李')]).toEqual([509, 509, 510, 1]);
  const interview = present(store.sessions.find(second), 'it was just put');
  store.sessions.commit({ interview: { ...interview, phase: 'erased', identity: null }, records: [], audit: [] });
  expect([found('王'), found('小')]).toEqual([508, 509]);
  put(store, v7() as SessionId, sample);
  expect([found('王'), found('王 小'), found('小')]).toEqual([509, 509, 510]);
});

test('a page goes on where the one before ended, also when its last interview has moved meanwhile', () => {
  const { store } = emptyStore();
  const sample: Sample = { phase: 'finalized', job: 0, name: 0, daysAgo: 0, isToListen: false };
  const ids = [1, 2, 3, 4].map((index) => v7({ msecs: NOON_MS + index }) as SessionId);
  for (const id of ids) put(store, id, sample);
  const first = store.review.listSessions({ ...ALL, after: null, limit: 2 });
  // moves to the front
  put(store, ids[1] as SessionId, { ...sample, isToListen: true });
  const second = store.review.listSessions({ ...ALL, after: first.next, limit: 2 });
  expect(second.sessions.map(({ id }) => id)).toEqual(ids.slice(2));
});

test('what head office did not take is found', () => {
  const { store, database } = emptyStore();
  const id = v7() as SessionId;
  put(store, id, { phase: 'finalized', job: 0, name: 0, daysAgo: 0, isToListen: false });
  const parked = () => store.review.listSessions({ ...ALL, wait: 'parked', after: null, limit: 5 }).total;
  expect(parked()).toBe(0);
  store.sessions.commit({
    interview: sampleInterview(id, { phase: 'finalized', state: { kind: 'wiped' } }),
    records: [
      { id: v7(), type: 'session.started', sessionId: id, capturedAt: now().toISOString(), body: {}, recordings: [] },
    ],
    audit: [],
  });
  database.prepare(`update outbox set state = 'parked'`).run();
  expect(parked()).toBe(1);
});

test('posts are listed with how many interviews were about them, by the title of the newest version', () => {
  const { store } = emptyStore();
  const sample: Sample = { phase: 'finalized', job: 0, name: 0, daysAgo: 0, isToListen: false };
  for (const job of [0, 0, 1]) put(store, v7() as SessionId, { ...sample, job });
  const counted = store.review.listJobs().map(({ id, interviews }) => [id, interviews] as const);
  expect(new Map(counted)).toEqual(
    new Map([
      [jobs[0]?.id, 2],
      [jobs[1]?.id, 1],
    ]),
  );
});

test('a decision takes an interview out of what waits; a second rater asked for puts it to the front until two have locked', () => {
  const { store, database } = emptyStore();
  const sample: Sample = { phase: 'finalized', job: 0, name: 0, daysAgo: 0, isToListen: false };
  const ids = [1, 2, 3].map((index) => v7({ msecs: NOON_MS + index }) as SessionId);
  for (const id of ids) put(store, id, sample);
  store.review.prepareLists();
  const listed = (wait: Wait | null) => allPages(store, { ...ALL, wait }, 10).ids;
  database
    .prepare(
      `insert into decisions (decision_id, session_id, outcome, reason, words, decided_by, decided_at) values ('d', ?, 'hold', 'other', '', 's', '')`,
    )
    .run(ids[0]);
  expect(listed('undecided')).toEqual(ids.slice(1));
  expect(listed(null)).toEqual([ids[1], ids[2], ids[0]]);
  database.prepare(`insert into wanted_reviews (session_id, wanted_at) values (?, '')`).run(ids[2]);
  expect(listed('second_rater')).toEqual([ids[2]]);
  expect(listed(null)).toEqual([ids[2], ids[1], ids[0]]);
  const review = database.prepare(
    `insert into reviews (session_id, rater, state, opened_at) values (?, ?, 'open', '')`,
  );
  for (const rater of ['a', 'b']) review.run(ids[2], rater);
  expect(listed('second_rater')).toEqual([ids[2]]);
  database.prepare(`update reviews set state = 'locked'`).run();
  expect(listed('second_rater')).toEqual([]);
});
