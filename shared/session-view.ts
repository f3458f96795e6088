import { z } from 'zod';
import { AnswerDraft } from './answer.ts';
import { Instant, RecordingId, SessionId } from './ids.ts';
import { CandidateItem } from './job.ts';
import { Locale } from './localized.ts';
import { Purpose } from './purpose.ts';
import { Accommodations, ConsentKind, Consents, SessionState } from './session.ts';

/** One post on the attract screen, in the language shown. */
export const JobCard = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Screens speak of an application only where it is one. */
  purpose: Purpose,
  illustration: z.enum(['assembly', 'warehouse', 'store', 'counter']),
  summary: z.string(),
  pay: z.string(),
  shift: z.string(),
  hours: z.string(),
  place: z.string(),
});
export type JobCard = z.infer<typeof JobCard>;

export const NoticePoint = z.strictObject({
  icon: z.enum(['camera', 'computer', 'person', 'lock', 'clock']),
  text: z.string(),
});

export const ConsentText = z.strictObject({
  kind: ConsentKind,
  version: z.int().positive(),
  text: z.string(),
  /** What happens when it is refused. */
  refusal: z.string(),
});
export type ConsentText = z.infer<typeof ConsentText>;

/** A true sentence about what an answer showed, with the candidate's own words or choice as the evidence. */
export const Strength = z.strictObject({ text: z.string(), quote: z.string() });

export const Receipt = z.strictObject({
  /** Short name of this interview, safe to say aloud: no personal data. */
  reference: z.string(),
  strengths: z.array(Strength).max(2),
  nextStep: z.string(),
  nextStepBy: z.iso.date(),
  phone: z.string(),
  /** With it the candidate has the interview deleted. Shown once; only its hash is stored. */
  deletionCode: z.string(),
  answered: z.int().nonnegative(),
  total: z.int().positive(),
  /** False while the last answers are still being analysed. */
  isAnalysed: z.boolean(),
});
export type Receipt = z.infer<typeof Receipt>;

/** What the recogniser heard of one answer, clause by clause. */
export const ReadBack = z.strictObject({
  /** Names the answer; a new one starts the screen anew. */
  answerKey: z.string(),
  /** 1-based number of the question, and its words. */
  number: z.int().positive(),
  prompt: z.string(),
  clauses: z.array(
    z.strictObject({
      text: z.string(),
      /** Where it can be heard: a recording of the page, playable at /media/<id>; null when there is none. */
      sound: z
        .strictObject({
          recordingId: RecordingId,
          startMs: z.number().nonnegative(),
          endMs: z.number().nonnegative(),
        })
        .nullable(),
    }),
  ),
  /** False once it was said again already. */
  canRerecord: z.boolean(),
});
export type ReadBack = z.infer<typeof ReadBack>;

/** All that a candidate's screen needs to draw itself, and nothing more: no keys, no scores, nobody else's data. */
export const SessionView = z.strictObject({
  /** Rises with every step of the interview. An event names the revision it saw; a stale one is refused, so a double tap cannot skip a question. */
  revision: z.int().nonnegative(),
  sessionId: SessionId.nullable(),
  state: SessionState,
  locale: Locale,
  site: z.strictObject({ name: z.string(), phone: z.string() }),
  /** On the attract screen only. */
  jobs: z.array(JobCard),
  job: JobCard.nullable(),
  notice: z.array(NoticePoint),
  consentTexts: z.array(ConsentText),
  consents: Consents.nullable(),
  minimumAge: z.int().nonnegative(),
  accommodations: Accommodations,
  /** 1-based number of the current question and how many there are; null outside the questions. */
  progress: z.strictObject({ number: z.int().positive(), total: z.int().positive() }).nullable(),
  item: CandidateItem.nullable(),
  practiceItem: CandidateItem.nullable(),
  /** For a follow-up question: the words of the question it goes back to. */
  followsUp: z.string().nullable(),
  readBack: ReadBack.nullable(),
  /** Answers read so far, while the last ones are still being read. */
  waiting: z.strictObject({ done: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
  /** What may be said for the audit of bias; null where nothing is asked. */
  selfIdentification: z
    .strictObject({
      text: z.string(),
      questions: z.array(
        z.strictObject({
          id: z.string(),
          prompt: z.string(),
          options: z.array(z.strictObject({ id: z.string(), label: z.string() })),
        }),
      ),
    })
    .nullable(),
  /** Names what a draft saved now belongs to; null where there is nothing to work on. */
  draftKey: z.string().nullable(),
  draft: AnswerDraft.nullable(),
  /** Parts of the current answer that are on disk already, after an interruption or before "keep". */
  saved: z.strictObject({
    parts: z.int().nonnegative(),
    durationMs: z.int().nonnegative(),
    wasInterrupted: z.boolean(),
  }),
  /**
   * The newest finished recording of the current answer, playable by its own candidate at /media/<id> until the answer is kept; of
   * sound alone where the picture is not whole.
   */
  playback: RecordingId.nullable(),
  canRetake: z.boolean(),
  /** What a spoken answer is recorded as now: the disk may have no room for pictures, or for sound either. Null where nobody speaks. */
  recording: z.enum(['picture_and_sound', 'sound', 'nothing']).nullable(),
  /** Four digits that bring the candidate back to this question; null before there is anything to come back to. */
  returnCode: z.string().nullable(),
  receipt: Receipt.nullable(),
  /** The receipt can be printed here. */
  canPrint: z.boolean(),
  /** Set while the "are you still there?" warning stands. */
  idleWarning: z.strictObject({ sealsAt: Instant }).nullable(),
  /** A person of the site has been asked for; cleared by staff. */
  isPersonAsked: z.boolean(),
  /** `page`: camera and microphone of the browser; `handset`: wired handset on the kiosk's side, video only in the page. */
  microphone: z.enum(['page', 'handset']),
  features: z.strictObject({ facePresence: z.boolean() }),
});
export type SessionView = z.infer<typeof SessionView>;
