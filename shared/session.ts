import { z } from 'zod';
import { AnswerBody } from './answer.ts';
import { Instant, RecordingId } from './ids.ts';
import { InvitationCode } from './invitation.ts';
import { Locale } from './localized.ts';
import { PresenceObservation } from './presence.ts';
import { ProbeTrigger } from './probe.ts';
import { SelfIdentificationAnswers } from './self-identification.ts';

/** Four separate consents, each refusable (R16). Refusing recording leads to typed and touched answers, refusing scoring to human rating. */
export const Consents = z.strictObject({
  recording: z.boolean(),
  scoring: z.boolean(),
  sending: z.boolean(),
  talentPool: z.boolean(),
});
export type Consents = z.infer<typeof Consents>;
export const ConsentKind = z.keyof(Consents);
export type ConsentKind = z.infer<typeof ConsentKind>;

/** Asked before the start; never shown to raters and never part of scoring (R21). */
export const Accommodations = z.strictObject({
  /** Every spoken question may be answered by typing. */
  textInstead: z.boolean(),
  captions: z.boolean(),
  /** Think and answer time are doubled. */
  moreTime: z.boolean(),
  /** A person of the site is asked to come. */
  person: z.boolean(),
});
export type Accommodations = z.infer<typeof Accommodations>;

export const CandidateName = z.string().trim().min(1).max(80);
export const CandidatePhone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, 'must be a phone number of 6 to 20 digits');

/** Who the candidate says they are: an invitation code, or a name and a phone number. No e-mail needed. */
export const Identity = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('invitation'), code: InvitationCode }),
  z.strictObject({
    by: z.literal('name'),
    name: CandidateName,
    phone: CandidatePhone,
  }),
]);
export type Identity = z.infer<typeof Identity>;

export const MicrophoneVerdict = z.enum(['ok', 'too_quiet', 'too_loud', 'silent', 'missing', 'clipping']);
export type MicrophoneVerdict = z.infer<typeof MicrophoneVerdict>;

/** What the device check measured. Levels in dBFS, null when nothing was measured. */
export const CheckReport = z.strictObject({
  camera: z.enum(['ok', 'missing']),
  microphone: MicrophoneVerdict,
  speechDbfs: z.number().nullable(),
  noiseDbfs: z.number().nullable(),
});
export type CheckReport = z.infer<typeof CheckReport>;

/** The recordings a spoken answer is being written to. `av` is null while sound alone is recorded: there is no room for a picture. */
export const RecordingPair = z.strictObject({ av: RecordingId.nullable(), pcm: RecordingId.nullable() });
export type RecordingPair = z.infer<typeof RecordingPair>;

/** Where a question stands. Deadlines are advice shown as a countdown; `moreTime` doubles them; a null deadline is no limit. */
export const QuestionPhase = z.discriminatedUnion('phase', [
  /** The question is read and shown; the candidate thinks, then starts the answer. Spoken items only. */
  z.strictObject({ phase: z.literal('think'), deadlineAt: Instant.nullable() }),
  /** Slices are arriving. Spoken items only. */
  z.strictObject({
    phase: z.literal('recording'),
    recordings: RecordingPair,
    startedAt: Instant,
    deadlineAt: Instant.nullable(),
  }),
  /** The answer is on disk; keep it, or use the one retake. Spoken items only. */
  z.strictObject({ phase: z.literal('confirm') }),
  /** Typing, choosing or ordering. */
  z.strictObject({ phase: z.literal('open') }),
]);
export type QuestionPhase = z.infer<typeof QuestionPhase>;

const Question = z.strictObject({
  kind: z.literal('question'),
  /** 0-based step of the plan (`planOf`): an item, or one turn of a role-play. */
  index: z.int().nonnegative(),
  /** `plan`: in its turn. `again`: recorded anew from the read-back. `probe`: the follow-up question of the item. */
  stage: z.enum(['plan', 'again', 'probe']).default('plan'),
  /** What the follow-up question asks for; null unless `stage` is `probe`. */
  probe: ProbeTrigger.nullable().default(null),
  /** 1, 2 after the one retake, 3 after recording anew from the read-back. */
  take: z.int().min(1).max(3),
  /** How a spoken item is being answered. Items of other kinds are always `touch`. */
  mode: z.enum(['speak', 'touch']),
  isHintShown: z.boolean(),
  at: QuestionPhase,
});

/** States that an interview can be paused in or resumed to. */
const ActiveState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('language') }),
  z.strictObject({ kind: z.literal('notice') }),
  z.strictObject({ kind: z.literal('consent') }),
  z.strictObject({ kind: z.literal('identity') }),
  z.strictObject({ kind: z.literal('check') }),
  z.strictObject({ kind: z.literal('practice'), phase: z.enum(['ready', 'recording', 'playback']) }),
  Question,
  /** All questions are answered; the computer is still reading the answer to this item (0-based). Nobody waits longer than some seconds. */
  z.strictObject({ kind: z.literal('follow_up'), index: z.int().nonnegative(), since: Instant }),
  /** What was recognised in the answer to this item (0-based), or in its follow-up, to be put right. */
  z.strictObject({ kind: z.literal('read_back'), index: z.int().nonnegative(), of: z.enum(['answer', 'probe']) }),
  z.strictObject({ kind: z.literal('survey') }),
  /** Everything is saved; the candidate may say of themselves what the audit of bias asks. */
  z.strictObject({ kind: z.literal('self_identification') }),
  z.strictObject({ kind: z.literal('receipt') }),
]);
export type ActiveState = z.infer<typeof ActiveState>;

