import { z } from 'zod';
import { SpeechAnalysis } from '../analysis.ts';
import { AnswerBody } from '../answer.ts';
import { Clause, Interval, InterviewResult, WordAssessment } from '../assessment.ts';
import { DeletionMethod, HoldReason } from '../deletion.ts';
import { Instant, RecordingId, SessionId, Sha256 } from '../ids.ts';
import { KeySource } from '../job/parts.ts';
import { Locale } from '../localized.ts';
import { PresenceObservation } from '../presence.ts';
import { ProbeTrigger } from '../probe.ts';
import { Purpose, StaffPurpose } from '../purpose.ts';
import { Retention } from '../retention.ts';
import { ReviewSheet, ReviewSummary } from '../review-sheet.ts';
import { AnswerScore, AnswerStatus } from '../score.ts';
import { Consents, Survey } from '../session.ts';
import { SyncState } from '../sync-state.ts';
import { TrainingLine } from '../training.ts';
import { Transcript } from '../transcript.ts';
import { DeletionCertificate } from '../wire/deletion-certificate.ts';
import { callableBy, Done } from './call.ts';

/** How far a session has come. `sealed` waits for its return code; `finalized` is complete; `withdrawn` keeps no answers. */
export const SessionPhase = z.enum(['draft', 'sealed', 'finalized', 'withdrawn', 'erased']);
export type SessionPhase = z.infer<typeof SessionPhase>;

export { SyncState };

/** What waits for a person of the site: answers to listen to, a second rater, a decision, records that head office did not take. */
export const Wait = z.enum(['to_listen', 'second_rater', 'undecided', 'parked']);
export type Wait = z.infer<typeof Wait>;

/** A place in a list, to continue behind it; made by the core. */
const Cursor = z.string().regex(/^[0-9]\.-?[0-9]{1,7}\.[0-9a-f-]{36}$/);

/** Which interviews a list shows; null and an empty search leave nothing out. */
const SessionFilter = z.strictObject({
  phase: SessionPhase.nullable(),
  /** Beginnings of a name or an invitation code, part of a reference or of the title of a post. */
  search: z.string().trim().max(80),
  jobId: z.string().max(64).nullable().default(null),
  wait: Wait.nullable().default(null),
  /** Null: whatever they were held for. */
  purpose: Purpose.nullable().default('hiring'),
  /** Days of the kiosk's own calendar, both included. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
});

export const SessionSummary = z.strictObject({
  id: SessionId,
  reference: z.string(),
  jobTitle: z.string(),
  purpose: Purpose,
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
  /** No rule deletes it, and a candidate's wish waits. */
  isHeld: z.boolean(),
  review: ReviewSummary,
});
export type SessionSummary = z.infer<typeof SessionSummary>;

export const RecordingDetail = z.strictObject({
  id: RecordingId,
  /** The answer it belongs to: the item's id, `item.turn` or `item.probe`. */
  answerKey: z.string(),
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
  /** Of the sound: what the recogniser heard, or why there is nothing. Both null while it was not asked. */
  transcript: Transcript.nullable(),
  transcriptionError: z.string().nullable(),
  /** Observations of the sound: shown beside, never inside a score. */
  analysis: SpeechAnalysis.nullable(),
  /** What the camera saw meanwhile, kept with the sound; null where it was not allowed or not watched. */
  presence: PresenceObservation.nullable(),
});
export type RecordingDetail = z.infer<typeof RecordingDetail>;

