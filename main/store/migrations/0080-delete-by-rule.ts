import type { Migration } from '../migrate.ts';

/** Deleting by rule and by code: clocks of retention, holds, what was deleted and what is still to be removed. */
export const deleteByRule: Migration = {
  version: 80,
  sql: `
    -- What the kiosk knows of time without trusting its wall clock.
    create table retention_clock (
      id integer primary key check (id = 1),
      ran_ms integer not null, -- how long the program has run in all; never more than has passed
      trusted_at text, -- the newest instant that was believed, and how long the program had run then
      trusted_ran_ms integer not null
    ) strict;

    -- When the period of an interview began. A row without an instant waits for receipts, or for a clock to be believed.
    create table retention_marks (
      session_id text primary key references sessions (session_id),
      phase text not null,
      days integer not null, -- the period its candidate was told
      started_at text,
      started_ran_ms integer
    ) strict;

    create table holds (
      session_id text primary key references sessions (session_id),
      reason text not null check (reason in ('complaint', 'authority', 'audit', 'other')),
      case_number text not null, -- of the file it is held for; no personal data
      placed_by text not null,
      placed_at text not null
    ) strict;

    -- A candidate asked for deletion while the interview was held: carried out on release.
    create table wanted_deletions (
      session_id text primary key references sessions (session_id),
      actor text not null,
      wanted_at text not null
    ) strict;

    create table deletions (
      deletion_id text primary key,
      session_id text not null references sessions (session_id),
      method text not null check (method in ('code', 'retention', 'withdrawal')),
      actor text not null,
      deleted_at text not null,
      certificate_json text, -- null where nothing had been said or written yet
      forgotten_at text, -- key destroyed, tombstone written
      finished_at text -- files removed too
    ) strict;
    create index deletions_by_session on deletions (session_id, deletion_id);

    -- Files of deleted interviews that may still lie in the media folder, with or without a row of their own.
    create table doomed_files (
      recording_id text primary key,
      session_id text not null
    ) strict;
  `,
};