/**
 * The interview as a state. The diagram stands in main/session/state-diagram.md.
 * `sealed` (idle, power cut) and `paused` keep the state they interrupt.
 */
export const SessionState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  ...ActiveState.options,
  z.strictObject({ kind: z.literal('paused'), from: ActiveState }),
  z.strictObject({
    kind: z.literal('sealed'),
    from: ActiveState,
    reason: z.enum(['idle', 'interrupted', 'candidate']),
  }),
  z.strictObject({ kind: z.literal('withdrawn') }),
  z.strictObject({ kind: z.literal('wiped') }),
]);
export type SessionState = z.infer<typeof SessionState>;
export type QuestionState = z.infer<typeof Question>;

/** Three taps, 1 (bad) to 5 (good), and an optional sentence. Never part of a score. */
export const Survey = z.strictObject({
  ease: z.int().min(1).max(5),
  clarity: z.int().min(1).max(5),
  fairness: z.int().min(1).max(5),
  comment: z.string().trim().max(500),
});
export type Survey = z.infer<typeof Survey>;

/** Why a picture stopped while the sound of its answer went on: its storage was refused, or the browser's recorder failed. */
export const PictureLossReason = z.enum(['storage_failed', 'recorder_failed']);

export const CaptureLossReason = z.enum([
  'track_ended',
  'device_changed',
  'no_pcm',
  'storage_failed',
  'permission_denied',
]);
export type CaptureLossReason = z.infer<typeof CaptureLossReason>;

const event = <T extends string>(type: T) => z.strictObject({ type: z.literal(type) });

/** Everything a candidate's screen may send. Named for what happened, in the past tense. */
export const SessionEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('job_chosen'), jobId: z.string().max(64) }),
  z.strictObject({ type: z.literal('code_entered'), code: z.string().regex(/^[0-9]{4}$/) }),
  /** Allowed in every state: the live language switch. */
  z.strictObject({ type: z.literal('language_changed'), locale: Locale }),
  event('language_confirmed'),
  event('notice_understood'),
  z.strictObject({ type: z.literal('consents_given'), consents: Consents }),
  z.strictObject({
    type: z.literal('identity_given'),
    identity: Identity,
    isOfAge: z.literal(true),
    accommodations: Accommodations,
  }),
  z.strictObject({ type: z.literal('check_finished'), report: CheckReport }),
  /** Answer by touch: no camera, no microphone, nothing recorded. */
  event('touch_chosen'),
  event('practice_started'),
  event('practice_stopped'),
  event('practice_repeated'),
  event('practice_finished'),
  event('hint_shown'),
  /** The candidate starts speaking, before the think time is over or when it ends. */
  event('answer_started'),
  /** The page has stopped the recorder and every slice was acknowledged. */
  z.strictObject({
    type: z.literal('answer_stopped'),
    avSlices: z.int().nonnegative(),
    pcmSlices: z.int().nonnegative(),
    /** What the camera saw meanwhile; left out or null where it may not look or could not. */
    presence: PresenceObservation.nullable().optional(),
  }),
  event('answer_kept'),
  event('answer_retaken'),
  z.strictObject({ type: z.literal('answer_given'), body: AnswerBody }),
  event('question_skipped'),
  /** The clauses as the candidate left them, in their order; an empty one was never said. `added` is what was missing. */
  z.strictObject({
    type: z.literal('read_back_confirmed'),
    clauses: z.array(z.string().max(2000)).max(400),
    added: z.string().max(2000),
  }),
  /** The recogniser understood too little: say it again. Once per answer. */
  event('answer_rerecorded'),
  z.strictObject({ type: z.literal('mode_chosen'), mode: z.enum(['speak', 'touch']) }),
  z.strictObject({ type: z.literal('capture_lost'), reason: CaptureLossReason }),
  /** The picture of a running answer is no longer stored; the sound is. */
  z.strictObject({ type: z.literal('picture_lost'), reason: PictureLossReason }),
  event('paused'),
  event('continued'),
  event('went_back'),
  event('person_asked'),
  /** Stop now, keep the draft; the return card brings it back. */
  event('left'),
  /** Stop for good: answers and recordings are removed from the kiosk. */
  event('withdrawn'),
  z.strictObject({ type: z.literal('survey_answered'), survey: Survey.nullable() }),
  /** Null: all of it was left out. */
  z.strictObject({ type: z.literal('self_identified'), answers: SelfIdentificationAnswers.nullable() }),
  event('receipt_read'),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;
