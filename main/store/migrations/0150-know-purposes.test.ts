import { afterEach, beforeEach, expect, test } from 'vitest';
import BetterSqlite from 'better-sqlite3';
import { keepReviews } from './0110-keep-reviews.ts';
import { knowPurposes } from './0150-know-purposes.ts';

let database: BetterSqlite.Database;

beforeEach(() => {
  database = new BetterSqlite(':memory:');
  database.pragma('foreign_keys = on');
  database.exec(`create table sessions (session_id text primary key) strict;
    create table plans (sha256 text primary key, job_id text not null, job_json text not null) strict;
    insert into sessions values ('one');
    insert into plans values ('old', 'operator', '{"id":"operator"}'), ('new', 'leaving', '{"purpose":"exit"}');`);
  database.exec(keepReviews.sql);
  const insert = database.prepare(`insert into decisions values (?, 'one', 'hold', 'talk_first', 'x', 'p', 'now', ?)`);
  insert.run('b-first', null);
  insert.run('a-second', 'b-first');
  database.transaction(() => database.exec(knowPurposes.sql))();
});
afterEach(() => database.close());

test('decisions keep their order and what they take the place of, and are still never changed', () => {
  expect(database.prepare('select decision_id, supersedes from decisions order by rowid').raw().all()).toEqual([
    ['b-first', null],
    ['a-second', 'b-first'],
  ]);
  expect(database.pragma('foreign_key_check')).toEqual([]);
  expect(() => database.exec(`update decisions set reason = 'other'`)).toThrow('never changed');
  const again = `insert into decisions values ('c', 'one', 'hold', 'other', 'x', 'p', 'now', 'b-first')`;
  expect(() => database.exec(again)).toThrow('UNIQUE');
});

test('what is noted or planned can be kept, and nothing else that is new', () => {
  const insert = (outcome: string) =>
    database
      .prepare(`insert into decisions values (?, 'one', ?, 'other', 'x', 'p', 'now', 'a-second')`)
      .run(outcome, outcome);
  expect(() => insert('promote')).toThrow('CHECK');
  insert('noted');
});

test('plans of a purpose are found by the index, and plans of before are of hiring', () => {
  const sql = `select sha256 from plans where coalesce(json_extract(job_json, '$.purpose'), 'hiring') = ?`;
  expect(database.prepare(sql).pluck().all('hiring')).toEqual(['old']);
  expect(database.prepare(sql).pluck().all('exit')).toEqual(['new']);
  const plan = database.prepare(`explain query plan ${sql}`).all('exit');
  expect(JSON.stringify(plan)).toContain('plans_by_purpose');
});
