import type { Migration } from '../migrate.ts';

/** Head office as this kiosk was enrolled there, and what proves its receipts. */
export const keepProofs: Migration = {
  version: 90,
  sql: `
    create table enrolment (
      id integer primary key check (id = 1),
      hub_url text not null,
      hub_key text not null, -- pinned: only another enrolment changes it
      site text not null,
      enrolled_at text not null
    ) strict;

    -- One row for each signed answer: with a receipt it proves that head office gave it.
    create table receipt_proofs (
      batch_id text not null,
      signed_at text not null,
      hub_key text not null,
      signature text not null,
      hashes text not null, -- SHA-256 of each receipt, hex, in the order of the answer, one a line
      primary key (batch_id, signed_at)
    ) strict;

    alter table outbox add column proof_batch_id text;
    alter table outbox add column proof_signed_at text;
  `,
};
