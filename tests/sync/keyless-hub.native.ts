import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Takes the key of records out of a hub's database, for a control: no index holds `(device_id, id)` unique, and a record that is stored is not
 * found again by its id. What the hub answers stays the same.
 */
export function takeKeyAway(dataDir: string): void {
  const database = new Database(join(dataDir, 'hub.db'));
  try {
    const sql = database
      .prepare<[], string>(`select sql from sqlite_schema where type = 'table' and name = 'records'`)
      .pluck()
      .get();
    if (sql === undefined || !/,\s*unique \(device_id, id\)/.test(sql))
      throw new Error('The hub has no such key to take away.');
    const keyless = sql.replace(/,\s*unique \(device_id, id\)/, '');
    database.exec(`
      pragma foreign_keys = off;
      begin;
      drop table records;
      ${keyless};
      create index records_by_session on records (session_id, device_id, seq) where session_id is not null;
      create trigger forget_id after insert on records begin
        update records set id = new.id || ' ' || new.hub_seq where hub_seq = new.hub_seq;
      end;
      commit;
    `);
  } finally {
    database.close();
  }
}
