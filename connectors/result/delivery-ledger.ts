import type { InterviewResult } from '#shared/result.ts';
import type { DeliveryOutcome, RemoteIds } from './result-connector.ts';

/** What is known of one result at one target. */
export type Delivery = {
  readonly revision: number;
  /** False: begun; the ids are those of the steps that were done. */
  readonly isComplete: boolean;
  readonly remoteIds: RemoteIds;
};

export type DeliveryKey = {
  /** Id of the configured connector. */
  readonly connector: string;
  readonly resultId: string;
};

/**
 * Remembers what reached which target. Kept durably beside the outbox; `keep` has returned only when a power cut cannot take it back. A
 * target whose own memory is short (24 h at 飞书) is not sent the same thing twice because of it.
 */
export type DeliveryLedger = {
  readonly read: (key: DeliveryKey) => Promise<Delivery | null>;
  readonly keep: (key: DeliveryKey, delivery: Delivery) => Promise<void>;
};

/** The entry of one result, while it is being delivered. */
export type LedgerEntry = {
  /** Ids of earlier steps and revisions. */
  readonly remoteIds: RemoteIds;
  /** Durable before the next step begins. */
  readonly keepIds: (ids: RemoteIds) => Promise<void>;
};

/**
 * Hands a result over unless the ledger says it was, and writes down that it was.
 *
 * A revision lower than the one delivered or begun is answered as delivered and not sent: an outbox that was held up must not undo a newer score.
 */
export async function deliverOnce(
  ledger: DeliveryLedger,
  connector: string,
  result: InterviewResult,
  deliver: (entry: LedgerEntry) => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  const key = { connector, resultId: result.id };
  const known = await ledger.read(key);
  const isOvertaken = known !== null && known.revision > result.revision;
  if (isOvertaken || (known?.isComplete === true && known.revision === result.revision))
    return { kind: 'delivered', remoteIds: known.remoteIds };
  let remoteIds = known?.remoteIds ?? {};
  const outcome = await deliver({
    remoteIds,
    keepIds: async (ids) => {
      remoteIds = { ...remoteIds, ...ids };
      await ledger.keep(key, { revision: result.revision, isComplete: false, remoteIds });
    },
  });
  if (outcome.kind !== 'delivered') return outcome;
  await ledger.keep(key, { revision: result.revision, isComplete: true, remoteIds: outcome.remoteIds });
  return outcome;
}
