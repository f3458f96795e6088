import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { openAfterUpdate } from '#main/open-after-update.ts';
import { forgetBeforeUpdate, goBackBeforeUpdate, keepBeforeUpdate } from '#main/store/before-update.native.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { type Workspace, workspaceOf } from '#main/store/workspace.ts';
import { noUpdates, type UpdateShell } from '#main/update/ports.ts';
import { reopenAndCompare } from '#tests/faults/compare.ts';
import { makeKiosk, type SampleKiosk, startNewer } from './sample-kiosk.ts';

// a version that brings the database to a newer form and never becomes healthy: nothing that was acknowledged is lost by going back

let home: string;
let kiosk: SampleKiosk;
const now = () => new Date();
const versions = { from: '1.0.0', to: '1.1.0' };

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'going-back-'));
  kiosk = await makeKiosk(home, { feedUrl: null, publisherKeys: [] });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What the version before sees after the launcher came back to it. */
const comeBack = { ...noUpdates('1.0.0'), hasComeBack: true };

/** Every file of a kiosk's data, with its bytes. */
function contentsOf({ directory }: Workspace): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(directory, file), readFileSync(file).toString('base64')];
    }),
  );
}

async function expectNothingLost(workspace: Workspace): Promise<void> {
  const found = await reopenAndCompare(workspace, kiosk.said, { hasJournal: true });
  expect(found).toMatchObject({ lost: [], orphans: 0, problems: [] });
  expect(found.acknowledged).toBeGreaterThan(10);
}

function openOld(workspace: Workspace, shell: Pick<UpdateShell, 'hasComeBack' | 'isOnTrial' | 'onProven'>) {
  const events: string[] = [];
  openAfterUpdate(workspace, shell, { now, log: (event) => events.push(event) }).database.close();
  return events;
}

test('a newer database is put back as it was, and everything acknowledged is there', async () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  startNewer(kiosk.workspace);
  startNewerAgain(kiosk.workspace);
  expect(openOld(kiosk.workspace, comeBack)).toContain('update.database_back');
  await expectNothingLost(kiosk.workspace);
  // what the newer version left is kept for a technician
  const [aside = ''] = readdirSync(kiosk.workspace.setAsideDirectory);
  expect(readdirSync(join(kiosk.workspace.setAsideDirectory, aside))).toContain('anteroom.db');
  expect(existsSync(join(kiosk.workspace.directory, 'before-update'))).toBe(false);
});

/** Its second start: killed with what it wrote in the WAL. */
function startNewerAgain(workspace: Workspace): void {
  const copy = workspaceOf(join(home, 'killed'));
  const { database } = openKeeperOfNewer(workspace);
  database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run('later still', now().toISOString());
  cpSync(workspace.directory, copy.directory, { recursive: true });
  database.close();
  rmSync(workspace.directory, { recursive: true });
  cpSync(copy.directory, workspace.directory, { recursive: true });
}

/** The newer release opens its own database: one that this release refuses, so its number is taken back for the moment of opening. */
function openKeeperOfNewer(workspace: Workspace) {
  expect(() => openKeeper(workspace, now)).toThrow('Install the newer program');
  // as the newer release leaves it: a file with its number, and a WAL
  const database = new BetterSqlite3(workspace.databaseFile);
  database.pragma('journal_mode = WAL');
  return { database };
}

test('control: the version before cannot read what the newer one left', () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  startNewer(kiosk.workspace);
  const before = contentsOf(kiosk.workspace);
  // nobody has come back: somebody installed an older program by hand
  expect(() => openOld(kiosk.workspace, noUpdates('1.0.0'))).toThrow('Install the newer program');
  expect(contentsOf(kiosk.workspace)['before-update/note.json']).toBe(before['before-update/note.json']);
});

