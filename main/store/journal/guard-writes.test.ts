import BetterSqlite3 from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../database.native.ts';
import { openDatabase } from '../database.native.ts';
import { migrate } from '../migrate.ts';
import { createStoreHealth, StoreBrokenError } from '../store-health.ts';
import { changedRows } from './changed-rows.ts';
import { guardWrites } from './guard-writes.ts';
import type { Journal } from './journal-file.ts';
import type { JournalEntry } from './journal-frames.ts';

/** A journal in memory that fails when told to. */
function fakeJournal() {
  const entries: JournalEntry[] = [];
  const fake: Journal & { entries: JournalEntry[]; failure: Error | null } = {
    entries,
    failure: null,
    last: () => entries.length,
    append(rows) {
      if (fake.failure) throw fake.failure;
      return entries.push({ sequence: entries.length + 1, rows });
    },
    retract: () => void entries.pop(),
    startFile: () => undefined,
    forget: () => undefined,
    close: () => undefined,
  };
  return fake;
}

let database: Database;
let journal: ReturnType<typeof fakeJournal>;

beforeEach(() => {
  database = new BetterSqlite3(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database);
  journal = fakeJournal();
  guardWrites(database, journal);
});

const insert = (id: string) => database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run(id, 'now');
const boots = () => database.prepare('select boot_id from boots order by boot_id').pluck().all();

test('a statement by itself is one entry with the whole row; reading leaves none', () => {
  insert('a');
  boots();
  expect(journal.entries).toEqual([
    { sequence: 1, rows: [{ table: 'boots', rowId: 1, row: { boot_id: 'a', started_at: 'now' } }] },
  ]);
  expect(changedRows(database)).toEqual([]);
});

test('a transaction is one entry, each row in it once and as it was left, also within another transaction', () => {
  const inner = database.transaction((id: string) => insert(id));
  database.transaction(() => {
    inner('a');
    insert('b');
    database.prepare(`update boots set started_at = 'later' where boot_id = 'a'`).run();
    database.prepare(`delete from boots where boot_id = 'b'`).run();
  })();
  expect(journal.entries).toEqual([
    {
      sequence: 1,
      rows: [
        { table: 'boots', rowId: 1, row: { boot_id: 'a', started_at: 'later' } },
        { table: 'boots', rowId: 2, row: null },
      ],
    },
  ]);
  expect(changedRows(database)).toEqual([]);
});

test('what is rolled back leaves no entry and no hash', () => {
  const fails = database.transaction(() => {
    insert('a');
    throw new Error('no');
  });
  expect(fails).toThrow('no');
  insert('b');
  expect(boots()).toEqual(['b']);
  expect(journal.entries).toHaveLength(1);
  expect(changedRows(database)).toEqual([]);
});

test('when the journal cannot be written nothing is committed, and the next write that can is', () => {
  journal.failure = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  expect(() => insert('a')).toThrow('ENOSPC');
  expect(boots()).toEqual([]);
  journal.failure = null;
  insert('b');
  expect(boots()).toEqual(['b']);
  expect(journal.entries).toHaveLength(1);
});

test('a commit that fails takes its entry back, and nothing is acknowledged until the store is opened again', () => {
  // a deferred foreign key fails at the commit and no sooner
  database.exec(
    `create table orphans (id integer primary key, boot text references boots (boot_id) deferrable initially deferred)`,
  );
  const orphan = database.transaction(() => {
    insert('a');
    database.exec(`insert into orphans values (1, 'nobody')`);
  });
  expect(orphan).toThrow('FOREIGN KEY');
  expect(journal.entries).toEqual([]);
  expect(() => insert('b')).toThrow(StoreBrokenError);
});

test('rows that go with their parent are noticed too', () => {
  const plain = openDatabase(':memory:');
  const run = (sql: string) => plain.prepare(sql).run();
  run(`insert into plans values ('p', 'j', 1, '', '{}')`);
  run(
    `insert into sessions (session_id, phase, plan_sha256, reference, locale, state_json, interview_json, started_at)
     values ('s', 'draft', 'p', '', '', '{}', '{}', '')`,
  );
  run(
    `insert into recordings (recording_id, session_id, item_id, take, part, kind, mime_type, state, slices, size_bytes,
       duration_ms, started_at, sync_state, attempts, next_attempt_ms)
     values ('r', 's', 'q', 1, 1, 'pcm', '', 'recording', 0, 0, 0, '', 'held', 0, 0)`,
  );
  run(`insert into slices values ('r', 0, 0, 1, '', '', '')`);
  run(`delete from recordings where recording_id = 'r'`);
  expect(plain.prepare('select count(*) from slices').pluck().get()).toBe(0);
  expect(changedRows(plain)).toEqual([]);
  plain.close();
});

const failure = (code: string) => Object.assign(new Error(code), { code });
/** Guards a database whose journal is the test's, and notes what is asked of the disk. */
function helped(hasRoom: () => boolean) {
  const asked: string[] = [];
  const other = new BetterSqlite3(':memory:');
  migrate(other);
  guardWrites(other, journal, {
    makeRoom() {
      asked.push('room');
      return hasRoom();
    },
    health: createStoreHealth((error) => void asked.push(error.message)),
  });
  const add = (id: string) => other.prepare('insert into boots (boot_id, started_at) values (?, ?)').run(id, 'now');
  return { asked, add, boots: () => other.prepare('select boot_id from boots').pluck().all() };
}

test('a save that meets a full disk is done again at once when there is room to give up', () => {
  const {
    asked,
    add,
    boots: kept,
  } = helped(() => {
    journal.failure = null;
    return true;
  });
  journal.failure = failure('ENOSPC');
  add('a');
  expect(kept()).toEqual(['a']);
  expect(journal.entries).toHaveLength(1);
  expect(asked).toEqual(['room']);
});

test('with nothing to give up it fails, and nothing is broken by it', () => {
  const { asked, add, boots: kept } = helped(() => false);
  journal.failure = failure('ENOSPC');
  expect(() => add('a')).toThrow('ENOSPC');
  journal.failure = null;
  add('b');
  expect(kept()).toEqual(['b']);
  expect(asked).toEqual(['room']);
});

test('after an error of the disk nothing is acknowledged, whatever the disk says later', () => {
  const { asked, add, boots: kept } = helped(() => true);
  journal.failure = failure('EIO');
  expect(() => add('a')).toThrow('EIO');
  journal.failure = null;
  expect(() => add('b')).toThrow(StoreBrokenError);
  expect(kept()).toEqual([]);
  expect(asked).toEqual(['EIO']);
});
