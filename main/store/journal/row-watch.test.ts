import BetterSqlite3 from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import type { Database } from '../database.native.ts';
import { migrate } from '../migrate.ts';
import { createStoreHealth, type StoreHealth, StoreBrokenError } from '../store-health.ts';
import { changedRows } from './changed-rows.ts';
import { guardedTables, guardWrites } from './guard-writes.ts';
import {
  checkNewestRows,
  DamagedRowsError,
  hasMoreRows,
  rowsOfInterview,
  type RowWatch,
  type Unchecked,
  watchRows,
} from './row-watch.ts';

/** More than two stretches. */
const BOOTS = 1200;

/** The file as it lies there, without anybody who watches over it. */
let bytes: Buffer;

beforeEach(() => {
  const database = new BetterSqlite3(':memory:');
  migrate(database);
  guardWrites(database, null);
  const insert = database.prepare('insert into boots (boot_id, started_at) values (?, ?)');
  database.transaction(() => {
    for (let boot = 1; boot <= BOOTS; boot++) insert.run(`boot ${boot}`, 'then');
  })();
  for (const session of ['one', 'two']) {
    database.exec('insert or ignore into plans values (0, 0, 0, 0, 0)');
    database
      .prepare(
        `insert into sessions (session_id, phase, plan_sha256, reference, locale, state_json, interview_json, started_at)
         values (?, 'finalized', 0, 'REF', 'en', '{}', '{}', 'then')`,
      )
      .run(session);
    database.prepare(`insert into answers values (?, 'item', 1, 1, '{}', 'scored', null, 'then')`).run(session);
  }
  bytes = database.serialize();
  database.close();
});

interface Opened {
  database: Database;
  unchecked: Unchecked;
  rows: RowWatch;
  health: StoreHealth;
}

/** A start on what lies there, after something happened to it. */
function start(damage = '', rowsAtStart = 0): Opened {
  const database = new BetterSqlite3(bytes);
  database.pragma('foreign_keys = OFF');
  database.exec(damage);
  // as a kiosk has it: only a temporary trigger may call our function
  database.pragma('trusted_schema = OFF');
  database.pragma('recursive_triggers = ON');
  const unchecked = checkNewestRows(database, rowsAtStart);
  const health = createStoreHealth();
  guardWrites(database, null, { makeRoom: () => false, health });
  return { database, unchecked, rows: watchRows(database, unchecked, health), health };
}

test('everything is read, a stretch at a time, and how far that is can be asked', () => {
  const { rows, health } = start();
  expect(rows.status()).toMatchObject({ isDone: false, checked: 0 });
  const seen: number[] = [];
  while (rows.next()) seen.push(rows.status().checked);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(3);
  expect(rows.status()).toEqual({ isDone: true, checked: BOOTS + 5, rows: BOOTS + 5 });
  expect(rows.next()).toBe(false);
  expect(health.broken()).toBeNull();
});

test.each([
  [`update boots set started_at = 'thfn' where rowid = 3`, 'row 3 of boots was changed'],
  [`update boots set rowid = 90000 where rowid = 700`, 'row 90000 of boots was not written by the kiosk'],
  [`delete from boots where rowid = 700`, 'row 700 of boots is gone'],
  [`delete from boots where rowid = ${BOOTS}`, `row ${BOOTS} of boots is gone`],
  ['delete from boots where rowid = 1', 'row 1 of boots is gone'],
  [`insert into boots values ('me', 'never')`, 'was not written by the kiosk'],
  [`delete from row_hashes where table_name = 'boots' and row_id = 600`, 'row 600 of boots was not written'],
])('%s: found, and nothing is acknowledged after it', (damage, sentence) => {
  const { database, rows, health } = start(damage);
  expect(() => rows.finish()).toThrow(sentence);
  expect(health.broken()).toBeInstanceOf(DamagedRowsError);
  expect(() => database.prepare('update boots set started_at = 1 where rowid = 2').run()).toThrow(StoreBrokenError);
});

