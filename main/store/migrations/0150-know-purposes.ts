import type { Migration } from '../migrate.ts';

/** Interviews that are not for hiring: found without reading a plan, and decided in ways of their own. */
export const knowPurposes: Migration = {
  version: 150,
  sql: `
    -- what interviews with a plan are held for
    create index plans_by_purpose on plans (coalesce(json_extract(job_json, '$.purpose'), 'hiring'), job_id, sha256);

    pragma defer_foreign_keys = on;
    create temp table decisions_before as select rowid as number, * from decisions;
    drop table decisions;
    create table decisions (
      decision_id text primary key,
      session_id text not null references sessions (session_id),
      outcome text not null check (outcome in ('advance', 'hold', 'decline', 'plan', 'noted')),
      reason text not null,
      words text not null, -- sealed
      decided_by text not null, -- a staff id
      decided_at text not null,
      supersedes text references decisions (decision_id)
    ) strict;
    insert into decisions (rowid, decision_id, session_id, outcome, reason, words, decided_by, decided_at, supersedes)
      select number, decision_id, session_id, outcome, reason, words, decided_by, decided_at, supersedes
      from decisions_before order by number;
    drop table decisions_before;
    create index decisions_by_session on decisions (session_id, decision_id);
    create unique index decisions_one_after_another on decisions (session_id, coalesce(supersedes, ''));
    create trigger decisions_are_append_only before update on decisions begin
      select raise(abort, 'a decision is never changed');
    end;
  `,
};
