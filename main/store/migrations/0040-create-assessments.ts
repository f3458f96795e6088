import type { Migration } from '../migrate.ts';

/** What the computer makes of the answers: transcripts, what the candidate put right in them, assessments, observations. */
export const createAssessments: Migration = {
  version: 40,
  sql: `
    create table transcripts (
      recording_id text primary key references recordings (recording_id) on delete cascade,
      transcript_json text, -- null when nothing could be transcribed
      error_code text,
      transcribed_at text not null
    ) strict;

    -- The candidate's corrections; the transcript itself is never changed.
    create table read_backs (
      session_id text not null references sessions (session_id),
      item_id text not null,
      of text not null check (of in ('answer', 'probe')),
      clauses_json text not null,
      confirmed_at text not null,
      primary key (session_id, item_id, of)
    ) strict;

    -- Worded items of all posts, as an answer was compared with them.
    create table banks (
      sha256 text primary key,
      bank_json text not null -- never updated
    ) strict;

    create table assessments (
      session_id text not null references sessions (session_id),
      item_id text not null,
      input_json text not null, -- everything the engine was given but plan and bank: enough to compute it again
      bank_sha256 text not null references banks (sha256),
      assessment_json text, -- null when the engine failed
      error_code text,
      assessed_at text not null,
      primary key (session_id, item_id)
    ) strict;

    -- Seen by the camera while an answer was given; shown beside a score, never part of it.
    create table presences (
      recording_id text primary key references recordings (recording_id) on delete cascade,
      presence_json text not null
    ) strict;
  `,
};
