import type { Migration } from '../database.ts';

/** Systems that results are handed over to, and what each has. */
export const createConnectors: Migration = {
  version: 470,
  sql: (dialect) => `
    create table connectors (
      id text primary key,
      kind text not null,
      sealed_configuration text not null, -- HubKey.seal
      created_at text not null,
      removed_at text
    )${dialect.clustered};

    create table connector_deliveries (
      connector_id text not null,
      result_id text not null,
      revision ${dialect.integer} not null,
      is_complete ${dialect.integer} not null check (is_complete in (0, 1)),
      remote_ids text not null,
      primary key (connector_id, result_id)
    )${dialect.clustered};
  `,
};
