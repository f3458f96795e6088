import type { Migration } from '../database.ts';

/** Second factors of people: the secret of their authenticator, sealed, and recovery codes as keyed hashes. */
export const secondFactors: Migration = {
  version: 700,
  sql: (dialect) => `
    create table person_totp (
      person_id text primary key references people (id),
      sealed_secret text not null, -- HubKey.seal
      begun_at text not null,
      confirmed_at text, -- null: set up, and not asked for yet
      last_step ${dialect.integer} not null -- of the code used last; that one and those before are used up
    )${dialect.clustered};

    create table person_recovery_codes (
      code_hash text primary key, -- HubKey.codeHash
      person_id text not null references people (id),
      used_at text
    )${dialect.clustered};
    create index person_recovery_codes_by_person on person_recovery_codes (person_id);
  `,
};
