import type { Migration } from '../migrate.ts';

/** What a list of a hundred thousand interviews is made from without reading what they hold. */
export const listSessions: Migration = {
  version: 120,
  sql: `
    create index sessions_listed on sessions (session_id, phase, plan_sha256, reference, started_at);
    -- a person has to listen to them
    create index answers_to_listen on answers (session_id, status) where status >= 'needs_review:' and status < 'needs_review;';
    create index recordings_parked on recordings (session_id) where sync_state = 'parked';
  `,
};
