import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from './database.native.ts';
import { createOutboxFigures, type OutboxFigures, UNSENT_FILE } from './outbox-figures.ts';

const STATES = ['held', 'withheld', 'waiting', 'sent', 'parked'] as const;
type State = (typeof STATES)[number];

/** Counted anew from every row. */
function countedAnew(database: Database): OutboxFigures {
  const records = new Map(
    database
      .prepare<[], { state: string; n: number }>('select state, count(*) n from outbox group by state')
      .all()
      .map(({ state, n }) => [state, n]),
  );
  const files = new Map(
    database
      .prepare<[], { state: string; n: number; bytes: number }>(
        `select sync_state state, count(*) n, sum(size_bytes) bytes from
           (select distinct sha256, sync_state, size_bytes from recordings where sha256 is not null and slices > 0) group by 1`,
      )
      .all()
      .map((row) => [row.state, row]),
  );
  const lastSentAt = database
    .prepare<[], string | null>(
      'select max(at) from (select max(sent_at) at from outbox union all select max(sent_at) from recordings)',
    )
    .pluck()
    .get();
  return {
    waiting: records.get('waiting') ?? 0,
    sent: records.get('sent') ?? 0,
    parked: records.get('parked') ?? 0,
    mediaWaiting: files.get('waiting')?.n ?? 0,
    mediaSent: files.get('sent')?.n ?? 0,
    mediaParked: files.get('parked')?.n ?? 0,
    bytesWaiting: files.get('waiting')?.bytes ?? 0,
    lastSentAt: lastSentAt ?? null,
  };
}

const state = fc.constantFrom(...STATES);
const change = fc.record({
  table: fc.constantFrom('outbox' as const, 'recordings' as const),
  number: fc.integer({ min: 0, max: 5 }),
  to: fc.oneof(state, fc.constant('deleted' as const)),
  isUndone: fc.boolean(),
});

test('whatever is sent, taken back, deleted or rolled back: as if every row were counted anew', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const database = openDatabase(':memory:');
      database.pragma('foreign_keys = OFF');
      const figures = createOutboxFigures(database);
      let at = 0;
      const put = {
        outbox: (id: string, to: State, sentAt: string | null) =>
          database
            .prepare(
              `insert into outbox (record_id, state, attempts, next_attempt_ms, sent_at) values (?, ?, 0, 0, ?)
               on conflict do update set state = excluded.state, sent_at = coalesce(excluded.sent_at, sent_at)`,
            )
            .run(id, to, sentAt),
        // three files: two recordings each have the same bytes
        recordings: (id: string, to: State, sentAt: string | null) =>
          database
            .prepare(
              `insert into recordings (recording_id, session_id, item_id, take, part, kind, mime_type, state, slices, size_bytes, sha256,
                 duration_ms, started_at, sync_state, attempts, next_attempt_ms, sent_at)
               values (@id, 's', 'i', 1, 1, 'av', 'video/webm', 'complete', 1, 100 + @id % 3, 'sha-' || (@id % 3), 1, 't', @to, 0, 0, @sentAt)
               on conflict do update set sync_state = excluded.sync_state, sent_at = coalesce(excluded.sent_at, sent_at)`,
            )
            .run({ id, to, sentAt }),
      };
      const remove = {
        outbox: database.prepare('delete from outbox where record_id = ?'),
        recordings: database.prepare('delete from recordings where recording_id = ?'),
      };
      for (const { table, number, to, isUndone } of changes) {
        database.exec('begin');
        at += 1;
        const sentAt = new Date(at * 1000).toISOString();
        if (to === 'deleted') remove[table].run(String(number));
        else put[table](String(number), to, to === 'sent' ? sentAt : null);
        database.exec(isUndone ? 'rollback' : 'commit');
        const { lastSentAt, ...counts } = countedAnew(database);
        expect(figures()).toMatchObject(counts);
        // what was deleted since was sent all the same
        expect((figures().lastSentAt ?? '') >= (lastSentAt ?? '')).toBe(true);
      }
      database.close();
    }),
    { numRuns: 100 },
  );
});

test('sent once more is counted once, with its later time', () => {
  const database = openDatabase(':memory:');
  database.pragma('foreign_keys = OFF');
  const figures = createOutboxFigures(database);
  const insert = database.prepare(
    `insert into outbox (record_id, state, attempts, next_attempt_ms, sent_at) values ('r', 'sent', 0, 0, '2026-11-01T00:00:00.000Z')`,
  );
  insert.run();
  database.prepare(`update outbox set state = 'sent', sent_at = '2026-11-02T00:00:00.000Z'`).run();
  expect(figures()).toMatchObject({ sent: 1, lastSentAt: '2026-11-02T00:00:00.000Z' });
  database.close();
});

test('a start counts what the last one sent, and when', () => {
  const database = openDatabase(':memory:');
  database.pragma('foreign_keys = OFF');
  expect(createOutboxFigures(database)()).toMatchObject({ sent: 0, lastSentAt: null });
  database
    .prepare(
      `insert into outbox (record_id, state, attempts, next_attempt_ms, sent_at) values ('r', 'sent', 0, 0, '2026-11-01T00:00:00.000Z')`,
    )
    .run();
  expect(createOutboxFigures(database)()).toMatchObject({ sent: 1, lastSentAt: '2026-11-01T00:00:00.000Z' });
  database.close();
});

test('nothing that was sent is walked through to count what waits', () => {
  const database = openDatabase(':memory:');
  const plan = database
    .prepare<[], { detail: string }>(
      `explain query plan select sha256 from recordings where ${UNSENT_FILE} and sync_state = 'waiting'`,
    )
    .all();
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('recordings_unsent')]);
  database.close();
});
