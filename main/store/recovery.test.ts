import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { present } from '#tests/fixtures/present.ts';
import { backupProblems, listBackups, makeBackup } from './backups.native.ts';
import { createCells } from './keys/cells.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { recordPlace } from './ledger.ts';
import { openStore } from './open-store.ts';
import { doubtRows, openWorkspaceDatabase, type OpenedWorkspace } from './recovery.native.ts';
import { sampleInterview } from './sample-interview.fake.ts';
import { createStoreHealth } from './store-health.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const SECRET_NAME = '王小红的记录';

let workspace: Workspace;
const keys = keysInMemory();

beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'recovery-')));
});
afterEach(() => rm(workspace.directory, { recursive: true, force: true }));

function reopen(): OpenedWorkspace {
  return openWorkspaceDatabase(workspace, now());
}

/** Saves an interview with one record; its id is what must be found again. */
function save(opened: OpenedWorkspace): SessionId {
  const store = openStore(opened.database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
  const id = v7() as SessionId;
  store.sessions.commit({
    interview: sampleInterview(id),
    records: [
      {
        id: v7(),
        type: 'session.started',
        sessionId: id,
        capturedAt: now().toISOString(),
        body: { name: SECRET_NAME },
        recordings: [],
      },
    ],
    audit: [{ actor: 'candidate', action: 'session.started', subject: id, detail: {} }],
  });
  return id;
}

function saveIn(times: number): SessionId[] {
  const opened = reopen();
  const ids = Array.from({ length: times }, () => save(opened));
  opened.database.close();
  return ids;
}

function sessionsIn({ database }: OpenedWorkspace): string[] {
  return database.prepare<[], string>('select session_id from sessions order by session_id').pluck().all();
}

async function flip(file: string, position: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, position);
    byte[0] = (byte[0] ?? 0) ^ 4;
    await handle.write(byte, 0, 1, position);
  } finally {
    await handle.close();
  }
}

test('a workspace that was closed is opened as it was, without repair', () => {
  const ids = saveIn(3);
  const opened = reopen();
  expect(opened).toMatchObject({ recovery: null, replayed: 0, problems: [] });
  expect(sessionsIn(opened)).toEqual(ids);
  opened.database.close();
});

test('a database that is gone comes back with everything that was acknowledged', async () => {
  const ids = saveIn(3);
  for (const suffix of ['', '-wal']) await rm(`${workspace.databaseFile}${suffix}`, { force: true });
  const opened = reopen();
  expect(opened.recovery?.reason).toBe('The database is gone.');
  expect(sessionsIn(opened)).toEqual(ids);
  expect(opened.recovery?.problems).toEqual([]);
  opened.database.close();
});

test('rows that only the journal has are taken over, also when the database lost its newest ones', async () => {
  const first = reopen();
  const ids = [save(first)];
  first.database.close();
  const before = await readFile(workspace.databaseFile);
  const second = reopen();
  ids.push(save(second), save(second));
  second.database.close();
  // what a disk that lies about syncing leaves
  await writeFile(workspace.databaseFile, before);
  await rm(`${workspace.databaseFile}-wal`, { force: true });
  const opened = reopen();
  expect(opened.recovery).toBeNull();
  expect(opened.replayed).toBeGreaterThanOrEqual(2);
  expect(sessionsIn(opened)).toEqual(ids);
  opened.database.close();
});

test('a flipped bit in a row, which SQLite does not see, is found and repaired', async () => {
  const ids = saveIn(2);
  const content = await readFile(workspace.databaseFile);
  await flip(workspace.databaseFile, content.indexOf('~1~') + 20);
  // the negative control: without hashes of rows nobody would know
  const plain = new BetterSqlite3(workspace.databaseFile, { readonly: true });
  expect(plain.pragma('integrity_check', { simple: true })).toBe('ok');
  plain.close();

  const opened = reopen();
  expect(opened.recovery?.reason).toContain('was changed');
  expect(sessionsIn(opened)).toEqual(ids);
  const cells = createCells(keys, () => undefined);
  const records = opened.database
    .prepare<[], { session_id: string; record_id: string; record_json: string }>('select * from records')
    .all();
  const bodies = records.map((row) => cells.open(row.session_id, recordPlace(row.record_id), row.record_json));
  expect(bodies.every((body) => body.includes(SECRET_NAME))).toBe(true);
  const aside = opened.recovery?.setAside ?? '';
  expect(await readdir(aside)).toContain('anteroom.db');
  opened.database.close();
  expect(reopenAndClose()).toBeNull();
});

