import BetterSqlite3 from 'better-sqlite3';
import { AUDIT_ROOT } from '#shared/wire/audit-head.ts';
import type { AuditRow } from './audit-chain.ts';
import { hashAllRows } from './journal/guard-writes.ts';
import { auditText } from './ledger.ts';
import { sha256 } from './sha256.ts';

/** Somebody with the database file, its schema and all its rules, but without the kiosk's secret. */
export interface Forger {
  sql(statements: string): void;
  /** Numbers the lines from 1 without gaps and makes every hash and link anew: a log that is sound in itself. */
  rehash(): void;
}

/**
 * Changes a database behind the program's back: no trigger, no journal, and in the end the hashes of all rows made anew, so that
 * the program finds nothing wrong with the file when it opens it.
 */
export function forge(file: string, work: (forger: Forger) => void): void {
  const database = new BetterSqlite3(file);
  const triggers = database
    .prepare<[], { name: string; sql: string }>(`select name, sql from sqlite_schema where type = 'trigger'`)
    .all();
  try {
    database.pragma('foreign_keys = OFF');
    for (const { name } of triggers) database.exec(`drop trigger ${name}`);
    work({
      sql: (statements) => void database.exec(statements),
      rehash() {
        const rows = database.prepare<[], AuditRow>('select * from audit order by seq').all();
        database.exec('delete from audit');
        const insert = database.prepare(
          `insert into audit (seq, at, actor, action, subject, detail_json, record_id, previous_sha256, sha256)
           values (@seq, @at, @actor, @action, @subject, @detail_json, @record_id, @previous_sha256, @sha256)`,
        );
        let previous = AUDIT_ROOT;
        for (const [index, row] of rows.entries()) {
          const line = { ...row, seq: index + 1, previous_sha256: previous };
          previous = sha256(auditText(line));
          insert.run({ ...line, sha256: previous });
        }
      },
    });
    for (const { sql } of triggers) database.exec(sql);
    hashAllRows(database);
  } finally {
    database.close();
  }
}
