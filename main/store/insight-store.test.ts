import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { openDatabase } from './database.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { readJobs } from './resource-files.ts';
import { sampleInterview } from './sample-interview.fake.ts';

const now = () => new Date('2026-11-22T08:00:00.000Z');
const [first, second] = await readJobs('resources/jobs');
const consents = { recording: true, scoring: true, sending: true, talentPool: false };

function storeWith(phases: readonly ('finalized' | 'sealed')[]) {
  const store = openStore(openDatabase(':memory:'), {
    now,
    newId: () => v7(),
    reference: (id) => id.slice(-6),
    keys: keysInMemory(),
  });
  const ids = phases.map((phase, index) => {
    const id = v7({ msecs: 1_760_000_000_000 + index }) as SessionId;
    store.sessions.commit({
      interview: sampleInterview(id, { phase, consents, ...(index === 0 && second ? { job: second } : {}) }),
      answer: {
        sessionId: id,
        itemId: first?.items[0]?.id ?? '',
        number: 1,
        take: 1,
        body: index === 1 ? { kind: 'skipped' } : { kind: 'spoken' },
        status: 'no_answer',
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

test('the busiest job comes first, and its newest interviews', () => {
  const { store, ids } = storeWith(['finalized', 'finalized', 'sealed', 'finalized']);
  expect(store.insights.jobs().map(({ job, interviews }) => [job.id, interviews])).toEqual([
    [first?.id, 3],
    [second?.id, 1],
  ]);
  expect(store.insights.newest(first?.id ?? '', 2)).toEqual([ids[3], ids[2]]);
});

test('facts hold what was skipped and nothing that was said; the engine’s part only of finished interviews', () => {
  const { store, ids } = storeWith(['finalized', 'finalized', 'sealed']);
  const facts = ids.map((id) => store.insights.factsOf(id));
  expect(facts.map((each) => each?.answers[0]?.isSkipped)).toEqual([false, true, false]);
  expect(facts.map((each) => each?.assessments)).toEqual([[], [], null]);
  expect(JSON.stringify(facts)).not.toContain('"body"');
});

test('an erased interview leaves nothing to count', () => {
  const { store, ids } = storeWith(['finalized', 'finalized']);
  const [, gone] = ids;
  if (gone === undefined) throw new Error('there are two');
  store.sessions.eraseContents({ interview: sampleInterview(gone, { phase: 'erased' }), records: [], audit: [] });
  expect(store.insights.factsOf(gone)).toBeNull();
});
