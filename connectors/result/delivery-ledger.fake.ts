import type { Delivery, DeliveryLedger } from './delivery-ledger.ts';

/** A ledger in memory, for tests. */
export function ledgerInMemory(): DeliveryLedger {
  const known = new Map<string, Delivery>();
  const name = ({ connector, resultId }: { connector: string; resultId: string }) => `${connector}\n${resultId}`;
  return {
    read: (key) => Promise.resolve(known.get(name(key)) ?? null),
    keep: (key, delivery) => {
      known.set(name(key), structuredClone(delivery));
      return Promise.resolve();
    },
  };
}
