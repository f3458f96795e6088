import type { Migration } from '../database.ts';

/** Checks that others make on our order, and the documents that are handed over to HR systems. */
export const createChecks: Migration = {
  version: 460,
  sql: (dialect) => `
    create table partners (
      id text primary key,
      kind text not null,
      name text not null,
      url text not null,
      secrets text not null,
      created_at text not null,
      revoked_at text
    )${dialect.clustered};

    create table check_orders (
      id text primary key,
      application_id text not null references applications (id),
      candidate_id text not null references candidates (id),
      provider_id text not null references partners (id),
      state text not null check (state in ('ordered', 'sent', 'completed', 'cancelled', 'error')),
      outcome text,
      result text,
      ordered_at text not null,
      sent_at text,
      finished_at text
    )${dialect.clustered};
    create index check_orders_by_application on check_orders (application_id);
    create index check_orders_by_candidate on check_orders (candidate_id);

    create table result_documents (
      result_id text not null,
      revision ${dialect.integer} not null,
      application_id text not null references applications (id),
      candidate_id text not null references candidates (id),
      session_id text not null,
      body text not null,
      body_sha256 text not null,
      created_at text not null,
      primary key (result_id, revision)
    )${dialect.clustered};
    create index result_documents_by_candidate on result_documents (candidate_id);
  `,
};
