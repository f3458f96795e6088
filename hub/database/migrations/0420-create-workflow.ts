import type { Migration } from '../database.ts';

/** The flow of each job in versions, and what its rules propose. */
export const createWorkflow: Migration = {
  version: 420,
  sql: (dialect) => `
    create table workflows (
      job_id text not null,
      version ${dialect.integer} not null,
      body text not null,
      created_at text not null,
      created_by text not null,
      primary key (job_id, version)
    )${dialect.clustered};

    create table application_documents (
      application_id text not null references applications (id),
      document_id text not null,
      received_at text not null,
      primary key (application_id, document_id)
    )${dialect.clustered};

    create table proposals (
      id text primary key,
      application_id text not null references applications (id),
      rule_id text not null,
      rule_name text not null,
      workflow_version ${dialect.integer} not null,
      action text not null,
      ground text not null,
      ground_sha256 text not null,
      state text not null check (state in ('open', 'approved', 'dismissed', 'withdrawn')),
      created_at text not null,
      decided_at text,
      decided_by text,
      reason text
    )${dialect.clustered};
    create index proposals_by_application on proposals (application_id, rule_id, ground_sha256);
    create unique index proposals_open_once on proposals (application_id, rule_id) where state = 'open';
    create index proposals_by_state on proposals (state, id);
  `,
};
