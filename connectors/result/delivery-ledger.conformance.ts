import { describe, expect, test } from 'vitest';
import type { DeliveryLedger } from './delivery-ledger.ts';

/** What every ledger does, wherever it keeps its entries. @param open makes an empty one, or opens the same one `again` */
export function deliveryLedgerConformance(
  name: string,
  open: () => Promise<{ readonly ledger: DeliveryLedger; readonly again: () => Promise<DeliveryLedger> }>,
): void {
  const key = { connector: 'odoo', resultId: '0198b6a2-54f1-7c10-8a5e-3f1f5a0c9d21' };

  describe(`${name} as a delivery ledger`, () => {
    test('knows nothing at first, and afterwards exactly what was kept last', async () => {
      const { ledger, again } = await open();
      expect(await ledger.read(key)).toBeNull();
      const begun = { revision: 1, isComplete: false, remoteIds: { job: '7' } };
      await ledger.keep(key, begun);
      expect(await ledger.read(key)).toEqual(begun);
      const done = { revision: 2, isComplete: true, remoteIds: { job: '7', applicant: '42' } };
      await ledger.keep(key, done);
      expect(await (await again()).read(key)).toEqual(done);
    });

    test('keeps connectors and results apart, also where their names could be run together', async () => {
      const { ledger } = await open();
      await ledger.keep({ connector: 'a', resultId: 'b-c' }, { revision: 1, isComplete: true, remoteIds: { id: '1' } });
      await ledger.keep({ connector: 'a-b', resultId: 'c' }, { revision: 1, isComplete: true, remoteIds: { id: '2' } });
      expect((await ledger.read({ connector: 'a', resultId: 'b-c' }))?.remoteIds).toEqual({ id: '1' });
      expect((await ledger.read({ connector: 'a-b', resultId: 'c' }))?.remoteIds).toEqual({ id: '2' });
      expect(await ledger.read({ connector: 'a', resultId: 'c' })).toBeNull();
    });
  });
}
