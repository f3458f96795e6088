import { z } from 'zod';
import { RehearsalFigures, Threshold } from '#shared/insights/threshold.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import type { Ledger } from './ledger.ts';

/** A change of weights and cut-off that a person wants, as it is stored. `proposedBy`, `decidedBy`: staff ids. */
export interface StoredThreshold {
  id: string;
  jobId: string;
  before: Threshold;
  after: Threshold;
  figures: RehearsalFigures;
  reason: string;
  proposedBy: string;
  proposedAt: string;
  state: 'proposed' | 'approved' | 'withdrawn';
  decidedBy: string | null;
  decidedAt: string | null;
}

interface ThresholdSqlRow {
  threshold_id: string;
  job_id: string;
  before_json: string;
  after_json: string;
  figures_json: string;
  reason: string;
  proposed_by: string;
  proposed_at: string;
  state: string;
  decided_by: string | null;
  decided_at: string | null;
}

const State = z.enum(['proposed', 'approved', 'withdrawn']);
const place = (id: string) => `thresholds.reason ${id}`;

/** Changes of thresholds. Every change is one transaction with its audit line; nothing is ever changed back or removed. */
export function createThresholdStore(
  database: Database,
  parts: { ledger: Ledger; cells: Pick<Cells, 'sealForDevice' | 'openForDevice'>; now: () => Date },
) {
  const { ledger, cells, now } = parts;
  const select = database.prepare<[string], ThresholdSqlRow>('select * from thresholds where threshold_id = ?');
  const selectOfJob = database.prepare<[string], ThresholdSqlRow>(
    'select * from thresholds where job_id = ? order by threshold_id desc',
  );
  const selectApproved = database.prepare<[string], string>(
    `select after_json from thresholds where job_id = ? and state = 'approved' order by decided_at desc, threshold_id desc limit 1`,
  );
  const settle = database.prepare(
    `update thresholds set state = ?, decided_by = ?, decided_at = ? where threshold_id = ? and state = 'proposed'`,
  );

  function thresholdOf(row: ThresholdSqlRow): StoredThreshold {
    return {
      id: row.threshold_id,
      jobId: row.job_id,
      before: Threshold.parse(JSON.parse(row.before_json)),
      after: Threshold.parse(JSON.parse(row.after_json)),
      figures: RehearsalFigures.parse(JSON.parse(row.figures_json)),
      reason: cells.openForDevice(place(row.threshold_id), row.reason),
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at,
      state: State.parse(row.state),
      decidedBy: row.decided_by,
      decidedAt: row.decided_at,
    };
  }

  /** @returns false when it was settled already */
  function end(id: string, state: 'approved' | 'withdrawn', actor: string): boolean {
    return database.transaction(() => {
      const row = select.get(id);
      if (row?.state !== 'proposed') return false;
      settle.run(state, actor, now().toISOString(), id);
      ledger.audit({ actor, action: `threshold.${state}`, subject: id, detail: { jobId: row.job_id } });
      return true;
    })();
  }

  return {
    find(id: string): StoredThreshold | null {
      const row = select.get(id);
      return row ? thresholdOf(row) : null;
    },
    /** The newest first. */
    list: (jobId: string): StoredThreshold[] => selectOfJob.all(jobId).map(thresholdOf),
    /** What was approved last; null while nothing was. */
    approved(jobId: string): Threshold | null {
      const json = selectApproved.pluck().get(jobId);
      return json === undefined ? null : Threshold.parse(JSON.parse(json));
    },
    propose(
      change: Pick<StoredThreshold, 'id' | 'jobId' | 'before' | 'after' | 'figures' | 'reason' | 'proposedBy'>,
    ): void {
      const { id, jobId, before, after, figures, reason, proposedBy } = change;
      database.transaction(() => {
        database
          .prepare(
            `insert into thresholds (threshold_id, job_id, before_json, after_json, figures_json, reason, proposed_by, proposed_at, state)
             values (?, ?, ?, ?, ?, ?, ?, ?, 'proposed')`,
          )
          .run(
            id,
            jobId,
            JSON.stringify(before),
            JSON.stringify(after),
            JSON.stringify(figures),
            cells.sealForDevice(place(id), reason),
            proposedBy,
            now().toISOString(),
          );
        const { people, up, down } = figures;
        ledger.audit({
          actor: proposedBy,
          action: 'threshold.proposed',
          subject: id,
          detail: { jobId, cutOff: after.cutOff, weights: JSON.stringify(after.weights), people, up, down },
        });
      })();
    },
    approve: (id: string, actor: string): boolean => end(id, 'approved', actor),
    withdraw: (id: string, actor: string): boolean => end(id, 'withdrawn', actor),
  };
}
