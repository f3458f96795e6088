import { HoldReason } from '#shared/deletion.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Database } from './database.native.ts';
import type { Ledger } from './ledger.ts';

export interface Hold {
  reason: HoldReason;
  /** Of the file it is held for; no personal data. */
  caseNumber: string;
  /** A staff id. */
  placedBy: string;
  placedAt: string;
}

/** A deletion its candidate asked for while the interview was held. */
export interface WantedDeletion {
  sessionId: SessionId;
  actor: string;
  wantedAt: string;
}

interface HoldSqlRow {
  reason: string;
  case_number: string;
  placed_by: string;
  placed_at: string;
}

/** Legal holds (R19), and the deletions that wait for their end. Every change is one transaction with its audit line. */
export function createHoldStore(database: Database, ledger: Ledger, now: () => Date) {
  const selectHold = database.prepare<[string], HoldSqlRow>('select * from holds where session_id = ?');
  const selectWanted = database.prepare<[], { session_id: string; actor: string; wanted_at: string }>(
    'select * from wanted_deletions order by wanted_at',
  );

  function hold(id: SessionId): Hold | null {
    const row = selectHold.get(id);
    if (!row) return null;
    const { case_number: caseNumber, placed_by: placedBy, placed_at: placedAt } = row;
    return { reason: HoldReason.parse(row.reason), caseNumber, placedBy, placedAt };
  }

  return {
    hold,
    place: (id: SessionId, { reason, caseNumber, actor }: { reason: HoldReason; caseNumber: string; actor: string }) =>
      database.transaction(() => {
        database
          .prepare('insert into holds (session_id, reason, case_number, placed_by, placed_at) values (?, ?, ?, ?, ?)')
          .run(id, reason, caseNumber, actor, now().toISOString());
        ledger.audit({ actor, action: 'hold.placed', subject: id, detail: { reason, caseNumber } });
      })(),
    release: (id: SessionId, actor: string) =>
      database.transaction(() => {
        database.prepare('delete from holds where session_id = ?').run(id);
        ledger.audit({ actor, action: 'hold.released', subject: id, detail: {} });
      })(),
    /** The candidate asks for deletion, which the hold forbids: noted once, carried out on release. */
    want: (id: SessionId, actor: string) =>
      database.transaction(() => {
        database
          .prepare(
            'insert into wanted_deletions (session_id, actor, wanted_at) values (?, ?, ?) on conflict do nothing',
          )
          .run(id, actor, now().toISOString());
        ledger.audit({ actor, action: 'deletion.wanted', subject: id, detail: { isHeld: true } });
      })(),
    isWanted: (id: SessionId): boolean =>
      database.prepare('select 1 from wanted_deletions where session_id = ?').get(id) !== undefined,
    /** Deletions that no hold forbids any more. */
    listReleased: (): WantedDeletion[] =>
      selectWanted
        .all()
        .filter(({ session_id }) => selectHold.get(session_id) === undefined)
        .map(({ session_id, actor, wanted_at }) => ({
          sessionId: session_id as SessionId,
          actor,
          wantedAt: wanted_at,
        })),
  };
}
