import type { Migration } from '../migrate.ts';

/** Posts written at the kiosk: drafts, their published versions, the question bank; and records that belong to no interview. */
export const writeJobs: Migration = {
  version: 130,
  sql: `
    create table job_drafts (
      draft_id text primary key,
      job_id text not null unique, -- one draft of a post at a time
      base_version integer, -- null: never published
      revision integer not null, -- rises with every save
      body_json text not null, -- sealed for the device
      saved_at text not null
    ) strict;

    create table local_jobs (
      job_id text not null,
      version integer not null check (version > 0), -- without gaps
      body_json text not null, -- sealed for the device
      sha256 text not null, -- of the canonical JSON
      published_at text not null,
      published_by text not null,
      primary key (job_id, version)
    ) strict;
    -- interviews are scored, read and compared by the text they were held with
    create trigger local_jobs_never_change before update on local_jobs begin
      select raise(abort, 'a published version of a post never changes');
    end;
    create trigger local_jobs_stay before delete on local_jobs begin
      select raise(abort, 'a published version of a post stays');
    end;

    create table bank_items (
      bank_id text primary key,
      body_json text not null, -- sealed for the device: the item, its tags, where it comes from
      added_at text not null,
      added_by text not null
    ) strict;

    -- how many interviews were held with a version
    create index sessions_by_plan on sessions (plan_sha256);

    -- what head office is told of a post belongs to no interview; lines of the audit log refer to records and stay as they are
    pragma defer_foreign_keys = on;
    create temp table records_before as select rowid as number, * from records;
    drop table records;
    create table records (
      record_id text primary key,
      seq integer not null unique, -- order of the device, across boots
      session_id text references sessions (session_id), -- null: of the kiosk itself
      type text not null,
      record_json text not null, -- the whole wire record, its SHA-256 included
      erased_at text -- set when a person's data was removed; record_json is then a tombstone
    ) strict;
    insert into records (rowid, record_id, seq, session_id, type, record_json, erased_at)
      select number, record_id, seq, session_id, type, record_json, erased_at from records_before order by number;
    create index records_by_session on records (session_id, seq);
    drop table records_before;
  `,
};
