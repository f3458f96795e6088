import type { Migration } from '../database.ts';

/** SQLite's name for the place of one text in another, from 1; 0 for none. */
const INSTR = `create function instr(text, text) returns integer immutable parallel safe language sql as 'select strpos($1, $2)';`;

/** Records, what was put aside, the files records name, and the files announced by tus. */
export const createIntake: Migration = {
  version: 10,
  sql: (dialect) => `
    ${dialect.engine === 'postgres' ? INSTR : ''}
    create table records (
      hub_seq ${dialect.identity},
      device_id text not null,
      id text not null,
      boot_id text not null,
      seq ${dialect.integer} not null,
      type text not null,
      schema_version ${dialect.integer} not null,
      session_id text,
      captured_at text not null,
      received_at text not null,
      sha256 text not null,
      is_parsed ${dialect.integer} not null check (is_parsed in (0, 1)),
      raw text not null,
      unique (device_id, id)
    )${dialect.strict};
    create index records_by_session on records (session_id, device_id, seq) where session_id is not null;

    create table quarantine (
      quarantine_seq ${dialect.identity},
      device_id text not null,
      raw_sha256 text not null,
      id text,
      sha256 text,
      reason text not null,
      received_at text not null,
      raw text not null,
      unique (device_id, raw_sha256, reason)
    )${dialect.strict};

    create table media_references (
      hub_seq ${dialect.integer} not null references records (hub_seq),
      session_id text,
      sha256 text not null,
      reference text not null,
      primary key (hub_seq, sha256)
    )${dialect.clustered};
    create index media_references_by_session on media_references (session_id, sha256);

    create table media (
      sha256 text primary key,
      size_bytes ${dialect.integer} not null,
      metadata text not null,
      created_at text not null,
      completed_at text
    )${dialect.clustered};
  `,
};
