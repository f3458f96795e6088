import type { Migration } from '../database.ts';

/** Everything ever published to kiosks, every version of it. */
export const publish: Migration = {
  version: 110,
  sql: (dialect) => `
    create table publications (
      cursor ${dialect.identity},
      kind text not null,
      id text not null,
      version ${dialect.integer} not null,
      schema_version ${dialect.integer} not null,
      sites_json text, -- null: all
      body_json text not null, -- canonical JSON; null in it: withdrawn
      sha256 text not null,
      published_at text not null,
      published_by text not null,
      unique (kind, id, version)
    )${dialect.strict};
  `,
};