test('a flipped bit in a post, which an index reads as JSON, is damage and no fault of the program', async () => {
  const ids = saveIn(1);
  const content = await readFile(workspace.databaseFile);
  await flip(workspace.databaseFile, content.indexOf('"items":[') + '"items":'.length);
  const opened = reopen();
  expect(opened.recovery?.reason).toContain('malformed JSON');
  expect(sessionsIn(opened)).toEqual(ids);
  opened.database.close();
});

test('damage that a start has left is found while the kiosk runs, and the next start repairs it before anything else', async () => {
  const ids = saveIn(2);
  const content = await readFile(workspace.databaseFile);
  await flip(workspace.databaseFile, content.indexOf('~1~') + 20);
  const health = createStoreHealth(() => doubtRows(workspace));
  const help = { makeRoom: () => false, health };
  const start = () => openWorkspaceDatabase(workspace, now(), { help, rowsAtStart: 0 });

  const running = start();
  expect([running.recovery, running.rows.status().isDone]).toEqual([null, false]);
  expect(() => running.rows.finish()).toThrow('was changed');
  expect(health.broken()).not.toBeNull();
  running.database.close();

  // killed before it was opened again: the next start knows
  const repaired = start();
  expect(repaired.recovery?.reason).toContain('was changed');
  expect(repaired.rows.status().isDone).toBe(true);
  expect(sessionsIn(repaired)).toEqual(ids);
  repaired.database.close();
  const after = start();
  expect([after.recovery, after.rows.status().isDone]).toEqual([null, false]);
  after.database.close();
});

test('an interview whose rows were damaged is neither opened nor made unreadable, sealed or not; another is', async () => {
  const [first, second] = saveIn(2) as [SessionId, SessionId];
  const plain = new BetterSqlite3(workspace.databaseFile);
  // not sealed: the seal of a cell would not know
  plain.prepare(`update sessions set phase = 'finalized' where session_id = ?`).run(first);
  plain.close();
  const health = createStoreHealth();
  const { database, rows } = openWorkspaceDatabase(workspace, now(), {
    help: { makeRoom: () => false, health },
    rowsAtStart: 0,
  });
  const openWith = (checkRows: (id: string) => void) =>
    openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys, checkRows });
  // the negative control: nobody asks
  expect(openWith(() => undefined).sessions.find(first)?.phase).toBe('finalized');
  const store = openWith(rows.session);
  expect(store.sessions.find(second)?.phase).toBe('draft');
  expect(() => store.sessions.find(first)).toThrow('was changed');
  expect(() => store.cells.destroy([first])).toThrow('was changed');
  expect(keys.sessions.find(first)).not.toBeNull();
  expect(health.broken()).not.toBeNull();
  database.close();
});

test('where a copy is due, everything is read first: a copy of damage would push out a sound one', async () => {
  saveIn(2);
  const content = await readFile(workspace.databaseFile);
  await flip(workspace.databaseFile, content.indexOf('~1~') + 20);
  const names = (await readdir(workspace.journalDirectory)).toSorted();
  const newest = join(workspace.journalDirectory, names.at(-1) ?? '');
  // a committed entry that is torn: the start has a problem to tell, and makes a copy
  await writeFile(newest, Buffer.concat([await readFile(newest), Buffer.alloc(100, 0x5a)]));
  await writeFile(join(workspace.journalDirectory, 'after-999999999999.aj'), Buffer.alloc(100, 0x5a));
  const opened = openWorkspaceDatabase(workspace, now(), { rowsAtStart: 0 });
  expect(opened.recovery?.reason).toContain('was changed');
  opened.database.close();
});

function reopenAndClose() {
  const opened = reopen();
  opened.database.close();
  return opened.recovery;
}

test('a row that was slipped in, or taken out, is found', () => {
  saveIn(1);
  for (const [sql, sentence] of [
    [`insert into boots values ('me', 'never')`, 'was not written by the kiosk'],
    ['delete from boots', 'is gone'],
  ] as const) {
    const database = new BetterSqlite3(workspace.databaseFile);
    database.exec(sql);
    database.close();
    expect(reopenAndClose()?.reason).toContain(sentence);
  }
});

test('a database of garbage is set aside, and a damaged copy is passed over', async () => {
  const opened = reopen();
  const ids = [save(opened)];
  if (!opened.journal) throw new Error('a workspace has a journal');
  makeBackup(opened.database, opened.journal, workspace.backupDirectory);
  ids.push(save(opened));
  makeBackup(opened.database, opened.journal, workspace.backupDirectory);
  ids.push(save(opened));
  opened.database.close();
  const [newest, older] = listBackups(workspace.backupDirectory);
  if (!newest || !older) throw new Error('two copies were made above');
  await truncate(newest.file, Math.floor((await stat(newest.file)).size / 2));
  await writeFile(workspace.databaseFile, Buffer.alloc(50_000, 0x5a));

  const repaired = reopen();
  expect(sessionsIn(repaired)).toEqual(ids);
  expect(repaired.recovery?.backup).toBe(older.file);
  expect(repaired.recovery?.problems.join()).toContain('at-');
  repaired.database.close();
});

