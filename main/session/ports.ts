import type { SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import type { AnswerBody, AnswerDraft } from '#shared/answer.ts';
import type { Clause, WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { DeletionMethod } from '#shared/deletion.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { Job, PracticeItem } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type { Pack } from '#shared/pack.ts';
import type { PresenceObservation } from '#shared/presence.ts';
import type { ProbeTrigger, Probes } from '#shared/probe.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import type { Identity } from '#shared/session.ts';
import type { Settings } from '#shared/settings.ts';
import type { Transcript } from '#shared/transcript.ts';
import type { Interview } from './interview.ts';

/** An answer as it was given; a retake replaces it, a later analysis may change its status. */
export interface StoredAnswer {
  sessionId: SessionId;
  /** Its answer key: the item's id, `item.turn` or `item.probe`. */
  itemId: string;
  /** 1-based number of the item, as the candidate counts. */
  number: number;
  take: number;
  body: AnswerBody;
  status: AnswerStatus;
  score: AnswerScore | null;
  answeredAt: string;
}

/** `av` is the page's camera and microphone in one file, `pcm` the 16 kHz mono sound that is analysed. */
export interface StoredRecording {
  id: RecordingId;
  sessionId: SessionId;
  itemId: string;
  take: number;
  /** Rises from 1 within a take: an interrupted answer goes on as the next part. */
  part: number;
  kind: 'av' | 'pcm';
  /** Empty until the first slice names it. */
  mimeType: string;
  state: 'recording' | 'complete' | 'interrupted';
  slices: number;
  sizeBytes: number;
  sha256: string | null;
  durationMs: number;
  startedAt: string;
}

/** An event for head office, before the store numbers, hashes and queues it. */
export interface NewRecord {
  id: string;
  type: string;
  sessionId: SessionId;
  capturedAt: string;
  body: Record<string, unknown>;
  /** Files that belong to it. */
  recordings: readonly RecordingId[];
}

/** One line of the audit log. `detail` never holds personal data. */
export interface AuditEntry {
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, string | number | boolean | null>;
}

/** Why, and at whose wish, an interview is deleted: a staff id, `candidate`, `retention` for the rule of the pack, or `kiosk`. */
export interface ErasureOrder {
  method: DeletionMethod;
  actor: string;
}

/** Everything one step of an interview changes; committed as one transaction or not at all. */
export interface SessionChange {
  interview: Interview;
  answer?: StoredAnswer;
  newRecordings?: readonly StoredRecording[];
  /** The draft of this name is no longer needed. */
  draftDone?: string;
  /** What the camera saw, by the recording of the sound it belongs to. */
  presence?: { recordingId: RecordingId; observation: PresenceObservation };
  readBack?: ReadBackAnswer;
  /** An answer is said again: what was read back of the old one no longer counts. */
  readBackUndone?: { itemId: string; of: 'answer' | 'probe' };
  /** Answers whose words are being read anew, by answer key. */
  pendingAnswers?: readonly string[];
  records: readonly NewRecord[];
  audit: readonly AuditEntry[];
  /** Whether the session's records may leave the kiosk from now on. */
  outbox?: 'release' | 'withhold';
  /** For `eraseContents`: the candidate's withdrawal unless said otherwise. */
  erasure?: ErasureOrder;
}

/** An answer as its candidate left it on the read-back screen. */
export interface ReadBackAnswer {
  itemId: string;
  of: 'answer' | 'probe';
  clauses: Clause[];
}

/** What was made of the words of one item. */
export type AssessmentOutcome =
  | { state: 'assessed'; assessment: WordAssessment }
  | { state: 'failed'; errorCode: string };

/** What the reading of one item's answers changes; committed as one transaction. */
export interface Reading {
  answers: readonly StoredAnswer[];
  assessment: {
    sessionId: SessionId;
    itemId: string;
    /** The engine's input without plan and bank, which are stored once. */
    input: unknown;
    bank: unknown;
    outcome: AssessmentOutcome;
  };
  records: readonly NewRecord[];
  audit: AuditEntry;
}

/** Synchronous like the database behind it: when a call returns, the change is on disk. */
export interface SessionStore {
  commit(change: SessionChange): void;
  /** Interviews that were neither finished nor sealed when the program ended. */
  listUnsealed(): Interview[];
  findSealed(returnCode: string): Interview | null;
  isReturnCodeTaken(returnCode: string): boolean;
  answers(sessionId: SessionId): StoredAnswer[];
  recordings(sessionId: SessionId): StoredRecording[];
  /** Session and item a recording belongs to; null when there is no such recording. */
  findRecording(id: RecordingId): StoredRecording | null;
  draft(sessionId: SessionId, draftKey: string): AnswerDraft | null;
  saveDraft(sessionId: SessionId, draftKey: string, draft: AnswerDraft): void;
  /** Empties answers, drafts, identity and record bodies of a person; what stays is a tombstone. */
  eraseContents(change: SessionChange): void;
  saveReading(reading: Reading): void;
  /** Interviews with answers that the computer has not read yet, oldest first. */
  listUnread(): SessionId[];
}

/** What is known of a recording: null while nobody has looked at it. */
export type AnalysisFound =
  | { state: 'analysed'; analysis: SpeechAnalysis }
  | { state: 'failed'; errorCode: string }
  | null;

export type TranscriptFound =
  | { state: 'transcribed'; transcript: Transcript }
  | { state: 'failed'; errorCode: string }
  | null;

/** Results of the children, on disk. */
export interface ReadingStore {
  analysis(id: RecordingId): AnalysisFound;
  transcript(id: RecordingId): TranscriptFound;
  presence(id: RecordingId): PresenceObservation | null;
  readBacks(sessionId: SessionId): ReadBackAnswer[];
  /** By item id. */
  assessments(sessionId: SessionId): ReadonlyMap<string, AssessmentOutcome>;
  /** Words of other people's answers to an item, newest first: only to notice a shared script. */
  otherAnswers(sessionId: SessionId, itemId: string, limit: number): string[];
}

/** Work for the children; each result comes back through `Readings`. A request made twice is done once. */
export interface ReadingRequests {
  analyse(recording: StoredRecording, observe: { voice: boolean }): void;
  transcribe(recording: StoredRecording, segments: readonly TimeSpan[], locale: Locale): void;
  /** Gets a head start on a recording that still grows; nothing is answered. */
  listenAhead(recording: StoredRecording, locale: Locale): void;
  assess(id: string, input: WordAssessmentInput): void;
}

/** Files of the recordings. */
export interface RecordingFiles {
  /** Makes the rows' files and fsyncs their folders. */
  create(id: RecordingId): Promise<void>;
  /** Closes a recording: size and SHA-256 of what is on disk. `expectedSlices` null takes what has arrived. */
  finish(id: RecordingId, expectedSlices: number | null): Promise<{ ok: true } | { ok: false; missing: number }>;
  remove(ids: readonly RecordingId[]): Promise<void>;
  /** Whether the disk has room to begin a recording of this kind. */
  hasRoom(kind: StoredRecording['kind']): boolean;
}

/** Sound of the wired handset, recorded on the kiosk's side. */
export interface Handset {
  start(id: RecordingId): Promise<{ ok: true } | { ok: false; code: string }>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Number of slices written. */
  stop(): Promise<number>;
}

/** A local model that may choose among authored follow-up questions. It never scores, and its words are never shown. */
export interface ProbeChooser {
  isOn(): boolean;
  /** Null whenever anything is wrong: then the rule's own choice stands. Never throws. */
  choose(choice: {
    sessionId: string;
    locale: Locale;
    question: string;
    answer: string;
    options: readonly { trigger: ProbeTrigger; text: string }[];
  }): Promise<ProbeTrigger | null>;
}

/** Somebody whom the site itself expected. */
export interface Arrival {
  readonly identity: Identity;
  readonly skills: readonly string[];
}

/** What the site offers today. Read anew for each interview, so that changes apply between interviews. */
export interface Offer {
  settings(): Settings;
  jobs(): readonly Job[];
  /** Skills that came with an invitation for this post; none where it is not known here. */
  skillsOf(code: string, jobId: string): readonly string[];
  /** Who comes with a code of this kiosk's own; null where it is none. */
  arrive(code: string, jobId: string): Arrival | null;
  pack(): Pack;
  practice(): PracticeItem;
  /** The authored follow-up questions. */
  probes(): Probes;
}

export interface Clock {
  now(): Date;
  /** Calls once after `ms`; returns how to cancel it. */
  after(ms: number, call: () => void): () => void;
}

/** Codes that a person reads; derived or drawn outside so that the room stays deterministic. */
export interface Codes {
  /** Four random digits. */
  returnCode(): string;
  /** Same session, same code; cannot be guessed from the id. */
  deletionCode(sessionId: SessionId): string;
  /** Short name of a session, free of personal data. */
  reference(sessionId: SessionId): string;
  /** SHA-256 of a deletion code, which is all that leaves the kiosk. */
  deletionCodeHash(sessionId: SessionId): string;
}
