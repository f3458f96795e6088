import type { Migration } from '../database.ts';

/**
 * One file per candidate. Everything personal stands in `candidate_facts`, the result columns of `candidate_sessions` and `detail` of
 * the timeline, each with where it comes from, so that an erasure knows what to take.
 */
export const createCandidates: Migration = {
  version: 410,
  sql: (dialect) => `
    create table candidates (
      id text primary key,
      created_at text not null,
      updated_at text not null,
      erased_at text,
      merged_into text references candidates (id)
    )${dialect.clustered};
    create index candidates_merged on candidates (merged_into) where merged_into is not null;

    create table candidate_facts (
      fact_seq ${dialect.identity},
      candidate_id text not null references candidates (id),
      kind text not null,
      value text not null,
      source_kind text not null,
      source_id text not null,
      added_at text not null,
      unique (candidate_id, kind, value, source_kind, source_id)
    )${dialect.strict};
    create index candidate_facts_by_value on candidate_facts (kind, value);
    create index candidate_facts_by_source on candidate_facts (source_kind, source_id);
    create unique index candidate_codes on candidate_facts (value) where kind = 'invitation_code';

    create table candidate_resumes (
      resume_seq ${dialect.identity},
      candidate_id text not null references candidates (id),
      source_kind text not null,
      source_id text not null,
      body text not null,
      added_at text not null,
      unique (candidate_id, source_kind, source_id)
    )${dialect.strict};

    create table applications (
      id text primary key,
      candidate_id text not null references candidates (id),
      job_id text not null,
      stage_id text not null,
      stage_entered_at text not null,
      state text not null check (state in ('open', 'closed')),
      outcome text,
      created_at text not null
    )${dialect.clustered};
    create index applications_by_candidate on applications (candidate_id);
    create index applications_by_stage on applications (job_id, stage_id);

    create table candidate_sessions (
      device_id text not null,
      session_id text not null,
      candidate_id text references candidates (id),
      application_id text references applications (id),
      attached_by text,
      job_id text,
      job_version ${dialect.integer},
      locale text,
      state text not null,
      started_at text,
      finalized_at text,
      result text,
      revision ${dialect.integer} not null,
      erased_at text,
      primary key (device_id, session_id)
    )${dialect.clustered};
    create index candidate_sessions_by_candidate on candidate_sessions (candidate_id);
    create index candidate_sessions_by_application on candidate_sessions (application_id);

    create table candidate_timeline (
      entry_seq ${dialect.identity},
      candidate_id text not null references candidates (id),
      application_id text,
      session_id text,
      at text not null,
      kind text not null,
      actor text not null,
      detail text not null
    )${dialect.strict};
    create index candidate_timeline_by_candidate on candidate_timeline (candidate_id, entry_seq);

    create table merge_proposals (
      id text primary key,
      first_id text not null references candidates (id),
      second_id text not null references candidates (id),
      shared_kinds text not null,
      state text not null,
      kept_id text,
      moved_ids text,
      created_at text not null,
      decided_at text,
      decided_by text,
      reason text,
      unique (first_id, second_id),
      check (first_id < second_id)
    )${dialect.clustered};
    create index merge_proposals_by_state on merge_proposals (state, id);

    create table candidate_deletions (
      candidate_id text primary key references candidates (id),
      certificate text not null
    )${dialect.clustered};

    create table record_followers (
      name text primary key,
      hub_seq ${dialect.integer} not null
    )${dialect.clustered};

    create table hub_settings (
      name text primary key,
      value text not null
    )${dialect.clustered};
  `,
};
