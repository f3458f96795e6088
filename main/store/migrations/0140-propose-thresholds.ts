import type { Migration } from '../migrate.ts';

/** Changes of weights and cut-offs: one person proposes, another approves. They hold no candidate's data. */
export const proposeThresholds: Migration = {
  version: 140,
  sql: `
    create table thresholds (
      threshold_id text primary key,
      job_id text not null,
      before_json text not null,
      after_json text not null,
      figures_json text not null, -- what the rehearsal showed: counts
      reason text not null, -- sealed for the device
      proposed_by text not null,
      proposed_at text not null,
      state text not null check (state in ('proposed', 'approved', 'withdrawn')),
      decided_by text,
      decided_at text,
      check (state <> 'approved' or decided_by <> proposed_by),
      check ((state = 'proposed') = (decided_at is null))
    ) strict;
    create unique index thresholds_waiting on thresholds (job_id) where state = 'proposed';
  `,
};
