import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { openDatabase } from './database.native.ts';
import { createRecordingFiles } from '../capture/recording-files.ts';
import { keyFileKeyring } from './keys/key-file-keyring.ts';
import { knownKeyring } from './keys/keys.fake.ts';
import { openKeys } from './keys/open-keys.ts';
import { openStore } from './open-store.ts';
import { sampleInterview } from './sample-interview.fake.ts';
import { sha256 } from './sha256.ts';
import { verifyWorkspace } from '../verify-workspace.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');

let workspace: Workspace;
let recording: RecordingId;

/** A workspace with one interview, two records and one recording of two slices. */
beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'verify-')));
  const keys = await openKeys(workspace, knownKeyring);
  const database = openDatabase(workspace.databaseFile);
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
  const id = v7() as SessionId;
  recording = v7() as RecordingId;
  const interview = sampleInterview(id);
  const record = (type: string) => ({
    id: v7(),
    type,
    sessionId: id,
    capturedAt: now().toISOString(),
    body: { n: 1 },
    recordings: [],
  });
  const row = {
    sessionId: id,
    itemId: 'q',
    take: 1,
    part: 1,
    mimeType: '',
    state: 'recording' as const,
    slices: 0,
    sizeBytes: 0,
  };
  store.sessions.commit({
    interview,
    newRecordings: [
      { ...row, id: recording, kind: 'pcm', sha256: null, durationMs: 0, startedAt: now().toISOString() },
    ],
    records: [record('session.started'), record('consent.given')],
    audit: [{ actor: 'candidate', action: 'session.started', subject: id, detail: {} }],
  });
  const files = createRecordingFiles({
    directory: workspace.mediaDirectory,
    rows: store.recordings,
    keyOf: store.cells.recordingKey,
    log: () => undefined,
  });
  await files.create(recording);
  for (const [sequence, bytes] of [randomBytes(100), randomBytes(200)].entries())
    await files.appendSlice(recording, sequence, bytes, sha256(bytes), 'audio/l16');
  await files.finish(recording, 2);
  database.close();
});
afterEach(() => rm(workspace.directory, { recursive: true, force: true }));

async function problems(): Promise<string[]> {
  const { isSound, findings } = await verifyWorkspace(workspace.directory, knownKeyring);
  const found = findings.flatMap((each) => each.problems);
  expect(isSound).toBe(found.length === 0);
  return found;
}

/** Changes the database behind the store's back. */
function tamper(sql: string): void {
  const database = new BetterSqlite3(workspace.databaseFile);
  database.pragma('foreign_keys = OFF');
  database.exec('drop trigger audit_is_append_only; drop trigger audit_keeps_every_line;');
  database.exec(sql);
  database.close();
}

async function flipBit(path: string, position: number): Promise<void> {
  const handle = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await handle.write(byte, 0, 1, position);
  await handle.close();
}

test('an untouched workspace is sound, and what was checked is counted', async () => {
  expect(await problems()).toEqual([]);
  const { findings } = await verifyWorkspace(workspace.directory, knownKeyring);
  expect(Object.fromEntries(findings.map(({ check, count }) => [check, count]))).toMatchObject({
    records: 2,
    outbox: 2,
    audit: 3,
    slices: 2,
    recordings: 1,
    files: 1,
  });
});

test.each([
  [
    'a changed record',
    `update records set record_json = replace(record_json, 'A', 'B') where seq = 1`,
    /record .* was changed/,
  ],
  ['a record without outbox row', 'delete from outbox where rowid = 1', /misses its record, outbox row or audit line/],
  ['a changed audit line', `update audit set actor = 'nobody' where seq = 2`, /line 2 was changed/],
  ['a removed audit line', 'delete from audit where seq = 2', /line 2 is missing/],
  [
    'two swapped audit lines',
    'update audit set seq = 99 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = 99',
    /line 2/,
  ],
  [
    'a slice row of other bytes',
    `update slices set sha256 = '${'0'.repeat(64)}' where sequence = 1`,
    /slice 1 .* holds other bytes/,
  ],
  [
    'a slice row of another frame',
    `update slices set frame_sha256 = '${'0'.repeat(64)}' where sequence = 1`,
    /slice 1 .* was changed/,
  ],
  [
    'a record put in the place of another',
    `update records set record_json = (select record_json from records where seq = 2) where seq = 1`,
    /record .* was changed/,
  ],
  [
    'a reference to nothing',
    `update answers set session_id = 'x'; insert into answers values ('x', 'q', 1, 1, '{}', 'pending', null, '')`,
    /refers to nothing/,
  ],
])('%s is found', async (_name, sql, expected) => {
  tamper(sql);
  expect((await problems()).join('\n')).toMatch(expected);
});

test('one flipped bit in a recording is found, with the keys and without', async () => {
  await flipBit(join(workspace.mediaDirectory, recording, '000000.seg'), 350);
  expect((await problems()).join('\n')).toMatch(/slice 1 .* was changed/);
  const { findings } = await verifyWorkspace(workspace.directory, keyFileKeyring(join(workspace.directory, 'none')));
  const found = findings.flatMap((each) => each.problems).join('\n');
  expect(found).toMatch(/The key file .* is gone/);
  expect(found).toMatch(/slice 1 .* was changed/);
});

test('one flipped bit in the copy of the first slice is found', async () => {
  await flipBit(join(workspace.mediaDirectory, recording, 'first.copy'), 120);
  expect((await problems()).join('\n')).toMatch(/the copy of the first slice .* was changed/);
});

test('a shortened, a missing and a stray file are found', async () => {
  await mkdir(join(workspace.mediaDirectory, 'stray'));
  await writeFile(join(workspace.mediaDirectory, recording, '000000.seg'), randomBytes(10));
  const lines = (await problems()).join('\n');
  expect(lines).toMatch(/slice 0 .* was changed\n.*slice 1 .* was changed/);
  expect(lines).toContain('media/stray belongs to no recording');
  await rm(join(workspace.mediaDirectory, recording), { recursive: true });
  expect((await problems()).join('\n')).toMatch(/has no files/);
});

test('a folder without kiosk data and a kiosk in use are said', async () => {
  await expect(verifyWorkspace(tmpdir(), knownKeyring)).rejects.toThrow('holds no kiosk data');
  const database = openDatabase(workspace.databaseFile);
  await expect(verifyWorkspace(workspace.directory, knownKeyring)).rejects.toThrow('A kiosk is using');
  database.close();
});
