import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HubAuditLine, type HubAuditVerification } from '#shared/wire/hub-audit.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';

/** Hash that the first line is chained to. */
const ROOT = '0'.repeat(64);
const VERIFY_CHUNK = 2000;
const COLUMNS = `seq, at, caller_kind "callerKind", caller_id "callerId", caller_name "callerName", action, subject, sha256`;
const Head = z.object({ seq: z.number(), sha256: z.string() });

/** Who is written down for what nobody was signed in for, e.g. a refused sign-in. */
export type Actor = Pick<Caller, 'id' | 'name'> & { readonly kind: HubAuditLine['callerKind'] };
export const NOBODY: Actor = { kind: 'public', id: '', name: '' };

/** The hub's own log of who did and read what. */
export interface AuditTrail {
  /**
   * Writes one line, durable when it resolves. Write it before the answer goes out: what could not be put down is not done.
   *
   * @param action `noun.verb`, e.g. `candidate.read`
   * @param subject an id; never a name, a phone number or other personal data. Empty for a list.
   */
  audit(actor: Actor, action: string, subject?: string): Promise<void>;
  /** The same within a transaction that is open: both or none. */
  auditIn(queries: Queries, actor: Actor, action: string, subject?: string): Promise<void>;
  /** Newest first; those before line `before`. */
  list(options: { before: number | null; limit: number; subject?: string | undefined }): Promise<HubAuditLine[]>;
  /** Reads the whole chain. A cut-off end cannot be seen from within: compare `lines` with a backup or an export. */
  verify(): Promise<HubAuditVerification>;
}

/** Appends one line within a transaction that is open; tells which it became. `subject` null: a list. */
export async function appendAudit(
  queries: Queries,
  entry: { readonly at: string; readonly actor: Actor; readonly action: string; readonly subject: string | null },
): Promise<{ readonly seq: number; readonly sha256: string }> {
  const row = await queries.get('select seq, sha256 from hub_audit order by seq desc limit 1');
  const head = row === undefined ? { seq: 0, sha256: ROOT } : Head.parse(row);
  const line = {
    seq: head.seq + 1,
    at: entry.at,
    callerKind: entry.actor.kind,
    callerId: entry.actor.id,
    callerName: entry.actor.name,
    action: entry.action,
    subject: entry.subject ?? '',
  };
  const sha256 = lineHash(line, head.sha256);
  await queries.run(
    'insert into hub_audit (seq, at, caller_kind, caller_id, caller_name, action, subject, sha256) values (?, ?, ?, ?, ?, ?, ?, ?)',
    line.seq,
    line.at,
    line.callerKind,
    line.callerId,
    line.callerName,
    line.action,
    line.subject,
    sha256,
  );
  return { seq: line.seq, sha256 };
}

/** The audit log in the hub's database. */
export function createAuditTrail(database: HubDatabase, now: () => Date): AuditTrail {
  const auditIn: AuditTrail['auditIn'] = async (queries, actor, action, subject = '') => {
    await appendAudit(queries, { at: now().toISOString(), actor, action, subject });
  };

  async function verify(): Promise<HubAuditVerification> {
    let previous = { seq: 0, sha256: ROOT };
    for (;;) {
      const rows = await database.all(
        `select ${COLUMNS} from hub_audit where seq > ? order by seq limit ${VERIFY_CHUNK}`,
        previous.seq,
      );
      for (const line of rows.map((row) => HubAuditLine.parse(row))) {
        if (line.seq !== previous.seq + 1 || line.sha256 !== lineHash(line, previous.sha256)) {
          return { isSound: false, lines: previous.seq, firstBroken: line.seq };
        }
        previous = line;
      }
      if (rows.length < VERIFY_CHUNK) return { isSound: true, lines: previous.seq, firstBroken: null };
    }
  }

  return {
    audit: (actor, action, subject) => database.transaction((queries) => auditIn(queries, actor, action, subject)),
    auditIn,
    list: async ({ before, limit, subject }) => {
      const rows = await database.all(
        `select ${COLUMNS} from hub_audit where seq < ? and subject = coalesce(?, subject) order by seq desc limit ?`,
        before ?? Number.MAX_SAFE_INTEGER,
        subject ?? null,
        limit,
      );
      return rows.map((row) => HubAuditLine.parse(row));
    },
    verify,
  };
}

/** SHA-256 over the line before and the fields of this one, as a JSON array: no field can run into the next. */
function lineHash(line: Omit<HubAuditLine, 'sha256'>, previous: string): string {
  const { seq, at, callerKind, callerId, callerName, action, subject } = line;
  return createHash('sha256')
    .update(JSON.stringify([previous, seq, at, callerKind, callerId, callerName, action, subject]))
    .digest('hex');
}