export const AnswerDetail = z.strictObject({
  itemId: z.string(),
  number: z.int().positive(),
  itemKind: z.enum(['spoken', 'typed', 'choice', 'ranking', 'rating', 'role_play', 'work_sample']),
  prompt: z.string(),
  /** Lines of the other person in a role-play, each with what was answered; empty for other kinds. */
  turns: z.array(z.strictObject({ answerKey: z.string(), says: z.string(), body: AnswerBody.nullable() })),
  /** The one follow-up question, when it was asked. */
  followUp: z
    .strictObject({
      answerKey: z.string(),
      trigger: ProbeTrigger,
      asked: z.string(),
      body: AnswerBody.nullable(),
    })
    .nullable(),
  options: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      why: z.string().nullable(),
      /** What the key rates this way to act, 1 to 7; null for other kinds. */
      keyMean: z.number().min(1).max(7).nullable(),
    }),
  ),
  /** Who wrote the key of ratings, choices and rankings; null for items without one. */
  keySource: KeySource.nullable(),
  indicators: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      dimension: z.string(),
      /** What levels 1, 3 and 5 look like. */
      anchors: z.strictObject({ 1: z.string(), 3: z.string(), 5: z.string() }),
    }),
  ),
  body: AnswerBody.nullable(),
  status: AnswerStatus,
  score: AnswerScore.nullable(),
  answeredAt: Instant.nullable(),
  recordings: z.array(RecordingDetail),
  /**
   * What the words of the answer show; null for items with a key, and while they were not read. Without levels, numbers and all
   * that tells of them where the reader may not see them: then it holds clauses, signals and gates only.
   */
  assessment: WordAssessment.nullable(),
  /** The words that the machine found for each indicator, and those that speak against it; null before the reveal. */
  machineQuotes: z
    .array(
      z.strictObject({
        /** Null: of a conversation as a whole. */
        indicatorId: z.string().nullable(),
        clauses: z.array(Clause),
        counterCues: z.array(Clause),
      }),
    )
    .nullable(),
  /** Why the engine could not read the answer. */
  assessmentError: z.string().nullable(),
});
export type AnswerDetail = z.infer<typeof AnswerDetail>;

