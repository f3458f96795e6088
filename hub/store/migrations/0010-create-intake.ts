/** Records, what was put aside, the files records name, and the files announced by tus. */
export const createIntake = {
  version: 10,
  sql: `
    create table records (
      hub_seq integer primary key autoincrement,
      device_id text not null,
      id text not null,
      boot_id text not null,
      seq integer not null,
      type text not null,
      schema_version integer not null,
      session_id text,
      captured_at text not null,
      received_at text not null,
      sha256 text not null,
      is_parsed integer not null check (is_parsed in (0, 1)),
      raw text not null,
      unique (device_id, id)
    ) strict;
    create index records_by_session on records (session_id, device_id, seq) where session_id is not null;

    create table quarantine (
      quarantine_seq integer primary key autoincrement,
      device_id text not null,
      raw_sha256 text not null,
      id text,
      sha256 text,
      reason text not null,
      received_at text not null,
      raw text not null,
      unique (device_id, raw_sha256, reason)
    ) strict;

    create table media_references (
      hub_seq integer not null references records (hub_seq),
      session_id text,
      sha256 text not null,
      reference text not null,
      primary key (hub_seq, sha256)
    ) strict, without rowid;
    create index media_references_by_session on media_references (session_id, sha256);

    create table media (
      sha256 text primary key,
      size_bytes integer not null,
      metadata text not null,
      created_at text not null,
      completed_at text
    ) strict, without rowid;
  `,
} as const;
