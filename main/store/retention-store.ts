import type { SessionId } from '#shared/ids.ts';
import { mayBegin, type RetentionFacts } from '#shared/retention.ts';
import type { Database } from './database.native.ts';

/** What is known of time across starts: how long the program ran, and the newest instant that was believed. */
export interface RetentionClock {
  ranMs: number;
  believed: { atMs: number; ranMs: number } | null;
}

interface FactsSqlRow {
  session_id: string;
  phase: RetentionFacts['phase'];
  mark_phase: string | null;
  days: number | null;
  started_at: string | null;
  started_ran_ms: number | null;
  open_records: number;
  open_files: number;
  received_at: string | null;
  is_held: number;
}

export interface KeptSession extends RetentionFacts {
  sessionId: SessionId;
  isHeld: boolean;
}

/** Clocks of retention. An interview has a mark once it was finished or left; its period begins when receipts allow. */
export function createRetentionStore(database: Database) {
  // from the interview's own records on: the other way round, everything ever sent is looked through for each interview
  const ofSession = 'from records cross join outbox using (record_id)';
  const select = `
    select session_id, sessions.phase, retention_marks.phase mark_phase, days, retention_marks.started_at, started_ran_ms,
      (select count(*) ${ofSession}
        where records.session_id = sessions.session_id and outbox.state in ('held', 'waiting', 'parked')) open_records,
      (select count(*) from recordings
        where recordings.session_id = sessions.session_id and slices > 0
          and (kind = 'av' and sync_state = 'held' or sync_state in ('waiting', 'parked'))) open_files,
      (select json_extract(receipt_json, '$.receivedAt') ${ofSession}
        where records.session_id = sessions.session_id and type = 'session.finalized' and outbox.state = 'sent') received_at,
      exists (select 1 from holds where holds.session_id = sessions.session_id) is_held
    from sessions left join retention_marks using (session_id)`;
  const selectKept = database.prepare<[], FactsSqlRow>(
    `${select} where sessions.phase in ('finalized', 'sealed') order by session_id`,
  );
  const selectMark = database.prepare<
    [string],
    { phase: string; days: number; started_at: string | null; started_ran_ms: number | null }
  >('select phase, days, started_at, started_ran_ms from retention_marks where session_id = ?');
  const putMark = database.prepare(`
    insert into retention_marks (session_id, phase, days, started_at, started_ran_ms) values (?, ?, ?, null, null)
    on conflict (session_id) do update set phase = excluded.phase, days = excluded.days, started_at = null, started_ran_ms = null`);
  const begin = database.prepare(
    'update retention_marks set started_at = coalesce(started_at, ?), started_ran_ms = coalesce(started_ran_ms, ?) where session_id = ?',
  );
  const selectClock = database.prepare<[], { ran_ms: number; trusted_at: string | null; trusted_ran_ms: number }>(
    'select ran_ms, trusted_at, trusted_ran_ms from retention_clock',
  );
  const putClock = database.prepare(`
    insert into retention_clock (id, ran_ms, trusted_at, trusted_ran_ms) values (1, ?, ?, ?)
    on conflict (id) do update set ran_ms = excluded.ran_ms, trusted_at = excluded.trusted_at, trusted_ran_ms = excluded.trusted_ran_ms`);

  function factsOf(row: FactsSqlRow, days: number): RetentionFacts {
    const isSamePhase = row.mark_phase === row.phase;
    return {
      phase: row.phase,
      days: isSamePhase ? (row.days ?? days) : days,
      openRecords: row.open_records,
      openFiles: row.open_files,
      receivedAt: row.received_at,
      startedAt: isSamePhase ? row.started_at : null,
      startedRanMs: isSamePhase ? row.started_ran_ms : null,
    };
  }

  return {
    clock(): RetentionClock {
      const row = selectClock.get();
      if (!row) return { ranMs: 0, believed: null };
      const atMs = row.trusted_at === null ? null : Date.parse(row.trusted_at);
      return {
        ranMs: row.ran_ms,
        believed: atMs === null ? null : { atMs, ranMs: row.ran_ms - row.trusted_ran_ms },
      };
    },
    /** @param believedMs the instant that is believed now; null keeps the one before */
    saveClock(ranMs: number, believedMs: number | null): void {
      const before = selectClock.get();
      if (believedMs !== null) putClock.run(Math.floor(ranMs), new Date(believedMs).toISOString(), Math.floor(ranMs));
      else putClock.run(Math.floor(ranMs), before?.trusted_at ?? null, before?.trusted_ran_ms ?? 0);
    },
    /**
     * Begins the periods that may begin now, all in one transaction.
     *
     * @param daysOf the period of an interview, asked for once
     */
    mark(daysOf: (id: SessionId) => number | null, known: { nowMs: number | null; ranMs: number }): void {
      database.transaction(() => {
        for (const row of selectKept.all()) {
          const id = row.session_id as SessionId;
          if (row.mark_phase !== row.phase) {
            const days = daysOf(id);
            if (days === null) continue;
            putMark.run(id, row.phase, days);
          }
          const facts = factsOf(row, 1);
          const hasBegun = facts.startedAt !== null || (facts.startedRanMs !== null && known.nowMs === null);
          if (hasBegun || !mayBegin(facts)) continue;
          begin.run(known.nowMs === null ? null : new Date(known.nowMs).toISOString(), Math.floor(known.ranMs), id);
        }
      })();
    },
    /** Interviews that something is kept of and whose period is known, oldest first. */
    kept: (): KeptSession[] =>
      selectKept.all().flatMap((row) => {
        if (row.days === null || row.mark_phase !== row.phase) return [];
        return [{ ...factsOf(row, row.days), sessionId: row.session_id as SessionId, isHeld: row.is_held === 1 }];
      }),
    /**
     * @param interview as it stands, with what of it is still to be sent
     * @param days the period, where it was not written down yet
     */
    factsOf(
      {
        id,
        phase,
        ...sending
      }: Pick<RetentionFacts, 'phase' | 'openRecords' | 'openFiles' | 'receivedAt'> & { id: SessionId },
      days: number,
    ): RetentionFacts {
      const row = selectMark.get(id);
      const mark = row?.phase === phase ? row : undefined;
      return {
        phase,
        ...sending,
        days: mark?.days ?? days,
        startedAt: mark?.started_at ?? null,
        startedRanMs: mark?.started_ran_ms ?? null,
      };
    },
  };
}
