import type { Migration } from '../database.ts';

/** Interviews that are not for hiring, known from their first record on. Of the others there is no row. */
export const knowPurposes: Migration = {
  version: 800,
  sql: (dialect) => `
    create table session_purposes (
      device_id text not null,
      session_id text not null,
      purpose text not null check (purpose in ('promotion', 'training', 'exit')),
      primary key (device_id, session_id)
    )${dialect.clustered};
  `,
};
