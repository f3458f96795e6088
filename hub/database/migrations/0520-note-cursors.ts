import type { Migration } from '../database.ts';

/** How far each kiosk has come in what is published: it asks from where it has kept everything. */
export const noteCursors: Migration = {
  version: 520,
  sql: (dialect) => `
    create table device_cursors (
      device_id text primary key,
      after_cursor ${dialect.integer} not null,
      since text not null -- when it first asked from there
    )${dialect.clustered};
  `,
};
