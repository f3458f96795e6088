import type { Migration } from '../database.ts';

/** Who may use the hub (people, their sessions, keys of programs) and what they did. Secrets are kept as hashes only. */
export const peopleKeysAudit: Migration = {
  version: 300,
  sql: (dialect) => `
    create table people (
      id text primary key,
      login text not null unique,
      name text not null,
      roles text not null, -- JSON
      sites text, -- JSON; null for all
      password text, -- null: none chosen yet
      invitation_sha256 text unique,
      invited_until text,
      disabled_at text,
      created_at text not null,
      last_sign_in_at text
    )${dialect.clustered};

    create table sign_in_attempts (
      login_sha256 text primary key, -- whether or not there is such a person
      failures ${dialect.integer} not null check (failures > 0),
      last_at text not null
    )${dialect.clustered};
    create index sign_in_attempts_by_age on sign_in_attempts (last_at);

    create table person_sessions (
      token_sha256 text primary key,
      person_id text not null references people (id),
      created_at text not null,
      last_seen_at text not null
    )${dialect.clustered};
    create index person_sessions_by_person on person_sessions (person_id);

    create table api_keys (
      id text primary key,
      name text not null,
      starts_with text not null,
      key_sha256 text not null unique,
      scopes text not null, -- JSON
      sites text, -- JSON; null for all
      requests_per_minute ${dialect.integer} not null check (requests_per_minute > 0),
      created_at text not null,
      created_by text not null,
      expires_at text,
      revoked_at text,
      last_used_at text
    )${dialect.clustered};

    create table hub_audit (
      seq ${dialect.integer} primary key, -- without gaps: given out by the writer, not by the engine
      at text not null,
      caller_kind text not null,
      caller_id text not null,
      caller_name text not null,
      action text not null,
      subject text not null,
      sha256 text not null
    )${dialect.strict};
    create index hub_audit_by_subject on hub_audit (subject, seq) where subject <> '';
    ${dialect.engine === 'sqlite' ? SQLITE_GUARD : POSTGRES_GUARD}
  `,
};

const SQLITE_GUARD = `
    create trigger hub_audit_no_update before update on hub_audit begin select raise(abort, 'hub_audit is append-only'); end;
    create trigger hub_audit_no_delete before delete on hub_audit begin select raise(abort, 'hub_audit is append-only'); end;`;

const POSTGRES_GUARD = `
    create function hub_audit_refuse() returns trigger language plpgsql as $$
      begin raise exception 'hub_audit is append-only'; end $$;
    create trigger hub_audit_append_only before update or delete or truncate on hub_audit
      for each statement execute function hub_audit_refuse();`;
