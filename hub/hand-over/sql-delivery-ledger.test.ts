import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { deliveryLedgerConformance } from '#connectors/result/delivery-ledger.conformance.ts';
import type { HubDatabase } from '../database/database.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { createSqlDeliveryLedger } from './sql-delivery-ledger.ts';

let folder = '';
const opened: HubDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-ledger-'));
});
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await rm(folder, { recursive: true, force: true });
});

deliveryLedgerConformance('the ledger in the hub', async () => {
  const file = join(folder, `ledger-${opened.length}.db`);
  const open = async () => {
    const database = openSqliteDatabase(file);
    opened.push(database);
    return createSqlDeliveryLedger(database);
  };
  return { ledger: await open(), again: open };
});