test('a row that is as it was written and not in its index is found: no search would find it', () => {
  const name = bytes.indexOf('finalizedone') + 'finalizedon'.length;
  bytes[name] = (bytes[name] ?? 0) ^ 1;
  const { database, rows } = start();
  // the negative control: its row itself is whole
  expect(changedRows(database)).toEqual([]);
  expect(() => rows.finish()).toThrow('row 1 of sessions is not in its index sessions_by_phase');
});

test('a start reads small tables whole and the newest rows of large ones', () => {
  // 2000 / 25 = 80 rows
  expect([...start('', 2000).unchecked.keys()]).toEqual(['boots']);
  expect(() => start(`update boots set started_at = 'thfn' where rowid = ${BOOTS - 70}`, 2000)).toThrow('was changed');
  expect(() => start(`update answers set status = 'scorfd'`, 2000)).toThrow('row 1 of answers was changed');
  expect(() => start('delete from boots', 0)).toThrow('of boots is gone');
  const { rows } = start(`update boots set started_at = 'thfn' where rowid = ${BOOTS - 90}`, 2000);
  expect(() => rows.finish()).toThrow('was changed');
  const whole = new BetterSqlite3(bytes);
  expect([hasMoreRows(whole, BOOTS), hasMoreRows(whole, 2 * BOOTS)]).toEqual([true, false]);
  expect(hasMoreRows(new BetterSqlite3(':memory:'), 0)).toBe(false);
});

test('damage is not written over: its new hash would call it right', () => {
  const change = `update boots set boot_id = 'other' where rowid = 3`;
  const damage = `update boots set started_at = 'thfn' where rowid = 3`;
  const { database, rows, health } = start(damage);
  expect(() => database.prepare(change).run()).toThrow('row 3 of boots was changed');
  expect(health.broken()).toBeInstanceOf(DamagedRowsError);
  expect(() => rows.finish()).toThrow('row 3 of boots was changed');
  // nor taken away
  expect(() => start(damage).database.prepare('delete from boots where rowid = 3').run()).toThrow('was changed');
  // the negative control: without a look at what was there before nobody would know any more
  const unwatched = new BetterSqlite3(bytes);
  unwatched.exec(damage);
  guardWrites(unwatched, null);
  unwatched.prepare(change).run();
  expect(changedRows(unwatched)).toEqual([]);
});

test('what is sound is changed as ever, also twice in one transaction, and after all is read', () => {
  const { database, rows } = start();
  const change = database.prepare('update boots set started_at = ? where rowid = 3');
  database.transaction(() => {
    change.run('one');
    change.run('two');
    database.prepare(`insert into boots values ('new', 'one')`).run();
    database.prepare(`update boots set started_at = 'two' where boot_id = 'new'`).run();
    database.prepare('delete from boots where rowid = 4').run();
  })();
  change.run('three');
  rows.finish();
  change.run('four');
  expect(changedRows(database)).toEqual([]);
});

test('everything kept of an interview is read before the interview is, and nothing of another', () => {
  const { rows, health } = start(`update answers set status = 'scorfd' where session_id = 'two'`);
  rows.session('one');
  expect(health.broken()).toBeNull();
  expect(() => rows.session('two')).toThrow('row 2 of answers was changed');
  expect(health.broken()).toBeInstanceOf(DamagedRowsError);
});

test('an interview that a transaction is changing is no damage', () => {
  const { database, rows, health } = start();
  database.transaction(() => {
    database.prepare(`update answers set status = 'no_answer' where session_id = 'one'`).run();
    rows.session('one');
  })();
  expect(health.broken()).toBeNull();
});

test('what is kept of an interview is found by an index in every table', () => {
  const database = new BetterSqlite3(':memory:');
  migrate(database);
  const statements = rowsOfInterview(database, guardedTables(database));
  expect(statements.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['sessions', 'answers', 'records', 'outbox', 'recordings', 'slices', 'transcripts']),
  );
  const scans = statements.flatMap(({ table, sql }) =>
    database
      .prepare<[string], { detail: string }>(`explain query plan ${sql}`)
      .all('')
      .filter(({ detail }) => detail.startsWith('SCAN'))
      .map(({ detail }) => `${table}: ${detail}`),
  );
  // one row for each file that is still to be removed: there are hardly ever any
  expect(scans).toEqual(['doomed_files: SCAN doomed_files']);
});