export const SessionDetail = z.strictObject({
  summary: SessionSummary,
  /** To call the candidate; null when only an invitation code was given, and after erasure. */
  phone: z.string().nullable(),
  consents: Consents.nullable(),
  /** Questions that were chosen for this person's skills, by their number; empty where none was. */
  personal: z.array(z.strictObject({ number: z.int().positive(), skills: z.array(z.string()) })),
  answers: z.array(AnswerDetail),
  dimensions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  /** The interview as the machine sees it; null without consent to computer scoring, before it is finished, and where the reader may not see levels. */
  result: InterviewResult.nullable(),
  /** Null for an interview that is not finished, and after erasure. */
  review: ReviewSheet.nullable(),
  survey: Survey.nullable(),
  /** How long it is still kept here. */
  retention: Retention,
  /** A legal hold (R19); `placedBy` is a name. */
  hold: z
    .strictObject({
      reason: HoldReason,
      caseNumber: z.string(),
      placedBy: z.string().nullable(),
      placedAt: Instant,
      /** The candidate asked for deletion meanwhile: carried out on release. */
      isDeletionWanted: z.boolean(),
    })
    .nullable(),
  /** The newest deletion; null while nothing of it was deleted. */
  deletion: z.strictObject({ method: DeletionMethod, deletedAt: Instant }).nullable(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;

/** One deletion, as it is listed: what is left of an interview. */
export const DeletionEntry = z.strictObject({
  id: z.string(),
  sessionId: SessionId,
  reference: z.string(),
  method: DeletionMethod,
  by: z.enum(['staff', 'candidate', 'rule', 'kiosk']),
  /** Of the member of staff, where it is still known. */
  staffName: z.string().nullable(),
  deletedAt: Instant,
  /** Copies, journal and files are gone too. */
  isFinished: z.boolean(),
  /** Null where nothing had been said or written yet. */
  certificate: DeletionCertificate.nullable(),
});
export type DeletionEntry = z.infer<typeof DeletionEntry>;

/** Why a reader sees no number of an interview. */
export const HiddenReason = z.enum(['not_rated', 'not_finished', 'nothing_scored']);
export type HiddenReason = z.infer<typeof HiddenReason>;

/** Two to four people side by side, in the order they were chosen: no rank and no winner. */
export const Comparison = z.strictObject({
  jobTitle: z.string(),
  jobVersion: z.int(),
  candidates: z.array(
    z.strictObject({
      id: SessionId,
      reference: z.string(),
      candidate: z.string().nullable(),
      finalizedAt: Instant.nullable(),
      answered: z.int().nonnegative(),
      total: z.int().nonnegative(),
      /** Why the reader sees none of their numbers; null where they do. */
      hidden: HiddenReason.nullable(),
    }),
  ),
  dimensions: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** In the order of the candidates; null: hidden, or too little was observed. */
      cells: z.array(z.strictObject({ id: SessionId, interval: Interval.nullable() })),
      /** Groups whose intervals overlap: the numbers cannot tell them apart. */
      indistinct: z.array(z.array(SessionId)),
      /** At least two have a number. */
      isComparable: z.boolean(),
    }),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

/** What waits, and how the day has gone so far, by the kiosk's own calendar. */
export const TodayView = z.strictObject({
  date: z.iso.date(),
  waits: z.record(Wait, z.int().nonnegative()),
  /** Of those to decide: interviews of days before today. */
  earlier: z.int().nonnegative(),
  /** Interviews that began today. */
  completed: z.int().nonnegative(),
  goingOn: z.int().nonnegative(),
  withdrawn: z.int().nonnegative(),
  /** Of people who work here already: finished, and nobody has decided or noted anything. All else here is of hiring alone. */
  staff: z.record(StaffPurpose, z.int().nonnegative()),
});
export type TodayView = z.infer<typeof TodayView>;

/** What the site manager reads. Of scores it holds only what the caller may see (see `MachineView`). */
export const review = {
  /**
   * One page of the interviews. Finished ones without a decision come first, those with answers to listen to or that want a second
   * rater before the others: the newest day first, within a day as they came. Everything else follows, newest first. Never a ranking
   * of people.
   */
  listSessions: callableBy('manager')
    .input(
      SessionFilter.extend({
        /** Continue behind this place: `next` of the page before. */
        after: Cursor.nullable(),
        limit: z.int().min(1).max(200),
        /** Language of the job titles. */
        locale: Locale,
      }),
    )
    .output(z.strictObject({ sessions: z.array(SessionSummary), next: Cursor.nullable(), total: z.int() })),

  /** Posts that interviews on this kiosk were about, to choose from. */
  listJobs: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(
      z.array(
        z.strictObject({ id: z.string(), title: z.string(), purpose: Purpose, interviews: z.int().nonnegative() }),
      ),
    ),

  today: callableBy('manager').output(TodayView),

  /** Finished interviews of one version of one post; of each the reader sees what they may see of it. */
  compare: callableBy('manager')
    .input(z.strictObject({ ids: z.array(SessionId).min(2).max(4), locale: Locale }))
    .output(Comparison)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      not_finished: { message: 'Only finished interviews are compared.' },
      jobs_differ: { message: 'These people were asked different things.' },
      nobody_judged: { message: 'Interviews for this purpose judge nobody, so nobody is compared.' },
    }),

  getSession: callableBy('manager')
    .input(z.strictObject({ id: SessionId, locale: Locale }))
    .output(SessionDetail)
    .errors({ session_unknown: { message: 'There is no such interview on this kiosk.' } }),

  /**
   * What somebody who took a training check may learn next, by people's ratings. Only for who has locked theirs; `problem` says in a
   * sentence why the employer's own file is not used.
   */
  suggestTraining: callableBy('manager')
    .input(z.strictObject({ id: SessionId, locale: Locale }))
    .output(z.strictObject({ lines: z.array(TrainingLine), problem: z.string().nullable() }))
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      not_training: { message: 'This is no training check.' },
      not_rated: { message: 'Rate the interview first.' },
    }),

  /** Removes a person's interview from this kiosk and tells head office; only an empty tombstone stays. */
  eraseSession: callableBy('manager')
    .input(z.strictObject({ id: SessionId, deletionCode: z.string().max(32) }))
    .output(Done)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      deletion_code_wrong: { message: 'This is not the deletion code of this interview.' },
      session_open: { message: 'The interview is still going on.' },
      /** Noted, and carried out when the hold ends. */
      session_held: { message: 'The interview is on hold; it will be deleted when the hold ends.' },
    }),

  /** Puts a finished interview on legal hold (R19). */
  holdSession: callableBy('manager')
    .input(
      z.strictObject({
        id: SessionId,
        reason: HoldReason,
        /** Of the file it is held for; no personal data. */
        caseNumber: z.string().trim().max(40),
      }),
    )
    .output(Done)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      session_open: { message: 'Only a finished interview can be held.' },
      already_held: { message: 'The interview is on hold already.' },
    }),

  /** Ends a hold. A deletion its candidate asked for meanwhile is carried out at once. */
  releaseSession: callableBy('manager')
    .input(z.strictObject({ id: SessionId }))
    .output(Done)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      not_held: { message: 'The interview is not on hold.' },
    }),

  /** What was deleted, the newest first, with certificates. */
  listDeletions: callableBy('manager')
    .input(z.strictObject({ limit: z.int().min(1).max(500) }))
    .output(z.array(DeletionEntry)),
};
