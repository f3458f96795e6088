/** The newest head of each device's audit log, and every claim that contradicted it. */
export const keepAuditHeads = {
  version: 30,
  sql: `
    create table audit_heads (
      device_id text primary key,
      seq integer not null,
      sha256 text not null,
      signed_at text not null,
      public_key text not null, -- pinned: never updated
      signature text not null,
      received_at text not null
    ) strict, without rowid;

    create table audit_alarms (
      alarm_seq integer primary key autoincrement,
      device_id text not null,
      code text not null,
      seq integer, -- what the device claimed; null for nothing that could be read
      sha256 text,
      public_key text,
      held_seq integer, -- what was held then
      held_sha256 text,
      first_at text not null,
      last_at text not null,
      count integer not null check (count > 0)
    ) strict;
    create unique index audit_alarms_once on audit_alarms
      (device_id, code, ifnull(seq, -1), ifnull(sha256, ''), ifnull(public_key, ''), ifnull(held_seq, -1));
  `,
} as const;
