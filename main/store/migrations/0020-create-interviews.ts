import type { Migration } from '../migrate.ts';

/** Interviews, answers and recordings: the state that screens are drawn from. */
export const createInterviews: Migration = {
  version: 20,
  sql: `
    -- A job exactly as a candidate was interviewed with it.
    create table plans (
      sha256 text primary key,
      job_id text not null,
      job_version integer not null,
      title_search text not null, -- titles in every language, lower case
      job_json text not null -- never updated
    ) strict;

    create table sessions (
      session_id text primary key,
      phase text not null check (phase in ('draft', 'sealed', 'finalized', 'withdrawn', 'erased')),
      plan_sha256 text not null references plans (sha256),
      reference text not null,
      locale text not null,
      state_json text not null,
      interview_json text not null, -- the rest of the interview: consents, identity, check, survey
      return_code text unique,
      candidate_search text, -- name or invitation code in lower case; null before it is given and after erasure
      started_at text not null,
      finalized_at text
    ) strict;
    create index sessions_by_phase on sessions (phase, session_id);

    create table answers (
      session_id text not null references sessions (session_id),
      item_id text not null,
      number integer not null,
      take integer not null,
      body_json text not null,
      status text not null,
      score_json text,
      answered_at text not null,
      primary key (session_id, item_id)
    ) strict;

    create table drafts (
      session_id text not null references sessions (session_id),
      item_id text not null,
      draft_json text not null,
      saved_at text not null,
      primary key (session_id, item_id)
    ) strict;

    create table recordings (
      recording_id text primary key,
      session_id text not null references sessions (session_id),
      item_id text not null,
      take integer not null,
      part integer not null,
      kind text not null check (kind in ('av', 'pcm')),
      mime_type text not null,
      state text not null check (state in ('recording', 'complete', 'interrupted')),
      slices integer not null,
      size_bytes integer not null,
      sha256 text, -- of the whole file, once it is closed
      duration_ms integer not null,
      started_at text not null,
      sync_state text not null check (sync_state in ('held', 'withheld', 'waiting', 'sent', 'parked')),
      resume_url text,
      attempts integer not null,
      next_attempt_ms integer not null,
      last_error text,
      sent_at text
    ) strict;
    create index recordings_by_session on recordings (session_id, item_id, take, part);
    create index recordings_to_send on recordings (sync_state, next_attempt_ms) where kind = 'av';

    -- One row per second of recording; written only after its bytes were synced to the disk.
    create table slices (
      recording_id text not null references recordings (recording_id) on delete cascade,
      sequence integer not null,
      offset_bytes integer not null,
      size_bytes integer not null,
      sha256 text not null,
      received_at text not null,
      primary key (recording_id, sequence)
    ) strict;

    create table analyses (
      recording_id text primary key references recordings (recording_id) on delete cascade,
      analysis_json text, -- null when the analysis failed
      error_code text,
      analysed_at text not null
    ) strict;
  `,
};
