import type { Migration } from '../migrate.ts';

/** Candidates whom the site itself expects. */
export const expectCandidates: Migration = {
  version: 160,
  sql: `
    create table expected_candidates (
      expected_id text primary key,
      body_json text not null, -- sealed under a key of its own, which is destroyed with the row
      made_at text not null
    ) strict;
  `,
};
