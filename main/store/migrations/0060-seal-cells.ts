import type { Migration } from '../migrate.ts';

/** What is personal is sealed from here on: a blind index in place of names, the kind of state beside its JSON, hashes of frames. */
export const sealCells: Migration = {
  version: 60,
  sql: `
    -- Which keys this data was written with, and the number of the newest of them.
    create table key_ring (
      id integer primary key check (id = 1),
      ring_id text not null, -- never updated
      newest_serial integer not null
    ) strict;

    -- Keyed hashes of the beginnings of names and invitation codes.
    create table search_tokens (
      session_id text not null,
      token blob not null
    ) strict;
    create index search_tokens_by_token on search_tokens (token, session_id);
    create index search_tokens_by_session on search_tokens (session_id);

    alter table sessions add column state_kind text not null default '';
    update sessions set state_kind = json_extract(state_json, '$.kind');
    alter table sessions drop column candidate_search;

    -- SHA-256 of the sealed frame; empty for bytes of an earlier release, which lie in the clear until the next start
    alter table slices add column frame_sha256 text not null default '';
  `,
};
