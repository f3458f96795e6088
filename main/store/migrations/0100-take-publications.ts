import type { Migration } from '../migrate.ts';

/** What head office publishes, every version of it, and deletions that it asks for. */
export const takePublications: Migration = {
  version: 100,
  sql: `
    create table publications (
      kind text not null,
      id text not null,
      version integer not null,
      cursor integer not null,
      schema_version integer not null,
      published_at text not null,
      body_json text, -- sealed for the device; null: withdrawn
      sha256 text not null,
      signature text not null,
      hub_key text not null,
      received_at text not null,
      -- waiting: for the end of an interview. kept: of a kind or version this release does not use. refused: never used
      state text not null check (state in ('waiting', 'applied', 'kept', 'refused')),
      reason text,
      applied_at text,
      primary key (kind, id, version)
    ) strict;

    -- Up to where everything published was taken.
    create table down_sync (
      id integer primary key check (id = 1),
      cursor integer not null
    ) strict;

    create table deletions_wider (
      deletion_id text primary key,
      session_id text not null references sessions (session_id),
      method text not null check (method in ('code', 'retention', 'withdrawal', 'head_office')),
      actor text not null,
      deleted_at text not null,
      certificate_json text,
      forgotten_at text,
      finished_at text
    ) strict;
    insert into deletions_wider select deletion_id, session_id, method, actor, deleted_at, certificate_json, forgotten_at, finished_at
      from deletions order by rowid;
    drop table deletions;
    alter table deletions_wider rename to deletions;
    create index deletions_by_session on deletions (session_id, deletion_id);
  `,
};
