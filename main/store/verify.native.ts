import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { canonicalRecordText } from '#shared/wire/canonical.ts';
import { backupProblems, listBackups } from './backups.native.ts';
import { changedSchema } from './database.native.ts';
import { changedRows, journalPosition } from './journal/guard-writes.ts';
import { readJournal } from './journal/journal-file.ts';
import { AUDIT_ROOT, auditText } from './ledger.ts';
import { sha256 } from './sha256.ts';
import { type Workspace, workspaceOf } from './workspace.ts';

/** One thing that was looked at. `problems` lists up to ten; `count` is how many things were checked. */
export interface Finding {
  check:
    | 'database'
    | 'foreign_keys'
    | 'rows'
    | 'records'
    | 'outbox'
    | 'audit'
    | 'journal'
    | 'backups'
    | 'slices'
    | 'recordings'
    | 'files';
  count: number;
  problems: string[];
}

export interface Verification {
  directory: string;
  isSound: boolean;
  findings: Finding[];
}

type Reader = ReturnType<typeof openReader>;
const MAX_LISTED = 10;

function openReader(file: string) {
  const database = new BetterSqlite3(file, { fileMustExist: true, timeout: 0 });
  database.pragma('query_only = ON');
  return database;
}

function finding(check: Finding['check'], count: number, problems: readonly string[]): Finding {
  const more = problems.length > MAX_LISTED ? [`… and ${problems.length - MAX_LISTED} more`] : [];
  return { check, count, problems: [...problems.slice(0, MAX_LISTED), ...more] };
}

function checkRecords(database: Reader): Finding {
  const rows = database
    .prepare<[], { record_id: string; record_json: string; erased_at: string | null }>(
      'select record_id, record_json, erased_at from records order by seq',
    )
    .all();
  const problems = rows.flatMap((row) => {
    if (row.erased_at !== null) return [];
    const record = JSON.parse(row.record_json) as Record<string, unknown>;
    return sha256(canonicalRecordText(record)) === record['sha256'] && record['id'] === row.record_id
      ? []
      : [`record ${row.record_id} was changed`];
  });
  return finding('records', rows.length, problems);
}

function checkOutbox(database: Reader): Finding {
  const orphans = database
    .prepare<[], string>(
      `select coalesce(records.record_id, outbox.record_id, audit.record_id) from records
       full join outbox using (record_id) full join (select record_id from audit where record_id is not null) audit using (record_id)
       where records.record_id is null or outbox.record_id is null or audit.record_id is null`,
    )
    .pluck()
    .all();
  const count = Number(database.prepare('select count(*) from outbox').pluck().get());
  return finding(
    'outbox',
    count,
    orphans.map((id) => `record ${id} misses its record, outbox row or audit line`),
  );
}

function checkAudit(database: Reader): Finding {
  const rows = database
    .prepare<[], Parameters<typeof auditText>[0] & { sha256: string }>('select * from audit order by seq')
    .all();
  const problems: string[] = [];
  let previous = AUDIT_ROOT;
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) problems.push(`line ${index + 1} is missing`);
    if (row.previous_sha256 !== previous) problems.push(`line ${row.seq} does not follow the line before it`);
    if (sha256(auditText(row)) !== row.sha256) problems.push(`line ${row.seq} was changed`);
    previous = row.sha256;
  }
  return finding('audit', rows.length, problems);
}

/** Whether the file is of a release that keeps hashes of rows, and a journal. */
function isGuarded(database: Reader): boolean {
  return database.prepare(`select 1 from sqlite_schema where name = 'row_hashes'`).get() !== undefined;
}

/** Every row against its hash; none where the file is of a release that kept no hashes. */
function checkRows(database: Reader): Finding {
  if (!isGuarded(database)) return finding('rows', 0, []);
  const count = Number(database.prepare('select count(*) from row_hashes').pluck().get());
  return finding('rows', count, changedRows(database));
}

