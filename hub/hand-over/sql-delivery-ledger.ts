import { z } from 'zod';
import type { DeliveryLedger } from '#connectors/result/delivery-ledger.ts';
import type { HubDatabase } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';

const Row = z.object({
  revision: z.int(),
  isComplete: z.int(),
  remoteIds: jsonColumn(z.record(z.string(), z.string())),
});

/** What each connector has, in the hub's database: durable when `keep` resolves. */
export function createSqlDeliveryLedger(database: HubDatabase): DeliveryLedger {
  return {
    read: async ({ connector, resultId }) => {
      const row = await database.get(
        `select revision, is_complete "isComplete", remote_ids "remoteIds" from connector_deliveries
         where connector_id = ? and result_id = ?`,
        connector,
        resultId,
      );
      if (row === undefined) return null;
      const { isComplete, ...rest } = Row.parse(row);
      return { ...rest, isComplete: isComplete === 1 };
    },
    keep: async ({ connector, resultId }, { revision, isComplete, remoteIds }) => {
      await database.run(
        `insert into connector_deliveries (connector_id, result_id, revision, is_complete, remote_ids) values (?, ?, ?, ?, ?)
         on conflict (connector_id, result_id) do update
           set revision = excluded.revision, is_complete = excluded.is_complete, remote_ids = excluded.remote_ids`,
        connector,
        resultId,
        revision,
        isComplete ? 1 : 0,
        JSON.stringify(remoteIds),
      );
    },
  };
}
