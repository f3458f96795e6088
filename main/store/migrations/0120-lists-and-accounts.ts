import type { Migration } from '../migrate.ts';

/** What a list of a hundred thousand interviews is made from without reading what they hold; accounts that rest or have ended. */
export const listsAndAccounts: Migration = {
  version: 120,
  sql: `
    create index sessions_listed on sessions (session_id, phase, plan_sha256, reference, started_at);
    -- a person has to listen to them
    create index answers_to_listen on answers (session_id, status) where status >= 'needs_review:' and status < 'needs_review;';
    -- what is still to be sent, or never will be; sound that stands beside a picture is not due
    create index recordings_unsent on recordings (session_id, sync_state, kind, slices)
      where sync_state <> 'sent' and (kind = 'av' or sync_state <> 'held');
    -- lines about one interview or one person
    create index audit_by_subject on audit (subject, seq);

    -- suspended: may come back. ended: its name stays, for what the person did
    alter table staff add column state text not null default 'active' check (state in ('active', 'suspended', 'ended'));
  `,
};
