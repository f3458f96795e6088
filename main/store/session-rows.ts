import { z } from 'zod';
import type { AnswerBody } from '#shared/answer.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import { Locale } from '#shared/localized.ts';
import { ProbeTrigger } from '#shared/probe.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import { Accommodations, CheckReport, Consents, Identity, type SessionState, Survey } from '#shared/session.ts';

const FollowUps = z.strictObject({
  readBack: z.array(z.strictObject({ itemId: z.string(), of: z.enum(['answer', 'probe']) })).readonly(),
  again: z.array(z.string()).readonly(),
  asked: z.array(z.strictObject({ itemId: z.string(), trigger: ProbeTrigger })).readonly(),
});

const PersonalChoice = z.strictObject({
  group: z.string(),
  itemId: z.string(),
  skills: z.array(z.string()).readonly(),
});

/** The rest of an interview row, as JSON: read back through this schema, so a damaged row is an error and not a guess. */
export const InterviewJson = z.strictObject({
  packId: z.string(),
  packVersion: z.int(),
  consents: Consents.nullable(),
  consentVersions: z
    .strictObject({ recording: z.int(), scoring: z.int(), sending: z.int(), talentPool: z.int() })
    .nullable(),
  identity: Identity.nullable(),
  /** Missing in interviews of before, when everybody was asked the same. */
  personal: z.array(PersonalChoice).readonly().nullable().default(null),
  accommodations: Accommodations,
  check: CheckReport.nullable(),
  isTouchOnly: z.boolean(),
  survey: Survey.nullable(),
  isPersonAsked: z.boolean(),
  /** Missing in interviews of step 1, which had none. */
  followUps: FollowUps.default({ readBack: [], again: [], asked: [] }),
  pausedAt: z.string().nullable(),
});

/** What a list of many shows of it; the rest is not looked at, which would take longer than all the other work on a row. */
export const ListedJson = InterviewJson.pick({ identity: true }).strip();

export const Phase = z.enum(['draft', 'sealed', 'finalized', 'withdrawn', 'erased']);

/** An interview as it is stored; the shape main/session works with. */
export interface StoredInterview extends z.infer<typeof InterviewJson> {
  id: SessionId;
  phase: z.infer<typeof Phase>;
  job: Job;
  locale: Locale;
  state: SessionState;
  returnCode: string | null;
  startedAt: string;
  finalizedAt: string | null;
}

/** An interview without where it stands. */
export type ListedInterview = Omit<StoredInterview, 'state'>;
/** What a list of many reads of an interview. */
export type ListRow = Omit<ListedInterview, Exclude<keyof z.infer<typeof InterviewJson>, 'identity'>>;

export interface AnswerRow {
  sessionId: SessionId;
  itemId: string;
  number: number;
  take: number;
  body: AnswerBody;
  status: AnswerStatus;
  score: AnswerScore | null;
  answeredAt: string;
}

export interface RecordingRow {
  id: RecordingId;
  sessionId: SessionId;
  itemId: string;
  take: number;
  part: number;
  kind: 'av' | 'pcm';
  mimeType: string;
  state: 'recording' | 'complete' | 'interrupted';
  slices: number;
  sizeBytes: number;
  sha256: string | null;
  durationMs: number;
  startedAt: string;
}

export interface SessionSqlRow {
  session_id: string;
  phase: string;
  plan_sha256: string;
  locale: string;
  state_json: string;
  interview_json: string;
  return_code: string | null;
  started_at: string;
  finalized_at: string | null;
}

export interface RecordingSqlRow {
  recording_id: string;
  session_id: string;
  item_id: string;
  take: number;
  part: number;
  kind: 'av' | 'pcm';
  mime_type: string;
  state: 'recording' | 'complete' | 'interrupted';
  slices: number;
  size_bytes: number;
  sha256: string | null;
  duration_ms: number;
  started_at: string;
}

/** A recording row in the shape the rooms use. */
export function recordingOf(row: RecordingSqlRow): RecordingRow {
  return {
    id: row.recording_id as RecordingId,
    sessionId: row.session_id as SessionId,
    itemId: row.item_id,
    take: row.take,
    part: row.part,
    kind: row.kind,
    mimeType: row.mime_type,
    state: row.state,
    slices: row.slices,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    durationMs: row.duration_ms,
    startedAt: row.started_at,
  };
}

/** Places of sealed cells. */
export const STATE = 'sessions.state_json';
export const INTERVIEW = 'sessions.interview_json';
export const answerBodyPlace = (itemId: string) => `answers.body_json ${itemId}`;
export const answerScorePlace = (itemId: string) => `answers.score_json ${itemId}`;
export const draftPlace = (itemId: string) => `drafts.draft_json ${itemId}`;

/** What a search for a person matches; nothing after erasure. */
export function candidateSearch(identity: Identity | null): string | null {
  if (identity === null) return null;
  return (identity.by === 'name' ? identity.name : identity.code).toLocaleLowerCase();
}

/** The same of an interview's JSON as it is stored. */
export function candidateSearchOf(interviewJson: string): string | null {
  return candidateSearch(InterviewJson.parse(JSON.parse(interviewJson)).identity);
}

/** What stands in plain columns, and the job they name. */
export function plainOf(
  row: Omit<SessionSqlRow, 'state_json' | 'interview_json'>,
  job: Job,
): Omit<StoredInterview, 'state' | keyof z.infer<typeof InterviewJson>> {
  return {
    id: row.session_id as SessionId,
    phase: Phase.parse(row.phase),
    job,
    locale: Locale.parse(row.locale),
    returnCode: row.return_code,
    startedAt: row.started_at,
    finalizedAt: row.finalized_at,
  };
}

/** Stands for the sealed part of an interview whose key is destroyed. */
export const UNREADABLE: z.infer<typeof InterviewJson> = {
  packId: '',
  packVersion: 0,
  consents: null,
  consentVersions: null,
  identity: null,
  personal: null,
  accommodations: { textInstead: false, captions: false, moreTime: false, person: false },
  check: null,
  isTouchOnly: false,
  survey: null,
  isPersonAsked: false,
  followUps: { readBack: [], again: [], asked: [] },
  pausedAt: null,
};
