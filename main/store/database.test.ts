import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.native.ts';
import { migrate } from './migrate.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'store-'));
  file = join(directory, 'anteroom.db');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a database is opened with the settings that keep acknowledged rows at a power cut', () => {
  const database = openDatabase(file);
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(database.pragma('secure_delete', { simple: true })).toBe(1);
  expect(database.pragma('trusted_schema', { simple: true })).toBe(0);
  database.close();
});

test('every table is STRICT', () => {
  const database = openDatabase(file);
  const loose = database.prepare(
    `select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'`,
  );
  expect(loose.pluck().all()).toEqual([]);
  database.close();
});

test('a second program is refused while one has the database open, and admitted when the first was killed', () => {
  const holder = `
    const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'database.native.ts'))});
    openDatabase(${JSON.stringify(file)});
    process.kill(process.pid, 'SIGKILL');`;
  const database = openDatabase(file);
  const second = spawnSync(process.execPath, ['--input-type=module', '-e', holder], {
    encoding: 'utf8',
    cwd: process.cwd(),
  });
  expect(second.stderr).toContain('Another kiosk program is using this data folder');
  database.close();
  const killed = spawnSync(process.execPath, ['--input-type=module', '-e', holder], {
    encoding: 'utf8',
    cwd: process.cwd(),
  });
  expect(killed.signal).toBe('SIGKILL');
  openDatabase(file).close();
});

test('one turned bit in the version number is damage, and no newer release', () => {
  for (let bit = 0; bit < 31; bit += 1) {
    const number = join(directory, `${bit}.db`);
    const database = openDatabase(number);
    const version = Number(database.pragma('user_version', { simple: true }));
    database.pragma(`user_version = ${version ^ (1 << bit)}`);
    database.close();
    expect(() => openDatabase(number)).toThrow('the version number became');
  }
});

test('a turned bit in what made a table, or in the format of the file, is damage', async () => {
  openDatabase(file).close();
  const bytes = await readFile(file);
  const comment = bytes.indexOf('-- order of the device') + 3;
  // another case: SQLite takes the name for the same, any other letter it refuses by itself
  const ownIndex = bytes.indexOf('sqlite_autoindex_drafts_1') + 'sqlite_a'.length;
  // a condition that became the call of a function nobody knows
  const condition = bytes.indexOf("kind in ('av', 'pcm')") + 'kind'.length;
  for (const [at, bit, sentence] of [
    [comment, 1, 'table records is not as it was made'],
    [ownIndex, 0x20, 'index sqlite_autoindex_drafts_1 is not as it was made'],
    [condition, 0x80, 'table recordings is not as it was made'],
    [47, 1, 'unsupported file format'],
  ] as const) {
    await writeFile(file, bytes.with(at, (bytes[at] ?? 0) ^ bit));
    expect(() => openDatabase(file)).toThrow(sentence);
  }
});

test('a file of a newer release is refused and left as it was', async () => {
  const database = openDatabase(file);
  database.pragma('user_version = 99990');
  database.close();
  const before = await stat(file);
  expect(() => openDatabase(file)).toThrow('Install the newer program');
  expect((await stat(file)).size).toBe(before.size);
});

test('a damaged file is refused with a sentence', async () => {
  openDatabase(file).close();
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(64, 0x5a), 0, 64, 0);
  await handle.close();
  expect(() => openDatabase(file)).toThrow('The database cannot be read');
});

test('a migration and its number are one transaction: a failing step leaves the file at the version before', () => {
  const database = openDatabase(':memory:');
  const before = database.pragma('user_version', { simple: true });
  expect(() =>
    migrate(database, [{ version: 99_990, sql: 'create table half (id integer) strict; select * from missing;' }]),
  ).toThrow('missing');
  expect(database.pragma('user_version', { simple: true })).toBe(before);
  expect(database.prepare(`select count(*) from sqlite_schema where name = 'half'`).pluck().get()).toBe(0);
  database.close();
});

test('the audit log takes no change and no removal', () => {
  const database = openDatabase(':memory:');
  database
    .prepare(
      `insert into audit (seq, at, actor, action, subject, detail_json, previous_sha256, sha256) values (1, '', '', '', '', '{}', '', '')`,
    )
    .run();
  expect(() => database.prepare(`update audit set actor = 'me'`).run()).toThrow('append-only');
  expect(() => database.prepare('delete from audit').run()).toThrow('append-only');
  database.close();
});
