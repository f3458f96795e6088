import { existsSync, readFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { AUDIT_ROOT, type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';
import { acknowledgedHead, isGenuine, parseHead } from './acknowledged-head.ts';
import { type AuditRow, type ChainProblem, type KeptHead, readChain } from './audit-chain.ts';
import type { Database } from './database.native.ts';
import type { DeviceSigner } from './device-signer.ts';
import { openReader } from './verify.native.ts';
import { workspaceOf } from './workspace.ts';

/** A problem of the log, or (`kept_head`) of the heads it was held against. */
export type AuditLogProblem =
  | ChainProblem
  | { readonly kind: 'kept_head'; readonly line: null; readonly sentence: string };

/** What reading the audit log of a workspace found. */
export interface AuditLogReport {
  readonly directory: string;
  readonly deviceId: string;
  readonly isSound: boolean;
  readonly lines: number;
  readonly lastLine: number;
  /** Lines whose signed heads the log was held against. Empty: a cut or rewritten end cannot be seen. */
  readonly heldAgainst: readonly number[];
  readonly problems: readonly AuditLogProblem[];
}

/** The log, or the head to hold it against, cannot be read. The message says what is wrong and what to do. */
export class AuditLogUnreadableError extends Error {
  override readonly name = 'AuditLogUnreadableError';
}

type Reader = Database;

/** Opens the database of a workspace for one look. @throws {AuditLogUnreadableError} */
function withReader<T>(directory: string, look: (database: Reader, deviceId: string) => T): T {
  const { databaseFile } = workspaceOf(directory);
  if (!existsSync(databaseFile)) {
    throw new AuditLogUnreadableError(
      `${directory} holds no kiosk data. Give the folder that the kiosk was started with (--data).`,
    );
  }
  let database: Reader | null = null;
  try {
    database = openReader(databaseFile);
    const deviceId = database.prepare<[], string>('select device_id from kiosk').pluck().get();
    if (deviceId === undefined) throw new AuditLogUnreadableError(`${directory} is of a kiosk that was never started.`);
    return look(database, deviceId);
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    throw new AuditLogUnreadableError(
      error.code.startsWith('SQLITE_BUSY')
        ? `A kiosk is using ${directory}. Close it, then try again.`
        : `The database of ${directory} cannot be read: ${error.message}. Try "anteroom repair" on a copy of the folder.`,
      { cause: error },
    );
  } finally {
    database?.close();
  }
}

/**
 * A head that was saved to a file, as head office gives it or `audit-log head` prints it.
 *
 * @throws {AuditLogUnreadableError} when the file holds no head, or one that its own key did not sign
 */
export function readHeadFile(file: string): AuditHead {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AuditLogUnreadableError(`The head cannot be read: ${reason}.`, { cause: error });
  }
  const head = parseHead(text);
  if (head === null) {
    throw new AuditLogUnreadableError(`${file} holds no audit head: one object of JSON, as head office gives it.`);
  }
  if (!isGenuine(head)) {
    throw new AuditLogUnreadableError(`The signature in ${file} is wrong: it proves nothing. Get the head anew.`);
  }
  return head;
}

/** What the kiosk keeps beside its database, and what is wrong with it. */
function ownHead(directory: string, deviceId: string): { kept: KeptHead[]; problems: AuditLogProblem[] } {
  const { acknowledgedHeadFile } = workspaceOf(directory);
  const head = acknowledgedHead(acknowledgedHeadFile).read();
  if (head === null) return { kept: [], problems: [] };
  if (head !== 'damaged' && head.deviceId === deviceId)
    return { kept: [{ head, keptBy: 'head office acknowledged' }], problems: [] };
  const sentence = `${acknowledgedHeadFile} was changed: it holds no head that this kiosk signed`;
  return { kept: [], problems: [{ kind: 'kept_head', line: null, sentence }] };
}

/**
 * Reads the whole audit log of a workspace, line by line, and holds it against the head that head office last acknowledged and
 * against one given. Changes nothing.
 *
 * @param given a genuine head kept elsewhere; null for none
 * @throws {AuditLogUnreadableError} no workspace, one in use, one that is no database, or a head of another kiosk
 */
export function verifyAuditLog(directory: string, given: AuditHead | null): AuditLogReport {
  return withReader(directory, (database, deviceId) => {
    if (given !== null && given.deviceId !== deviceId) {
      throw new AuditLogUnreadableError(`The head is of kiosk ${given.deviceId}, the folder of ${deviceId}.`);
    }
    const own = ownHead(directory, deviceId);
    const kept = given === null ? own.kept : [...own.kept, { head: given, keptBy: 'the head given is of' }];
    const hasTwoKeys = new Set(kept.map(({ head }) => head.publicKey)).size > 1;
    const rows = database.prepare<[], AuditRow>('select * from audit order by seq').iterate();
    const { lines, lastLine, problems: found } = readChain(rows, kept);
    const problems: AuditLogProblem[] = [...found, ...own.problems];
    if (hasTwoKeys) {
      const sentence = 'the head given and the head kept in the folder are signed with different keys';
      problems.push({ kind: 'kept_head', line: null, sentence });
    }
    const heldAgainst = kept.map(({ head }) => head.seq);
    return { directory, deviceId, isSound: problems.length === 0, lines, lastLine, heldAgainst, problems };
  });
}

/** The newest head of a workspace's audit log, signed now. Changes nothing. @throws {AuditLogUnreadableError} */
export function signNewestHead(directory: string, signer: DeviceSigner, now: Date): AuditHead {
  return withReader(directory, (database, deviceId) => {
    const line = database
      .prepare<[], { seq: number; sha256: string }>('select seq, sha256 from audit order by seq desc limit 1')
      .get() ?? { seq: 0, sha256: AUDIT_ROOT };
    const head = { deviceId, ...line, signedAt: now.toISOString() };
    const signature = signer.sign(Buffer.from(auditHeadText(head)));
    return { ...head, publicKey: signer.publicKey, signature };
  });
}
