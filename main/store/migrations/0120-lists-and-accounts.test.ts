import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../database.native.ts';
import { changedRows } from '../journal/changed-rows.ts';

/** A kiosk's data as an earlier release wrote it. */
const FIXTURE = join(import.meta.dirname, 'fixtures', 'workspace-80.db.gz');

const folder = mkdtempSync(join(tmpdir(), 'anteroom-migration-'));
const file = join(folder, 'anteroom.db');
writeFileSync(file, gunzipSync(readFileSync(FIXTURE)));
const database = openDatabase(file);
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const planOf = (sql: string) =>
  database
    .prepare<[], { detail: string }>(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => detail)
    .join('; ');

test('a list is made from indexes alone, without reading what interviews hold', () => {
  expect(planOf('select session_id, phase, plan_sha256, reference, started_at from sessions')).toContain(
    'COVERING INDEX sessions_listed',
  );
  expect(
    planOf(`select distinct session_id from answers where status >= 'needs_review:' and status < 'needs_review;'`),
  ).toContain('COVERING INDEX answers_to_listen');
  expect(
    planOf(
      `select session_id, sync_state from recordings where slices > 0 and sync_state <> 'sent' and (kind = 'av' or sync_state <> 'held')`,
    ),
  ).toContain('COVERING INDEX recordings_unsent');
});

test('accounts of before go on, every row under its hash', () => {
  const states = database.prepare<[], string>('select distinct state from staff').pluck().all();
  expect(states.filter((state) => state !== 'active')).toEqual([]);
  expect(changedRows(database)).toEqual([]);
});
