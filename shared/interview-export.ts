import { z } from 'zod';
import { SpeechAnalysis } from './analysis.ts';
import { AnswerBody, AnswerDraft } from './answer.ts';
import { Clause, DimensionResult, Interval, WordAssessment } from './assessment.ts';
import { SessionPhase, SyncState } from './contract/review.ts';
import { Decision } from './decision.ts';
import { DeletionMethod, HoldReason } from './deletion.ts';
import { Instant, RecordingId, SessionId, Sha256 } from './ids.ts';
import { Locale } from './localized.ts';
import { PresenceObservation } from './presence.ts';
import { LockedRating, RatingDraft } from './rating.ts';
import { Retention } from './retention.ts';
import { AnswerScore, AnswerStatus } from './score.ts';
import { Accommodations, CheckReport, ConsentKind, Identity, Survey } from './session.ts';
import { Transcript } from './transcript.ts';
import { DeletionCertificate } from './wire/deletion-certificate.ts';
import { HeldReceipt } from './wire/receipt.ts';

/** Names shape and version; a change that an old reader would misread gets another number. */
export const INTERVIEW_EXPORT_SCHEMA = 'anteroom.interview-export/1';

/** Where a record or file stands on its way to head office, and head office's receipt. */
const Sending = z.strictObject({
  state: SyncState,
  sentAt: z.string().nullable(),
  /** Of a record; files have none of their own: `sent` is head office's word that it holds the whole file. */
  receipt: HeldReceipt.nullable(),
  /** Why the last attempt failed; null for no failure. */
  lastError: z.string().nullable(),
});

const ExportedAnswer = z.strictObject({
  itemId: z.string(),
  /** 1-based, as the candidate counted. */
  number: z.int().positive(),
  kind: z.enum(['spoken', 'typed', 'choice', 'ranking', 'rating', 'role_play', 'work_sample']),
  /** As it was shown, in the interview's language. */
  question: z.string(),
  hint: z.string(),
  options: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  /** What the other person of a role-play said, and what was answered. */
  turns: z.array(z.strictObject({ answerKey: z.string(), says: z.string(), answer: AnswerBody.nullable() })),
  followUp: z
    .strictObject({ answerKey: z.string(), asked: z.string(), reason: z.string(), answer: AnswerBody.nullable() })
    .nullable(),
  answer: AnswerBody.nullable(),
  answeredAt: Instant.nullable(),
  status: AnswerStatus,
  statusInWords: z.string(),
  /** Of an answer by touch, with what it rests on. */
  score: AnswerScore.nullable(),
  /** What the computer read in the words, with its quotes; null where it read none. */
  assessment: WordAssessment.nullable(),
  assessmentError: z.string().nullable(),
  /** The words as the candidate left them on the read-back screen. */
  corrections: z.array(z.strictObject({ of: z.enum(['answer', 'probe']), clauses: z.array(Clause) })),
});

const ExportedRecording = z.strictObject({
  id: RecordingId,
  answerKey: z.string(),
  take: z.int(),
  /** An interrupted answer goes on in another part. */
  part: z.int(),
  kind: z.enum(['video', 'audio', 'pcm']),
  startedAt: z.string(),
  durationMs: z.int().nonnegative(),
  /** The bytes as they were recorded; the exported file is a copy with a header, so its hash is another (MANIFEST.sha256). */
  sizeBytes: z.int().nonnegative(),
  sha256: Sha256.nullable(),
  /** Path in the exported folder; null where the bytes could not be had, and then `problem` says why. */
  file: z.string().nullable(),
  problem: z.string().nullable(),
  transcript: Transcript.nullable(),
  transcriptionError: z.string().nullable(),
  sending: Sending,
});
export type ExportedRecording = z.infer<typeof ExportedRecording>;

/**
 * Everything a kiosk holds of one interview, for the person it is about (GDPR Art. 15, PIPL Art. 45): `interview.json` of an
 * export. Stable: fields are only added.
 */
