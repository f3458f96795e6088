import type { Migration } from '../migrate.ts';

/** The kiosk itself: identity, boots, settings, staff. */
export const createKiosk: Migration = {
  version: 10,
  sql: `
    create table kiosk (
      id integer primary key check (id = 1),
      device_id text not null, -- never updated
      created_at text not null -- never updated
    ) strict;

    create table boots (
      boot_id text primary key,
      started_at text not null
    ) strict;

    create table settings (
      id integer primary key check (id = 1),
      settings_json text not null,
      updated_at text not null
    ) strict;

    create table staff (
      staff_id text primary key,
      name text not null,
      role text not null check (role in ('manager', 'technician')),
      created_at text not null,
      pin_salt blob not null,
      pin_hash blob not null,
      scrypt_n integer not null,
      scrypt_r integer not null,
      scrypt_p integer not null,
      failures integer not null,
      lock_ms real not null,
      at_monotonic_ms real not null,
      boot_id text not null
    ) strict;
  `,
};
