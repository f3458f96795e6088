import type { Migration } from '../database.ts';

/** The newest head of each device's audit log, and every claim that contradicted it. */
export const keepAuditHeads: Migration = {
  version: 30,
  sql: (dialect) => `
    create table audit_heads (
      device_id text primary key,
      seq ${dialect.integer} not null,
      sha256 text not null,
      signed_at text not null,
      public_key text not null, -- pinned: never updated
      signature text not null,
      received_at text not null
    )${dialect.clustered};

    create table audit_alarms (
      alarm_seq ${dialect.identity},
      device_id text not null,
      code text not null,
      seq ${dialect.integer}, -- what the device claimed; null for nothing that could be read
      sha256 text,
      public_key text,
      held_seq ${dialect.integer}, -- what was held then
      held_sha256 text,
      first_at text not null,
      last_at text not null,
      count ${dialect.integer} not null check (count > 0)
    )${dialect.strict};
    create unique index audit_alarms_once on audit_alarms
      (device_id, code, coalesce(seq, -1), coalesce(sha256, ''), coalesce(public_key, ''), coalesce(held_seq, -1));
  `,
};
