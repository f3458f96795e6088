import type { Migration } from '../database.ts';

/** Times when people can come, who comes when, and what was sent to them. */
export const createMessages: Migration = {
  version: 450,
  sql: (dialect) => `
    create table slots (
      id text primary key,
      site_id text not null,
      job_id text,
      starts_at text not null,
      ends_at text not null,
      capacity ${dialect.integer} not null check (capacity > 0),
      cancelled_at text
    )${dialect.clustered};
    create index slots_by_time on slots (site_id, starts_at, id);

    create table invitations (
      id text primary key,
      application_id text not null references applications (id),
      candidate_id text not null references candidates (id),
      slot_id text not null references slots (id),
      code text not null,
      channel text not null,
      locale text,
      sequence ${dialect.integer} not null,
      state text not null check (state in ('active', 'cancelled')),
      created_at text not null
    )${dialect.clustered};
    create unique index invitations_active_once on invitations (application_id) where state = 'active';
    create index invitations_by_candidate on invitations (candidate_id);

    create table slot_places (
      slot_id text not null references slots (id),
      place ${dialect.integer} not null check (place > 0),
      invitation_id text not null unique references invitations (id),
      primary key (slot_id, place)
    )${dialect.clustered};
  `,
};