test('where the newer version acknowledged an answer, nothing is put back and nothing is changed', async () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  startNewer(kiosk.workspace, (run) => run(`update sessions set phase = phase`));
  const { databaseFile } = kiosk.workspace;
  const before = readFileSync(databaseFile);
  expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now())).toEqual({
    kind: 'would_lose',
    written: ['sessions'],
  });
  expect(() => openOld(kiosk.workspace, comeBack)).toThrow('Install the newer program');
  expect(readFileSync(databaseFile).equals(before)).toBe(true);
});

test('a table that the newer version invented counts as well', () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  startNewer(kiosk.workspace);
  expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now()).kind).toBe('back');
  keepBeforeUpdate(kiosk.workspace, versions);
  const { database } = openKeeper(kiosk.workspace, now);
  database
    .prepare(`insert into plans (sha256, job_id, job_version, title_search, job_json) values ('x', 'x', 1, 'x', '{}')`)
    .run();
  database.close();
  expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now())).toEqual({ kind: 'would_lose', written: ['plans'] });
});

test('a newer version that migrated nothing: the version before goes on with all of it', async () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  openKeeper(kiosk.workspace, now).database.close();
  expect(openOld(kiosk.workspace, comeBack)).toEqual([]);
  await expectNothingLost(kiosk.workspace);
  expect(existsSync(join(kiosk.workspace.directory, 'before-update'))).toBe(false);
});

test('the copy stays while a version is on trial, and goes when it has proved itself', () => {
  keepBeforeUpdate(kiosk.workspace, versions);
  const proved: (() => void)[] = [];
  openOld(kiosk.workspace, { hasComeBack: false, isOnTrial: () => true, onProven: (done) => proved.push(done) });
  const copy = join(kiosk.workspace.directory, 'before-update', 'anteroom.db');
  expect(statSync(copy).size).toBeGreaterThan(0);
  for (const done of proved) done();
  expect(existsSync(copy)).toBe(false);
});

test('a copy that is damaged, torn or of an open database is none', () => {
  const { database } = openKeeper(kiosk.workspace, now);
  database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run('x', now().toISOString());
  expect(() => keepBeforeUpdate(kiosk.workspace, versions)).toThrow('still open');
  database.close();
  keepBeforeUpdate(kiosk.workspace, versions);
  startNewer(kiosk.workspace);
  const note = join(kiosk.workspace.directory, 'before-update', 'note.json');
  const text = readFileSync(note, 'utf8');
  for (const bad of [text.slice(0, -5), text.replace(/"sha256":"./, '"sha256":"_'), '']) {
    writeFileSync(note, bad);
    expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now())).toEqual({ kind: 'nothing_kept' });
  }
  forgetBeforeUpdate(kiosk.workspace);
  expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now())).toEqual({ kind: 'nothing_kept' });
});

test('a whole kiosk that starts on trial writes nothing but that it started', async () => {
  const { resourcesDirectory, modelsDirectory } = locate();
  const { directory, databaseFile } = kiosk.workspace;
  const options = { dataDirectory: directory, resourcesDirectory, modelsDirectory, keyring: knownKeyring };
  const startWhole = async (updates: UpdateShell) => {
    const app = await openNodeApp({ ...options, updates, log: () => undefined });
    await app.close();
  };
  // what a kill left of the sample's interviews is put right by any start
  await startWhole(noUpdates('1.0.0'));
  const before = readFileSync(databaseFile);
  keepBeforeUpdate(kiosk.workspace, versions);
  const proved: (() => void)[] = [];
  const onProven = (done: () => void) => void proved.push(done);
  await startWhole({ ...noUpdates('1.1.0'), isOnTrial: () => true, onProven });
  expect(proved.length).toBeGreaterThan(1);
  startNewer(kiosk.workspace);
  expect(goBackBeforeUpdate(kiosk.workspace, NEWEST_SCHEMA, now())).toMatchObject({ kind: 'back' });
  expect(readFileSync(databaseFile).equals(before)).toBe(true);
  openOld(kiosk.workspace, comeBack);
});
