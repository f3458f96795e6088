import type { Migration } from '../migrate.ts';

/** What leaves the kiosk and what proves it: records, their place in the outbox, the audit log. */
export const createRecords: Migration = {
  version: 30,
  sql: `
    create table records (
      record_id text primary key,
      seq integer not null unique, -- order of the device, across boots
      session_id text not null references sessions (session_id),
      type text not null,
      record_json text not null, -- the whole wire record, its SHA-256 included
      erased_at text -- set when a person's data was removed; record_json is then a tombstone
    ) strict;
    create index records_by_session on records (session_id, seq);

    create table outbox (
      record_id text primary key references records (record_id),
      state text not null check (state in ('held', 'withheld', 'waiting', 'sent', 'parked')),
      attempts integer not null,
      next_attempt_ms integer not null,
      last_error text,
      receipt_json text,
      sent_at text
    ) strict;
    create index outbox_to_send on outbox (state, next_attempt_ms);

    create table audit (
      seq integer primary key, -- no gaps: a missing number is a removed line
      at text not null,
      actor text not null,
      action text not null,
      subject text not null,
      detail_json text not null,
      record_id text references records (record_id),
      previous_sha256 text not null,
      sha256 text not null
    ) strict;
    create trigger audit_is_append_only before update on audit begin
      select raise(abort, 'the audit log is append-only');
    end;
    create trigger audit_keeps_every_line before delete on audit begin
      select raise(abort, 'the audit log is append-only');
    end;
  `,
};