export const InterviewExport = z.strictObject({
  schema: z.literal(INTERVIEW_EXPORT_SCHEMA),
  exportedAt: Instant,
  kiosk: z.strictObject({
    deviceId: z.string(),
    site: z.strictObject({ name: z.string(), phone: z.string() }),
    /** Address of head office in the settings of today; null where nothing is sent. */
    headOffice: z.string().nullable(),
  }),
  interview: z.strictObject({
    id: SessionId,
    /** The short name on the receipt. */
    reference: z.string(),
    phase: SessionPhase,
    phaseInWords: z.string(),
    locale: Locale,
    startedAt: Instant,
    finalizedAt: Instant.nullable(),
    post: z.strictObject({ id: z.string(), version: z.int(), title: z.string() }),
    /** The rules of the place it was held under. */
    pack: z.strictObject({ id: z.string(), version: z.int(), title: z.string().nullable() }),
    retention: Retention,
    hold: z
      .strictObject({ reason: HoldReason, caseNumber: z.string(), placedBy: z.string().nullable(), placedAt: Instant })
      .nullable(),
    deletion: z
      .strictObject({ method: DeletionMethod, deletedAt: Instant, certificate: DeletionCertificate.nullable() })
      .nullable(),
  }),
  identity: Identity.nullable(),
  /** What was asked for before the start; raters and scoring never see it. */
  accommodations: Accommodations,
  deviceCheck: CheckReport.nullable(),
  consents: z.array(
    z.strictObject({
      kind: ConsentKind,
      name: z.string(),
      isGiven: z.boolean(),
      /** Version of the wording that was agreed to; null in interviews that did not note it. */
      version: z.int().nullable(),
      /** The wording, where this kiosk still has that version. */
      text: z.string().nullable(),
    }),
  ),
  answers: z.array(ExportedAnswer),
  /** What was being worked on when the interview was left. */
  drafts: z.array(z.strictObject({ answerKey: z.string(), savedAt: Instant, draft: AnswerDraft })),
  /** Null without consent to computer scoring, and before the end. */
  result: z
    .strictObject({
      dimensions: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          description: z.string(),
          result: DimensionResult.nullable(),
        }),
      ),
      status: z.enum(['scored', 'incomplete']),
      total: Interval.nullable(),
    })
    .nullable(),
  /** Of voice and presence. Shown beside a score, never part of one. */
  observations: z.array(
    z.strictObject({
      recordingId: RecordingId,
      answerKey: z.string(),
      voice: SpeechAnalysis.nullable(),
      presence: PresenceObservation.nullable(),
    }),
  ),
  /** What people judged, in the order they did; a later judgement of the same person takes the place of an earlier one. */
  ratings: z.array(LockedRating.extend({ rater: z.string().nullable(), indicator: z.string() })),
  /** Reviews that are not finished. */
  openReviews: z.array(
    z.strictObject({ rater: z.string().nullable(), openedAt: Instant, draft: z.array(RatingDraft) }),
  ),
  /** The newest first; the first is the one that counts. */
  decisions: z.array(Decision),
  survey: Survey.nullable(),
  recordings: z.array(ExportedRecording),
  /** What was noted of the interview as it went on, in order; each is what head office gets, if it gets anything. */
  records: z.array(
    z.strictObject({
      id: z.string(),
      seq: z.int(),
      type: z.string(),
      capturedAt: z.string().nullable(),
      /** Null once it was erased. */
      body: z.unknown(),
      sending: Sending,
    }),
  ),
  /** Lines of the audit log that name this interview. */
  audit: z.array(
    z.strictObject({
      line: z.int().positive(),
      at: Instant,
      /** `candidate`, `kiosk`, `command line`, or the name of a member of staff. */
      actor: z.string(),
      action: z.string(),
      detail: z.unknown(),
    }),
  ),
});
export type InterviewExport = z.infer<typeof InterviewExport>;