/** Entries since the oldest copy, and the copies themselves: what a repair would begin from. */
function checkCopies(database: Reader, { journalDirectory, backupDirectory }: Workspace): Finding[] {
  const backups = listBackups(backupDirectory);
  const journal = readJournal(journalDirectory, backups.at(-1)?.sequence ?? 0);
  const last = Math.max(journal.entries.at(-1)?.sequence ?? 0, backups[0]?.sequence ?? 0);
  const position = isGuarded(database) ? journalPosition(database) : last;
  // a WAL that cannot be read to its end looks like a shorter one
  const isOther = position === last ? [] : [`the database ends at entry ${position}, journal and copies at ${last}`];
  return [
    finding('journal', journal.entries.length, [...journal.problems, ...isOther]),
    finding(
      'backups',
      backups.length,
      backups.flatMap(({ file }) => backupProblems(file).map((problem) => `${basename(file)}: ${problem}`)),
    ),
  ];
}

async function hashRange(path: string, start: number, size: number): Promise<string> {
  const hash = createHash('sha256');
  if (size > 0)
    for await (const chunk of createReadStream(path, { start, end: start + size - 1 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function checkBytes(database: Reader, media: string): Promise<Finding[]> {
  const recordings = database
    .prepare<[], { recording_id: string; size_bytes: number; sha256: string | null; state: string }>(
      'select recording_id, size_bytes, sha256, state from recordings order by recording_id',
    )
    .all();
  const slicesOf = database.prepare<
    [string],
    { sequence: number; offset_bytes: number; size_bytes: number; sha256: string }
  >('select sequence, offset_bytes, size_bytes, sha256 from slices where recording_id = ? order by sequence');
  const sliceProblems: string[] = [];
  const recordingProblems: string[] = [];
  let slices = 0;
  for (const row of recordings) {
    const path = join(media, row.recording_id, 'recording.bin');
    const found = await stat(path).catch(() => null);
    if (!found) {
      recordingProblems.push(`recording ${row.recording_id} has no file`);
      continue;
    }
    if (found.size < row.size_bytes)
      recordingProblems.push(`recording ${row.recording_id} lost ${row.size_bytes - found.size} bytes`);
    for (const slice of slicesOf.all(row.recording_id)) {
      slices += 1;
      if ((await hashRange(path, slice.offset_bytes, slice.size_bytes)) !== slice.sha256) {
        sliceProblems.push(`slice ${slice.sequence} of recording ${row.recording_id} was changed`);
      }
    }
    if (row.sha256 !== null && (await hashRange(path, 0, row.size_bytes)) !== row.sha256) {
      recordingProblems.push(`recording ${row.recording_id} was changed`);
    }
  }
  const known = new Set(recordings.map(({ recording_id }) => recording_id));
  const folders = existsSync(media) ? await readdir(media) : [];
  const strays = folders.filter((name) => !known.has(name)).map((name) => `media/${name} belongs to no recording`);
  return [
    finding('slices', slices, sliceProblems),
    finding('recordings', recordings.length, recordingProblems),
    finding('files', folders.length, strays),
  ];
}

/**
 * Reads a whole workspace and checks that nothing was lost or changed: database pages, foreign keys, hash of every row and
 * record, record–outbox–audit triples, the audit chain, journal and copies, every slice and recording on disk. Changes nothing.
 *
 * @throws {Error} when the folder holds no workspace or a kiosk is using it.
 */
export async function verifyWorkspace(directory: string): Promise<Verification> {
  const workspace = workspaceOf(directory);
  const { databaseFile, mediaDirectory } = workspace;
  if (!existsSync(databaseFile)) throw new Error(`${directory} holds no kiosk data (no ${databaseFile}).`);
  const database = openReader(databaseFile);
  try {
    const pages = database.pragma('integrity_check') as { integrity_check: string }[];
    const keys = database.pragma('foreign_key_check') as { table: string; rowid: number }[];
    const findings = [
      finding('database', 1, [
        ...pages.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok'),
        ...changedSchema(database),
      ]),
      finding(
        'foreign_keys',
        1,
        keys.map(({ table, rowid }) => `row ${rowid} of ${table} refers to nothing`),
      ),
      checkRows(database),
      checkRecords(database),
      checkOutbox(database),
      checkAudit(database),
      ...checkCopies(database, workspace),
      ...(await checkBytes(database, mediaDirectory)),
    ];
    return { directory, isSound: findings.every(({ problems }) => problems.length === 0), findings };
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Error(`A kiosk is using ${directory}. Close it, then verify again.`, { cause: error });
    }
    throw error;
  } finally {
    database.close();
  }
}
