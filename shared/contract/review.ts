import { z } from 'zod';
import { SpeechAnalysis } from '../analysis.ts';
import { AnswerBody } from '../answer.ts';
import { Instant, RecordingId, SessionId, Sha256 } from '../ids.ts';
import { Locale } from '../localized.ts';
import { AnswerScore, AnswerStatus } from '../score.ts';
import { Consents, Survey } from '../session.ts';
import { callableBy, Done } from './call.ts';

/** How far a session has come. `sealed` waits for its return code; `finalized` is complete; `withdrawn` keeps no answers. */
export const SessionPhase = z.enum(['draft', 'sealed', 'finalized', 'withdrawn', 'erased']);
export type SessionPhase = z.infer<typeof SessionPhase>;

/** Where a session's records and files are on their way to head office. `withheld`: the candidate refused sending. */
export const SyncState = z.enum(['held', 'withheld', 'waiting', 'sent', 'parked']);
export type SyncState = z.infer<typeof SyncState>;

export const SessionSummary = z.strictObject({
  id: SessionId,
  reference: z.string(),
  jobTitle: z.string(),
  /** As the candidate gave it; null while unknown. */
  candidate: z.string().nullable(),
  phase: SessionPhase,
  locale: Locale,
  startedAt: Instant,
  finalizedAt: Instant.nullable(),
  answered: z.int().nonnegative(),
  total: z.int().nonnegative(),
  needsReview: z.int().nonnegative(),
  sync: SyncState,
});
export type SessionSummary = z.infer<typeof SessionSummary>;

export const RecordingDetail = z.strictObject({
  id: RecordingId,
  take: z.int(),
  part: z.int(),
  kind: z.enum(['video', 'audio', 'pcm']),
  mimeType: z.string(),
  durationMs: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  state: z.enum(['recording', 'complete', 'interrupted']),
  sha256: Sha256.nullable(),
  sync: SyncState,
  /** Served to signed-in staff, seekable. */
  url: z.string(),
});
export type RecordingDetail = z.infer<typeof RecordingDetail>;

export const AnswerDetail = z.strictObject({
  itemId: z.string(),
  number: z.int().positive(),
  itemKind: z.enum(['spoken', 'typed', 'choice', 'ranking']),
  prompt: z.string(),
  options: z.array(z.strictObject({ id: z.string(), text: z.string(), why: z.string().nullable() })),
  indicators: z.array(z.strictObject({ id: z.string(), name: z.string(), dimension: z.string() })),
  body: AnswerBody.nullable(),
  status: AnswerStatus,
  score: AnswerScore.nullable(),
  answeredAt: Instant.nullable(),
  recordings: z.array(RecordingDetail),
  /** Observations of the recording: shown beside, never inside a score. */
  analysis: SpeechAnalysis.nullable(),
});
export type AnswerDetail = z.infer<typeof AnswerDetail>;

export const SessionDetail = z.strictObject({
  summary: SessionSummary,
  /** To call the candidate; null when only an invitation code was given, and after erasure. */
  phone: z.string().nullable(),
  consents: Consents.nullable(),
  answers: z.array(AnswerDetail),
  survey: Survey.nullable(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

/** What the site manager reads. Rating and deciding join in step 5. */
export const review = {
  listSessions: callableBy('manager')
    .input(
      z.strictObject({
        phase: SessionPhase.nullable(),
        search: z.string().trim().max(80),
        /** Continue after this session. Finished ones with answers to listen to come first, otherwise the newest. */
        after: SessionId.nullable(),
        limit: z.int().min(1).max(200),
        /** Language of the job titles. */
        locale: Locale,
      }),
    )
    .output(z.strictObject({ sessions: z.array(SessionSummary), next: SessionId.nullable(), total: z.int() })),

  getSession: callableBy('manager')
    .input(z.strictObject({ id: SessionId, locale: Locale }))
    .output(SessionDetail)
    .errors({ session_unknown: { message: 'There is no such interview on this kiosk.' } }),

  /** Removes a person's interview from this kiosk and tells head office; only an empty tombstone stays. */
  eraseSession: callableBy('manager')
    .input(z.strictObject({ id: SessionId, deletionCode: z.string().max(32) }))
    .output(Done)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      deletion_code_wrong: { message: 'This is not the deletion code of this interview.' },
      session_open: { message: 'The interview is still going on.' },
    }),
};
