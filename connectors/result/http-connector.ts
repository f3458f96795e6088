import type { InterviewResult } from '#shared/result.ts';
import { deliverOnce, type DeliveryLedger, type LedgerEntry } from './delivery-ledger.ts';
import { httpExchange, recordingExchange, type Exchange } from './exchange.ts';
import {
  DeliveryEnded,
  endingsAsOutcomes,
  type ErasureNotice,
  type RemoteIds,
  type ResultConnector,
} from './result-connector.ts';
import { lasting, type TargetName } from './sentences.ts';

/** What tells one HTTP target from another. Both functions end early by `DeliveryEnded`. */
export type HttpTarget = {
  /** Everything that must not be seen: keys, tokens, addresses that are keys. */
  readonly secrets: readonly string[];
  /** Every step may be repeated: the answer to it may have been lost. */
  readonly deliver: (result: InterviewResult, exchange: Exchange, entry: LedgerEntry) => Promise<RemoteIds>;
  /** Tells of an erasure; repeated like the steps above. `remoteIds`: what the ledger knows of the result there. */
  readonly erase: (notice: ErasureNotice, exchange: Exchange, remoteIds: RemoteIds) => Promise<void>;
  /** Only questions. Returns what answered. */
  readonly check: (exchange: Exchange) => Promise<string>;
};

export type HttpConnectorOptions = {
  /** Id of the configured connector, part of the ledger's key. */
  readonly id: string;
  readonly ledger: DeliveryLedger;
  /** From start to end of one request, ms. */
  readonly deadlineMs?: number;
};

/** A connector whose target speaks HTTP: the same steps are sent, or written down by a dry run. */
export function createHttpConnector(target: HttpTarget, options: HttpConnectorOptions): ResultConnector {
  const { id, ledger, deadlineMs } = options;
  const limits = deadlineMs === undefined ? {} : { deadlineMs };
  return {
    upsert: (result, signal) =>
      deliverOnce(ledger, id, result, (entry) =>
        endingsAsOutcomes(async () => ({
          kind: 'delivered' as const,
          remoteIds: await target.deliver(result, httpExchange({ signal, ...limits }), entry),
        })),
      ),
    dryRun: async (result) => {
      const { exchange, requests } = recordingExchange(target.secrets);
      const entry: LedgerEntry = { remoteIds: {}, keepIds: () => Promise.resolve() };
      const outcome = await endingsAsOutcomes(async () => {
        await target.deliver(result, exchange, entry);
        return { kind: 'planned' as const, requests };
      });
      if (outcome.kind === 'transient') throw new Error('A dry run sends nothing and so waits for nobody.');
      return outcome;
    },
    erase: (notice, signal) =>
      endingsAsOutcomes(async () => {
        const known = await ledger.read({ connector: id, resultId: notice.resultId });
        await target.erase(notice, httpExchange({ signal, ...limits }), known?.remoteIds ?? {});
        return { kind: 'told' as const };
      }),
    check: (signal) =>
      endingsAsOutcomes(async () => ({
        kind: 'ready' as const,
        about: await target.check(httpExchange({ signal, ...limits })),
      })),
  };
}

/** For targets that have no call for an erasure: a person does it there. */
export function erasedByHand(target: TargetName): HttpTarget['erase'] {
  return () => Promise.reject(new DeliveryEnded(lasting('unsupported', target)));
}
