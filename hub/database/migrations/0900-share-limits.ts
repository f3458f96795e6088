import type { Migration } from '../database.ts';

/** What hubs on one database must know of each other's callers: requests that were seen, and how often somebody tried. */
export const shareLimits: Migration = {
  version: 900,
  sql: (dialect) => `
    create table seen_nonces (
      device_id text not null,
      nonce text not null,
      until_ms ${dialect.integer} not null, -- after this no hub takes the signature any more, whatever its clock
      primary key (device_id, nonce)
    )${dialect.clustered};
    create index seen_nonces_until on seen_nonces (until_ms);

    create table rate_counts (
      bucket text primary key, -- who is counted, and for what
      tries ${dialect.integer} not null,
      until_ms ${dialect.integer} not null -- end of the window they are counted in
    )${dialect.clustered};
    create index rate_counts_until on rate_counts (until_ms);
  `,
};
