import type { AnswerBody } from '#shared/answer.ts';
import type { WordAssessment } from '#shared/assessment.ts';
import type { RecordingDetail, SessionPhase, SyncState, Wait } from '#shared/contract/review.ts';
import type { DeletionMethod, HoldReason } from '#shared/deletion.ts';
import type { Instant, RecordingId, SessionId, StaffId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import type { Locale, Localized } from '#shared/localized.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { Retention } from '#shared/retention.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import type { Consents, Identity, Survey } from '#shared/session.ts';
import type { DeletionCertificate } from '#shared/wire/deletion-certificate.ts';

/** Wall clock for what people read; monotonic clock with its boot for what must not be cheated by setting the time. */
export interface StaffClock {
  /** Milliseconds since 1970, from the wall clock. */
  nowMs(): number;
  /** Milliseconds since some moment of this boot; never goes back, whatever the wall clock does. */
  monotonicMs(): number;
  /** Changes whenever `monotonicMs` may have started again: one id per process start is enough. */
  readonly bootId: string;
}

/** A one-shot timer on monotonic time; the returned function cancels it. */
export type StartTimer = (afterMs: number, onElapsed: () => void) => () => void;

/** How a PIN is kept: HMAC with the kiosk's pepper, then scrypt with the account's own salt. */
export interface PinHash {
  salt: Uint8Array;
  hash: Uint8Array;
  /** scrypt cost, block size and parallelisation, stored so that they can rise later. */
  n: number;
  r: number;
  p: number;
}

/** Wrong PINs of one account. All zero on a new account and after a right PIN. */
export interface PinAttempts {
  /** Attempts since the last right PIN. Counted before the PIN is looked at. */
  failures: number;
  /** What was left of the lock at `atMonotonicMs` of boot `bootId`; 0 when not locked. No wall-clock time on purpose. */
  lockMs: number;
  atMonotonicMs: number;
  bootId: string;
}

export interface StaffAccount {
  id: StaffId;
  name: string;
  role: 'manager' | 'technician';
  /** `suspended` may come back; `ended` never does, and its name stays for what the person did. */
  state: 'active' | 'suspended' | 'ended';
  createdAt: Instant;
  pin: PinHash;
  attempts: PinAttempts;
}

/** What is written into the audit log with a change of an account. */
export interface StaffAudit {
  /** A staff id. */
  actor: string;
  action: string;
  detail: Record<string, string | number | boolean | null>;
}

/** Staff accounts on disk. Every function is synchronous and durable when it returns. */
export interface StaffStore {
  /** In order of creation. */
  list(): StaffAccount[];
  get(id: StaffId): StaffAccount | undefined;
  /** With its audit line, or not at all. Throws when the id exists. */
  insert(account: StaffAccount, audit: StaffAudit): void;
  /** Role, state and PIN of an existing account; with its audit line, or not at all. */
  save(account: StaffAccount, audit: StaffAudit): void;
  /** Replaces the attempts of an existing account. */
  saveAttempts(id: StaffId, attempts: PinAttempts): void;
}

/** One row of the list of interviews. */
export interface ListedSession {
  id: SessionId;
  /** Short name safe to say aloud; also on the receipt. */
  reference: string;
  /** The job as it was when the interview started. */
  job: Job;
  /** Null before it was given, and after erasure. */
  identity: Identity | null;
  phase: SessionPhase;
  locale: Locale;
  startedAt: Instant;
  finalizedAt: Instant | null;
  /** Items with a body other than `skipped`. */
  answered: number;
  /** Answers whose status starts with `needs_review`. */
  needsReview: number;
  /** The worst state among the session's own records; `held` before it is finalized. */
  recordSync: SyncState;
  /** The worst state among its files; null without files. Worst first: parked, waiting, held, withheld, sent. */
  fileSync: SyncState | null;
  /** It is kept beyond its period. */
  isHeld: boolean;
}

/** The same of one interview that is looked at. */
export interface StoredSession extends ListedSession {
  consents: Consents | null;
  survey: Survey | null;
  /** Questions of groups that were chosen for this person, and the skills they were chosen for; null where everybody is asked the same. */
  personal: readonly { itemId: string; skills: readonly string[] }[] | null;
  /** Follow-up questions that were asked. */
  probesAsked: readonly { itemId: string; trigger: ProbeTrigger }[];
  /** Why it is kept beyond its period; null for no reason. */
  hold: StoredHold | null;
  retention: Retention;
}

/** A legal hold (R19). */
export interface StoredHold {
  reason: HoldReason;
  caseNumber: string;
  /** A staff id. */
  placedBy: string;
  placedAt: Instant;
}

/** One deletion of an interview. */
export interface StoredDeletion {
  id: string;
  sessionId: SessionId;
  method: DeletionMethod;
  /** A staff id, `candidate`, `retention` or `kiosk`. */
  actor: string;
  deletedAt: Instant;
  finishedAt: Instant | null;
  certificate: DeletionCertificate | null;
}

/** One answer. Questions without a row have not been answered. */
export interface StoredAnswer {
  /** Its answer key: the item's id, `item.turn` or `item.probe`. */
  itemId: string;
  /** Null while the candidate is still working on it. */
  body: AnswerBody | null;
  status: AnswerStatus;
  score: AnswerScore | null;
  answeredAt: Instant | null;
}

/** One recording with its analysis and transcript, where they have been made. */
export interface StoredRecording extends Omit<RecordingDetail, 'url' | 'id'> {
  id: RecordingId;
}

/** What the engine made of the words of one item. */
export type StoredAssessment =
  | { state: 'assessed'; assessment: WordAssessment }
  | { state: 'failed'; errorCode: string };

/** Everything kept of one interview. */
export interface StoredInterview {
  session: StoredSession;
  answers: StoredAnswer[];
  recordings: StoredRecording[];
  /** By item id. */
  assessments: ReadonlyMap<string, StoredAssessment>;
  /** Its candidate asked for deletion while it was held. */
  isDeletionWanted: boolean;
  /** The newest; null while nothing was deleted. */
  deletion: StoredDeletion | null;
}

/** Which interviews are meant; null and an empty search leave nothing out. */
export interface SessionFilter {
  phase: SessionPhase | null;
  /** Beginnings of the candidate's name or invitation code, part of the reference or of the job's title in either language. */
  search: string;
  jobId: string | null;
  wait: Wait | null;
  /** Null, or left out: whatever they were held for. */
  purpose?: Purpose | null;
  /** Days of the kiosk's own calendar, `YYYY-MM-DD`, both included. */
  from: string | null;
  to: string | null;
}

export interface SessionQuery extends SessionFilter {
  /** Continue behind this place, `next` of the page before; null starts. */
  after: string | null;
  limit: number;
}

/** Interviews on disk, read only. */
export interface ReviewStore {
  /**
   * Those with answers to listen to first, then those without a decision, then the rest. `total` counts every match, `next` is null
   * when none lies behind the last one returned.
   */
  listSessions(query: SessionQuery): { sessions: ListedSession[]; total: number; next: string | null };
  countSessions(filter: SessionFilter): number;
  /** Posts that interviews were about, with the title of the newest version. */
  listJobs(): { id: string; title: Localized; purpose: Purpose; interviews: number }[];
  /** Whether there is such an interview, erased ones included. */
  isKnown(id: SessionId): boolean;
  /** Erased sessions are returned without identity, answers and recordings. */
  getSession(id: SessionId): StoredInterview | undefined;
}
