import type { Migration } from '../database.ts';

/** Devices that enrolled, every key they had, and the codes they came with. */
export const enrolDevices: Migration = {
  version: 100,
  sql: (dialect) => `
    create table devices (
      device_id text primary key,
      public_key text not null, -- the one in use
      site text not null,
      enrolled_at text not null,
      revoked_at text,
      revoked_by text
    )${dialect.clustered};

    create table device_keys (
      device_id text not null,
      public_key text not null,
      since text not null,
      until text, -- null: in use
      change_json text, -- the change signed by both keys; null for a key that came with a code
      primary key (device_id, public_key)
    )${dialect.clustered};

    create table device_contacts (
      device_id text primary key,
      last_contact_at text not null,
      status_json text,
      status_at text
    )${dialect.clustered};

    create table enrolment_codes (
      code_hash text primary key, -- under a key that is not in the database
      site text not null,
      device_id text, -- null: for any device that is not known with another key
      made_by text not null,
      made_at text not null,
      expires_at text not null,
      used_at text,
      used_by_device text,
      used_by_key text
    )${dialect.clustered};
  `,
};
