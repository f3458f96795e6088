import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { RecordingId } from '#shared/ids.ts';
import { canonicalRecordText } from '#shared/wire/canonical.ts';
import { type AuditRow, readChain } from './audit-chain.ts';
import { backupProblems, listBackups } from './backups.native.ts';
import { changedSchema, type Database } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { journalPosition } from './journal/guard-writes.ts';
import { readJournal } from './journal/journal-file.ts';
import { type Cells, createCells, KeyGoneError, type StoreKeys } from './keys/cells.ts';
import { BrokenSealError } from './keys/sealed-bytes.ts';
import { recordPlace } from './ledger.ts';
import { sealCells } from './migrations/0060-seal-cells.ts';
import { type SliceRow, sliceOf } from './recording-store.ts';
import { recordingOf, type RecordingRow } from './session-rows.ts';
import { sha256 } from './sha256.ts';
import { readTombstones } from './tombstone-file.ts';
import { type Workspace, workspaceOf } from './workspace.ts';

/** One thing that was looked at. `problems` lists up to ten; `count` is how many things were checked. */
export interface Finding {
  check:
    | 'keys'
    | 'database'
    | 'foreign_keys'
    | 'rows'
    | 'records'
    | 'outbox'
    | 'audit'
    | 'journal'
    | 'backups'
    | 'tombstones'
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

type Reader = Database;
const MAX_LISTED = 10;

/** A connection that cannot write, to the database of a kiosk that is not running. */
export function openReader(file: string): Database {
  const database = new BetterSqlite3(file, { fileMustExist: true, timeout: 0 });
  database.pragma('query_only = ON');
  return database;
}

function finding(check: Finding['check'], count: number, problems: readonly string[]): Finding {
  const more = problems.length > MAX_LISTED ? [`… and ${problems.length - MAX_LISTED} more`] : [];
  return { check, count, problems: [...problems.slice(0, MAX_LISTED), ...more] };
}

function checkRecords(database: Reader, cells: Cells | null): Finding {
  const rows = database
    .prepare<[], { record_id: string; session_id: string | null; record_json: string; erased_at: string | null }>(
      'select record_id, session_id, record_json, erased_at from records order by seq',
    )
    .all();
  const problems = rows.flatMap((row) => {
    if (row.erased_at !== null || cells === null) return [];
    try {
      const text = cells.open(row.session_id, recordPlace(row.record_id), row.record_json);
      const record = JSON.parse(text) as Record<string, unknown>;
      if (sha256(canonicalRecordText(record)) === record['sha256'] && record['id'] === row.record_id) return [];
    } catch (error) {
      if (error instanceof KeyGoneError) return [`the key of record ${row.record_id} is gone`];
      if (!(error instanceof BrokenSealError || error instanceof SyntaxError)) throw error;
    }
    return [`record ${row.record_id} was changed`];
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
  const { lines, problems } = readChain(database.prepare<[], AuditRow>('select * from audit order by seq').iterate());
  return finding(
    'audit',
    lines,
    problems.map(({ sentence }) => sentence),
  );
}

/** Every row against its hash. */
function checkRows(database: Reader): Finding {
  const count = Number(database.prepare('select count(*) from row_hashes').pluck().get());
  return finding('rows', count, changedRows(database));
}

/** Entries since the oldest copy, and the copies themselves: what a repair would begin from. */
function checkCopies(database: Reader, { journalDirectory, backupDirectory }: Workspace): Finding[] {
  const backups = listBackups(backupDirectory);
  const journal = readJournal(journalDirectory, backups.at(-1)?.sequence ?? 0);
  const last = Math.max(journal.entries.at(-1)?.sequence ?? 0, backups[0]?.sequence ?? 0);
  const position = journalPosition(database);
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

function recordingRows(database: Reader): {
  find: (id: RecordingId) => RecordingRow | null;
  listSlices: (id: RecordingId) => SliceRow[];
} {
  const recording = database.prepare<[string], Parameters<typeof recordingOf>[0]>(
    'select * from recordings where recording_id = ?',
  );
  const slices = database.prepare<[string], Parameters<typeof sliceOf>[0]>(
    'select sequence, offset_bytes, size_bytes, sha256, frame_sha256 from slices where recording_id = ? order by sequence',
  );
  return {
    find(id: RecordingId) {
      const row = recording.get(id);
      return row ? recordingOf(row) : null;
    },
    listSlices: (id: RecordingId) => slices.all(id).map(sliceOf),
  };
}

/** Interviews that the tombstones name and the database still has: it was put back from a copy of before. */
function checkTombstones(database: Reader, { tombstoneFile }: Workspace): Finding {
  const { tombstones, problems } = readTombstones(tombstoneFile);
  const phaseOf = database.prepare<[string], string>('select phase from sessions where session_id = ?').pluck();
  const ids = [...new Set(tombstones.map(({ sessionId }) => sessionId))];
  const back = ids.filter((id) => !['erased', 'withdrawn'].includes(phaseOf.get(id) ?? 'erased'));
  return finding('tombstones', ids.length, [
    ...problems,
    ...back.map((id) => `interview ${id} was deleted and is back; the next start of the kiosk deletes it again`),
  ]);
}

/** Interviews hold sealed texts since this version of the tables. */
const SEALED_SINCE = sealCells.version;

/** What reads the recordings of a workspace against their rows: `main/capture` knows how they lie on the disk. */
export type CheckMedia = (media: {
  directory: string;
  ids: readonly RecordingId[];
  find: (id: RecordingId) => RecordingRow | null;
  listSlices: (id: RecordingId) => SliceRow[];
  sha256Of: (id: RecordingId) => string | null;
  /** Null where the keys cannot be had: frames are then checked as they lie there. */
  keyOf: Cells['recordingKey'] | null;
}) => Promise<Finding[]>;

/**
 * Reads a whole workspace and checks that nothing was lost or changed: database pages, foreign keys, hash of every row and
 * record, record–outbox–audit triples, the audit chain, journal and copies, every slice and recording on disk. Changes nothing.
 *
 * @param keys null when they cannot be had: what is sealed is then checked by its hash only
 * @param keyProblems what is wrong with the keys, in sentences
 * @throws {Error} when the folder holds no workspace or a kiosk is using it.
 */
export async function verifyStore(
  directory: string,
  { keys, keyProblems, checkMedia }: { keys: StoreKeys | null; keyProblems: readonly string[]; checkMedia: CheckMedia },
): Promise<Verification> {
  const workspace = workspaceOf(directory);
  const { databaseFile, mediaDirectory } = workspace;
  if (!existsSync(databaseFile)) throw new Error(`${directory} holds no kiosk data (no ${databaseFile}).`);
  const database = openReader(databaseFile);
  try {
    const pages = database.pragma('integrity_check') as { integrity_check: string }[];
    const foreign = database.pragma('foreign_key_check') as { table: string; rowid: number }[];
    if (Number(database.pragma('user_version', { simple: true })) < SEALED_SINCE)
      throw new Error(
        `${directory} was written by an earlier release. Start the kiosk with it once, which seals what is personal, then verify again.`,
      );
    const rows = recordingRows(database);
    const cells = keys && createCells(keys, (id) => rows.find(id as RecordingId)?.sessionId);
    const findings = [
      finding('keys', keys?.sessions.list().length ?? 0, keyProblems),
      finding('database', 1, [
        ...pages.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok'),
        ...changedSchema(database),
      ]),
      finding(
        'foreign_keys',
        1,
        foreign.map(({ table, rowid }) => `row ${rowid} of ${table} refers to nothing`),
      ),
      checkRows(database),
      checkRecords(database, cells),
      checkOutbox(database),
      checkAudit(database),
      ...checkCopies(database, workspace),
      checkTombstones(database, workspace),
      ...(await checkMedia({
        directory: mediaDirectory,
        ids: database
          .prepare<[], RecordingId>('select recording_id from recordings order by recording_id')
          .pluck()
          .all(),
        find: rows.find,
        listSlices: rows.listSlices,
        sha256Of: (id) => rows.find(id)?.sha256 ?? null,
        keyOf: cells && cells.recordingKey,
      })),
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
