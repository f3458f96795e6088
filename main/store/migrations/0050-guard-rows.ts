import type { Migration } from '../migrate.ts';

/** What proves that rows are as they were written, and how far the journal beside the database has been taken over. */
export const guardRows: Migration = {
  version: 50,
  sql: `
    create table row_hashes (
      table_name text not null,
      row_id integer not null,
      sha256 blob not null, -- of table, number and every cell
      primary key (table_name, row_id)
    ) strict, without rowid;
    create table journal_position (
      id integer primary key check (id = 1),
      sequence integer not null -- of the newest entry whose transaction is in this file
    ) strict;
  `,
};
