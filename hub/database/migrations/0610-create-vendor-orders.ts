import type { Migration } from '../database.ts';

/** Recruiting systems that order interviews, and what each ordered. */
export const createVendorOrders: Migration = {
  version: 610,
  sql: (dialect) => `
    create table vendor_accounts (
      id text primary key,
      system text not null check (system in ('greenhouse', 'ashby')),
      invite_at_site text,
      sealed_keys text not null, -- HubKey.seal
      created_at text not null,
      revoked_at text,
      last_problem text,
      last_problem_at text
    )${dialect.clustered};

    create table vendor_orders (
      id text primary key,
      account_id text not null references vendor_accounts (id),
      request_key text not null, -- the same request again is the same order; emptied to the id with the person
      application_id text not null references applications (id),
      notice_url text,
      profile_url text,
      state text not null check (state in ('open', 'cancelled', 'erased')),
      told_revision ${dialect.integer} not null,
      told_at_ms ${dialect.integer} not null, -- of the last notice; rises
      created_at text not null,
      unique (account_id, request_key)
    )${dialect.clustered};
    create index vendor_orders_by_application on vendor_orders (application_id);
  `,
};
