import type { SyncState } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { RetentionFacts } from '#shared/retention.ts';
import type { Database } from './database.native.ts';

/** Worst first: what a person has to look at comes before what is on its way. */
const WORST_FIRST: readonly SyncState[] = ['parked', 'waiting', 'held', 'withheld', 'sent'];

/** The state that counts for all of them; null for none. */
export function worstSync(states: readonly SyncState[]): SyncState | null {
  return WORST_FIRST.find((state) => states.includes(state)) ?? null;
}

const OPEN: readonly SyncState[] = ['held', 'waiting', 'parked'];

/** How far what belongs to an interview has come on its way to head office. */
export interface Sending extends Pick<RetentionFacts, 'openRecords' | 'openFiles' | 'receivedAt'> {
  /** The worst state among its records; `held` before it is finalized. */
  recordSync: SyncState;
  /** The worst state among its files; null without files. */
  fileSync: SyncState | null;
}

/** Reads records and files of an interview once, for its row in a list and for its clock of retention. */
export function createSendingOf(database: Database) {
  // from the interview's own records on: the other way round everything ever sent is looked through
  const ofRecords = database.prepare<[string], { state: SyncState; n: number; received_at: string | null }>(
    `select state, count(*) n,
       max(case when state = 'sent' and type = 'session.finalized' then json_extract(receipt_json, '$.receivedAt') end) received_at
     from records cross join outbox using (record_id) where session_id = ? group by state`,
  );
  const ofFiles = database.prepare<[string], { kind: string; sync_state: SyncState; n: number }>(
    'select kind, sync_state, count(*) n from recordings where session_id = ? and slices > 0 group by kind, sync_state',
  );
  return (id: SessionId): Sending => {
    const records = ofRecords.all(id);
    // sound that stands beside a picture is not due for sending
    const files = ofFiles.all(id).filter(({ kind, sync_state }) => kind === 'av' || sync_state !== 'held');
    const openOf = (rows: readonly { state: SyncState; n: number }[]) =>
      rows.reduce((sum, { state, n }) => sum + (OPEN.includes(state) ? n : 0), 0);
    return {
      recordSync: worstSync(records.map(({ state }) => state)) ?? 'held',
      fileSync: worstSync(files.map(({ sync_state }) => sync_state)),
      openRecords: openOf(records),
      openFiles: openOf(files.map(({ sync_state, n }) => ({ state: sync_state, n }))),
      receivedAt: records.find(({ received_at }) => received_at !== null)?.received_at ?? null,
    };
  };
}
