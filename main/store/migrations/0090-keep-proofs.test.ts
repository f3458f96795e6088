import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database.native.ts';
import { createEnrolmentStore } from '../enrolment-store.ts';
import { changedRows } from '../journal/changed-rows.ts';
import { storedReceipts } from '../stored-receipts.native.ts';
import { workspaceOf } from '../workspace.ts';

/** A kiosk's data as the release before wrote it: one record confirmed, one parked, one waiting. */
const FIXTURE = join(import.meta.dirname, 'fixtures', 'workspace-80.db.gz');

let folder: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-migration-'));
  const file = workspaceOf(folder).databaseFile;
  writeFileSync(file, gunzipSync(readFileSync(FIXTURE)));
  database = openDatabase(file);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test('what was confirmed, parked and waiting stays so, every row under its hash, and the kiosk is enrolled nowhere', () => {
  const states = database.prepare<[], string>('select state from outbox order by state').pluck().all();
  expect(states).toEqual(['parked', 'sent', 'waiting']);
  expect(changedRows(database)).toEqual([]);
  expect(createEnrolmentStore(database).current()).toBeNull();
});

test('a receipt of before counts as one without a signature', () => {
  database.close();
  const { receipts, hubKey } = storedReceipts(folder);
  expect(receipts).toMatchObject([{ receipt: { status: 'accepted', hubSeq: 1 }, proof: 'unsigned' }]);
  expect(hubKey).toBeNull();
});
