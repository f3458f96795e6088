import type { AuditKind } from '#shared/contract/audit.ts';
import { AUDIT_ROOT } from '#shared/wire/audit-head.ts';
import type { Database } from './database.native.ts';

/** A line as it is stored. */
export interface AuditLineRow {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detailJson: string;
  sha256: string;
}

export interface AuditQuery {
  /** An interview's reference or id; null for every line. */
  reference: string | null;
  actor: string | null;
  kind: AuditKind | null;
  before: number | null;
  limit: number;
}

/** Beginnings of the actions of a kind; those of deletions are named apart from the interviews they end. */
const DELETIONS = ['session.erased*', 'session.expired', 'session.withdrawn', 'hold.*', 'deletion.*'] as const;
const ACTIONS: Readonly<Record<AuditKind, readonly string[]>> = {
  interviews: ['session.*', 'answer.*', 'capture.*', 'picture.*', 'consent.*', 'identity.*', 'check.*', 'interview.*'],
  reviews: ['review.*', 'paper.*', 'rating.*', 'decision.*', 'proposal.*', 'rule.*'],
  accounts: ['staff.*'],
  deletions: DELETIONS,
  sending: ['record.*', 'bundle.*', 'hub.*'],
  kiosk: ['settings.*', 'store.*', 'publication.*', 'job.*', 'threshold.*', 'proof_pack.*'],
};

const isOneOf = (patterns: readonly string[]) => `(${patterns.map((each) => `action glob '${each}'`).join(' or ')})`;

function conditionOf(kind: AuditKind): string {
  const own = isOneOf(ACTIONS[kind]);
  return kind === 'interviews' ? `${own} and not ${isOneOf(DELETIONS)}` : own;
}

/** The audit log to be read, the newest line first. It is written by the ledger alone. */
export function createAuditStore(database: Database) {
  const newest = database.prepare<[], { seq: number; sha256: string }>(
    'select seq, sha256 from audit order by seq desc limit 1',
  );
  return {
    /** One line more than a page has tells that there are others. */
    list({ reference, actor, kind, before, limit }: AuditQuery): AuditLineRow[] {
      // only what is asked for, or no index could be used
      const conditions = [
        ...(before === null ? [] : ['seq < @before']),
        ...(actor === null ? [] : ['actor = @actor']),
        ...(reference === null
          ? []
          : [
              'subject in (select session_id from sessions where session_id = lower(@reference) or reference = upper(@reference))',
            ]),
        ...(kind === null ? [] : [conditionOf(kind)]),
      ];
      const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
      return database
        .prepare<Record<string, string | number | null>, AuditLineRow>(
          `select seq, at, actor, action, subject, detail_json "detailJson", sha256 from audit ${where} order by seq desc limit @limit`,
        )
        .all({ before, actor, reference, limit });
    },
    head: () => newest.get() ?? { seq: 0, sha256: AUDIT_ROOT },
  };
}
export type AuditStore = ReturnType<typeof createAuditStore>;