test('three copies are kept, and the journal from the oldest on', async () => {
  const opened = reopen();
  for (let made = 0; made < 5; made += 1) {
    save(opened);
    if (opened.journal) makeBackup(opened.database, opened.journal, workspace.backupDirectory);
  }
  const copies = listBackups(workspace.backupDirectory);
  expect(copies).toHaveLength(3);
  const files = (await readdir(workspace.journalDirectory)).toSorted();
  expect(files[0]).toBe(`after-${String(copies.at(-1)?.sequence).padStart(12, '0')}.aj`);
  opened.database.close();
});

test('a WAL of days that is gone costs nothing: what the journal no longer has is in a copy', async () => {
  saveIn(1);
  const opened = reopen();
  const ids = sessionsIn(opened);
  for (let night = 0; night < 4; night += 1) {
    ids.push(save(opened));
    if (opened.journal) makeBackup(opened.database, opened.journal, workspace.backupDirectory);
  }
  ids.push(save(opened));
  // as a kill leaves it, without the WAL
  const lost = await readFile(workspace.databaseFile);
  opened.database.close();
  await writeFile(workspace.databaseFile, lost);
  const repaired = reopen();
  expect(repaired.recovery?.reason).toContain('what a copy still holds');
  expect(sessionsIn(repaired)).toEqual(ids);
  repaired.database.close();
});

test('a damaged journal beside a sound database is said, and a new copy takes its place', async () => {
  const ids = saveIn(3);
  const files = await readdir(workspace.journalDirectory);
  const written = await Promise.all(
    files.map(async (name) => ({ name, size: (await stat(join(workspace.journalDirectory, name))).size })),
  );
  const largest = written.toSorted((a, b) => b.size - a.size)[0];
  if (!largest) throw new Error('the journal has a file');
  await rm(workspace.databaseFile);
  await flip(join(workspace.journalDirectory, largest.name), Math.floor(largest.size / 2));
  const opened = reopen();
  expect(opened.recovery?.problems.length).toBeGreaterThan(0);
  // one transaction lies in the damage; those behind it are read all the same
  expect(sessionsIn(opened).length).toBeGreaterThanOrEqual(ids.length - 1);
  opened.database.close();
});

test('with nothing to repair from, nothing is made up: the folder stays as it is and the sentence says what to do', async () => {
  saveIn(1);
  await rm(workspace.backupDirectory, { recursive: true });
  const journal = await readdir(workspace.journalDirectory);
  for (const name of journal) await rm(join(workspace.journalDirectory, name));
  await writeFile(workspace.databaseFile, Buffer.alloc(50_000, 0x5a));
  expect(() => reopen()).toThrow('call the technician');
});

test('a copy whose position in the journal was changed is no sound copy', () => {
  const opened = reopen();
  save(opened);
  const { file, sequence } = makeBackup(
    opened.database,
    present(opened.journal, 'no journal'),
    workspace.backupDirectory,
  );
  opened.database.close();
  expect(backupProblems(file)).toEqual([]);
  const copy = new BetterSqlite3(file);
  copy.prepare('update journal_position set sequence = sequence + 2').run();
  copy.close();
  expect(backupProblems(file)).toEqual([`its position became ${sequence + 2}`]);
});

test('an entry that was being written when the program was killed is cut off; a torn entry that was committed is told', async () => {
  const opened = reopen();
  save(opened);
  // as kill -9 leaves it: the database not closed, the last entry there in part
  const names = await readdir(workspace.journalDirectory);
  const newest = join(workspace.journalDirectory, names.toSorted().at(-1) ?? '');
  const whole = await readFile(newest);
  opened.database.close();
  await writeFile(newest, Buffer.concat([whole, whole.subarray(0, 40)]));
  const again = reopen();
  expect([again.recovery, again.problems]).toEqual([null, []]);
  again.database.close();
  expect((await readFile(newest)).equals(whole)).toBe(true);

  // the database holds this one: it was acknowledged, so its end is no torn write
  const third = reopen();
  save(third);
  const later = (await readdir(workspace.journalDirectory)).toSorted().at(-1) ?? '';
  const bytes = await readFile(join(workspace.journalDirectory, later));
  third.database.close();
  await writeFile(join(workspace.journalDirectory, later), bytes.subarray(0, bytes.length - 10));
  const fourth = reopen();
  expect(fourth.problems.join()).toContain('are no entry of the journal');
  fourth.database.close();
});
