import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { listBackups } from './backups.native.ts';
import { type Keeper, openKeeper } from './keeper.native.ts';
import { createCells, KeyGoneError } from './keys/cells.ts';
import { knownKeyring } from './keys/keys.fake.ts';
import { type OpenedKeys, openKeys } from './keys/open-keys.ts';
import { recordPlace } from './ledger.ts';
import { openStore } from './open-store.ts';
import { sampleInterview } from './sample-interview.fake.ts';
import { verifyWorkspace } from '../verify-workspace.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const CANARY = 'flamingoflagpole in the seventeenth aisle';

let workspace: Workspace;
let keeper: Keeper;
let keys: OpenedKeys;

beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'keeper-')));
  keys = await openKeys(workspace, knownKeyring);
  keeper = openKeeper(workspace, now);
});
afterEach(async () => {
  keeper.database.close();
  await rm(workspace.directory, { recursive: true, force: true });
});

const open = () => openStore(keeper.database, { now, newId: () => v7(), reference: () => 'ABC123', keys });

function save(store: ReturnType<typeof open>): SessionId {
  const id = v7() as SessionId;
  const body = { said: CANARY };
  store.sessions.commit({
    interview: sampleInterview(id),
    records: [{ id: v7(), type: 'answer.saved', sessionId: id, capturedAt: now().toISOString(), body, recordings: [] }],
    audit: [],
  });
  return id;
}

/** Files of the workspace in which the words can be read. */
async function filesWith(words: string): Promise<string[]> {
  const names = await readdir(workspace.directory, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(words)) found.push(path.slice(workspace.directory.length + 1));
  }
  return found.toSorted();
}

test('a night reads everything and makes a copy', () => {
  const before = listBackups(workspace.backupDirectory).length;
  save(open());
  expect(keeper.nightly()).toEqual([]);
  expect(listBackups(workspace.backupDirectory)).toHaveLength(before + 1);
});

/** What the record of an interview says, in any copy of the database. */
function recordIn(file: string, id: SessionId): string {
  const copy = new BetterSqlite3(file, { readonly: true });
  try {
    const found = copy
      .prepare<[string], { record_id: string; record_json: string }>(
        'select record_id, record_json from records where session_id = ?',
      )
      .get(id);
    if (!found) throw new Error('the record is not in this copy');
    return createCells(keys, () => undefined).open(id, recordPlace(found.record_id), found.record_json);
  } finally {
    copy.close();
  }
}

test('what is said is nowhere in the clear: not in the database, its WAL, a copy, the journal or the keys', async () => {
  const store = open();
  const id = save(store);
  keeper.nightly();
  expect(await filesWith(CANARY)).toEqual([]);
  // the negative controls: a search that finds what is in the clear, and a copy that can be read with the keys
  expect(await filesWith('answer.saved')).not.toEqual([]);
  const copy = listBackups(workspace.backupDirectory)[0]?.file ?? '';
  expect(recordIn(copy, id)).toContain(CANARY);
});

test('what was erased opens nowhere, not even in a copy from before that was carried away', async () => {
  const store = open();
  const [erased, stays] = [save(store), save(store)];
  keeper.nightly();
  const carriedAway = join(workspace.directory, 'carried-away.db');
  await copyFile(listBackups(workspace.backupDirectory)[0]?.file ?? '', carriedAway);
  const keysBefore = await readFile(join(workspace.keysDirectory, 'sessions-a.ndjson'));
  expect(recordIn(carriedAway, erased)).toContain(CANARY);

  store.sessions.eraseContents({ interview: sampleInterview(erased, { phase: 'erased' }), records: [], audit: [] });
  expect(() => recordIn(carriedAway, erased)).toThrow(KeyGoneError);
  expect(recordIn(carriedAway, stays)).toContain(CANARY);
  // a copy of the wrapped keys from before opens with nothing either: their epoch is destroyed
  await writeFile(join(workspace.keysDirectory, 'sessions-a.ndjson'), keysBefore);
  keys = await openKeys(workspace, knownKeyring);
  expect(() => recordIn(carriedAway, erased)).toThrow(KeyGoneError);
  expect(recordIn(carriedAway, stays)).toContain(CANARY);
});

test('after an erasure the rest is still safe: a database that is lost comes back without what was erased', async () => {
  const store = open();
  const [erased, stays] = [save(store), save(store)];
  store.sessions.eraseContents({ interview: sampleInterview(erased, { phase: 'erased' }), records: [], audit: [] });
  const last = save(store);
  keeper.database.close();
  for (const suffix of ['', '-wal']) await rm(`${workspace.databaseFile}${suffix}`, { force: true });
  keeper = openKeeper(workspace, now);
  expect(keeper.recovery?.problems).toEqual([]);
  const bodies = keeper.database
    .prepare<[], string>('select session_id from records where erased_at is null order by session_id')
    .pluck()
    .all();
  expect(bodies).toEqual([stays, last].toSorted());
});

test('a WAL that cannot be read to its end is found by verify: to SQLite it is a shorter one', async () => {
  const store = open();
  save(store);
  save(store);
  const wal = `${workspace.databaseFile}-wal`;
  const [database, frames] = [await readFile(workspace.databaseFile), await readFile(wal)];
  keeper.database.close();
  await writeFile(workspace.databaseFile, database);
  const last = frames.length - 4000;
  await writeFile(wal, frames.with(last, (frames[last] ?? 0) ^ 1));
  const { findings } = await verifyWorkspace(workspace.directory, knownKeyring);
  const problems = findings.flatMap((each) => each.problems);
  expect(problems.join()).toMatch(/the database ends at entry \d+, journal and copies at \d+/);
  keeper = openKeeper(workspace, now);
  expect(keeper.database.prepare('select count(*) from records').pluck().get()).toBe(2);
});

test('a copy or a journal that cannot be read any more is found by the night and by verify', async () => {
  const store = open();
  save(store);
  keeper.nightly();
  save(store);
  const copy = listBackups(workspace.backupDirectory)[0]?.file ?? '';
  const bytes = await readFile(copy);
  const at = bytes.indexOf('~1~') + 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(copy, bytes);
  expect(keeper.nightly().join()).toMatch(/at-\d+\.db: row \d+ of \w+ was changed/);

  keeper.database.close();
  const names = await readdir(workspace.journalDirectory);
  const file = join(workspace.journalDirectory, names.toSorted().at(-2) ?? '');
  const journal = await readFile(file);
  journal[journal.length - 1] = 0;
  await writeFile(file, journal);
  const { isSound, findings } = await verifyWorkspace(workspace.directory, knownKeyring);
  const problemsOf = (check: string) => findings.find((each) => each.check === check)?.problems.join();
  expect(isSound).toBe(false);
  expect(problemsOf('backups')).toContain('was changed');
  expect(problemsOf('journal')).toContain('no entry of the journal');
  expect(problemsOf('rows')).toBe('');
  keeper = openKeeper(workspace, now);
});
