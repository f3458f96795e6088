import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database.native.ts';
import { changedRows } from '../journal/changed-rows.ts';
import { workspaceOf } from '../workspace.ts';

/** A kiosk's data as an earlier release wrote it: one record confirmed, one parked, one waiting. */
const FIXTURE = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures', 'workspace-80.db.gz')));

let folder: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-migration-'));
  const file = workspaceOf(folder).databaseFile;
  writeFileSync(file, FIXTURE);
  database = openDatabase(file);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test('records keep their numbers, and what refers to them still finds them, every row under its hash', () => {
  const count = (sql: string) => database.prepare<[], number>(`select count(*) from ${sql}`).pluck().get();
  expect(count('records')).toBeGreaterThan(2);
  expect(count('records where session_id is null')).toBe(0);
  expect(count('outbox join records using (record_id)')).toBe(count('outbox'));
  expect(count('audit join records using (record_id)')).toBe(count('audit where record_id is not null'));
  expect(database.pragma('foreign_key_check')).toEqual([]);
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(changedRows(database)).toEqual([]);
});

test('a record still cannot name an interview that is not there, nor an outbox row a record that is not', () => {
  const insert = (session: string | null) =>
    database
      .prepare('insert into records (record_id, seq, session_id, type, record_json) values (?, 99999, ?, ?, ?)')
      .run('r', session, 'job.published', '{}');
  expect(() => insert('nobody')).toThrow(/FOREIGN KEY/);
  insert(null);
  expect(() => database.prepare('delete from records').run()).toThrow(/FOREIGN KEY/);
});
