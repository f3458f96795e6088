import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { openDatabase } from '#main/store/database.native.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { openStore } from '#main/store/open-store.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { StaffId, type SessionId } from '#shared/ids.ts';
import type { Purpose } from '#shared/purpose.ts';
import { present } from '#tests/fixtures/present.ts';

const [hiring] = await readJobs('resources/jobs');
const shipped = present(hiring, 'no job is shipped');
const consents = { recording: true, scoring: true, sending: true, talentPool: false };
const raters = [v7(), v7()].map((id) => StaffId.parse(id));

/** A kiosk with two interviews for hiring and, with the very same post but for its purpose, one of each other kind. */
function kioskWith(purposes: readonly Purpose[]) {
  const store = openStore(openDatabase(':memory:'), {
    now: () => new Date('2026-11-22T08:00:00.000Z'),
    newId: () => v7(),
    reference: (id) => id.slice(-6),
    keys: keysInMemory(),
  });
  const ids = purposes.map((purpose, index) => {
    const id = v7({ msecs: 1_760_000_000_000 + index }) as SessionId;
    const job = purpose === 'hiring' ? shipped : { ...shipped, purpose, version: 9 };
    store.sessions.commit({
      interview: sampleInterview(id, { phase: 'finalized', consents, job }),
      records: [],
      audit: [{ actor: 'candidate', action: 'test', subject: id, detail: {} }],
    });
    return id;
  });
  return { store, ids };
}
const ALL: readonly Purpose[] = ['hiring', 'exit', 'hiring', 'training', 'promotion'];
const jobId = shipped.id;

test('no figure is made of an interview that was not for hiring, though its post has the same id', () => {
  const { store, ids } = kioskWith(ALL);
  expect(store.insights.jobs().map(({ job, interviews }) => [job.id, job.version, interviews])).toEqual([
    [jobId, shipped.version, 2],
  ]);
  expect(store.insights.newest(jobId, 10)).toEqual([ids[2], ids[0]]);
  expect(ids.map((id) => store.insights.factsOf(id) !== null)).toEqual([true, false, true, false, false]);
});

test('a list is of one purpose at a time, and of all only where that is asked for', () => {
  const { store, ids } = kioskWith(ALL);
  const filter = { phase: null, search: '', jobId: null, wait: null, from: null, to: null };
  const listed = (purpose: Purpose | null) =>
    store.review.listSessions({ ...filter, purpose, after: null, limit: 10 }).sessions.map(({ id }) => id);
  expect(listed('hiring').toSorted()).toEqual([ids[0], ids[2]]);
  expect(listed('exit')).toEqual([ids[1]]);
  expect(listed('training')).toEqual([ids[3]]);
  expect(listed(null)).toHaveLength(5);
  expect(store.review.countSessions({ ...filter, purpose: 'hiring', wait: 'undecided' })).toBe(2);
  expect(store.review.countSessions({ ...filter, purpose: 'promotion', wait: 'undecided' })).toBe(1);
});

test('agreement of people and machine is measured on interviews for hiring alone', () => {
  const { store, ids } = kioskWith(['exit', 'hiring']);
  const itemId = present(shipped.items[0], 'an item').id;
  const indicatorId = present(shipped.items[0]?.elicits[0], 'an indicator').indicatorId;
  for (const id of ids)
    for (const [index, rater] of raters.entries())
      store.ratings.commit({
        sessionId: id,
        ratings: [
          {
            id: v7(),
            rater,
            itemId,
            indicatorId,
            judgement: { kind: 'level', level: 3 },
            quotes: [],
            round: index === 0 ? 'blind_first' : 'blind_second',
            ratedAt: '2026-11-22T08:00:00.000Z',
            change: null,
          },
        ],
        records: [],
        audit: [],
      });
  expect(store.ratings.countDoubleRated()).toBe(1);
  expect(store.ratings.doubleRated(10)).toEqual([ids[1]]);
});
