import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { openDatabase } from './database.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { readJobs } from './resource-files.ts';
import { sampleInterview } from './sample-interview.fake.ts';

const [job] = await readJobs('resources/jobs');
const now = () => new Date('2026-11-22T08:00:00.000Z');
const reference = (id: SessionId) => id.slice(-6).toUpperCase();

/** Sessions oldest first; `true` has an answer a person must listen to. */
function storeWith(flags: readonly boolean[]) {
  const store = openStore(openDatabase(':memory:'), { now, newId: () => v7(), reference, keys: keysInMemory() });
  const ids = flags.map((isFlagged, index) => {
    const id = v7({ msecs: 1_760_000_000_000 + index }) as SessionId;
    const interview = sampleInterview(id, {
      phase: 'finalized',
      state: { kind: 'wiped' },
      identity: { by: 'name', name: `Candidate ${index}`, phone: '139 0000 0000' },
    });
    const status = isFlagged ? ('needs_review:no_transcript' as const) : ('scored' as const);
    store.sessions.commit({
      interview,
      answer: {
        sessionId: id,
        itemId: 'q',
        number: 1,
        take: 1,
        body: { kind: 'spoken' },
        status,
        score: null,
        answeredAt: now().toISOString(),
      },
      records: [],
      audit: [{ actor: 'candidate', action: 'test', subject: id, detail: {} }],
    });
    return id;
  });
  return { store, ids };
}

const QUERY = { phase: null, search: '', jobId: null, wait: null, from: null, to: null, after: null, limit: 10 };

test('interviews with answers to listen to come first, then the others as they came that day, page after page', () => {
  const { store, ids } = storeWith([true, false, true, false, false]);
  const expected = [ids[0], ids[2], ids[1], ids[3], ids[4]];
  expect(store.review.listSessions(QUERY).sessions.map(({ id }) => id)).toEqual(expected);
  const seen: SessionId[] = [];
  let after: string | null = null;
  for (let page = 0; page < 3; page += 1) {
    const found = store.review.listSessions({ ...QUERY, limit: 2, after });
    seen.push(...found.sessions.map(({ id }) => id));
    expect(found.next !== null).toBe(page < 2);
    expect(found.total).toBe(5);
    after = found.next;
  }
  expect(seen).toEqual(expected);
});

test('a search finds by name, by reference and by the title of the post in either language', () => {
  const { store, ids } = storeWith([false, false]);
  const find = (search: string) => store.review.listSessions({ ...QUERY, search }).total;
  expect(find('candidate 1')).toBe(1);
  expect(find(reference(ids[0] as SessionId).toLowerCase())).toBe(1);
  expect(find(job?.title.en.slice(0, 6) ?? '')).toBe(2);
  expect(find(job?.title['zh-CN'].slice(0, 2) ?? '')).toBe(2);
  expect(find('nobody of this name')).toBe(0);
});

test('an interview whose key is lost is shown as far as it can be, and hides no other', () => {
  const { store, ids } = storeWith([false, false]);
  const [lost, whole] = ids;
  if (!lost || !whole) throw new Error('two interviews were made');
  // as if both files of keys had been damaged at its line
  store.cells.destroy([lost]);
  const { sessions, total } = store.review.listSessions(QUERY);
  expect(total).toBe(2);
  expect(sessions.map(({ id, identity }) => [id, identity === null])).toEqual([
    [lost, true],
    [whole, false],
  ]);
  expect(store.review.getSession(lost)).toMatchObject({ answers: [], recordings: [] });
  expect(store.sessions.listUnsealed().map(({ id }) => id)).not.toContain(lost);
});
