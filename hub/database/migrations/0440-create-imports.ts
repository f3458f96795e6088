import type { Migration } from '../database.ts';

/** Files of candidates as they were read, row by row, and what became of each. */
export const createImports: Migration = {
  version: 440,
  sql: (dialect) => `
    create table imports (
      id text primary key,
      kind text not null,
      name text not null,
      sha256 text not null,
      same_as text not null unique,
      job_id text,
      reading text not null,
      state text not null check (state in ('previewed', 'committing', 'committed')),
      actor text not null,
      created_at text not null,
      committed_at text
    )${dialect.clustered};

    create table import_rows (
      import_id text not null references imports (id),
      number ${dialect.integer} not null,
      content text not null,
      state text not null,
      problem text,
      candidate_id text references candidates (id),
      primary key (import_id, number)
    )${dialect.clustered};
    create index import_rows_by_candidate on import_rows (candidate_id) where candidate_id is not null;
  `,
};
