import { z } from 'zod';
import { Sha256 } from './ids.ts';
import type { Job } from './job.ts';
import { LocalizedWords } from './job/parts.ts';
import { RolePlayScenario } from './job/role-play.ts';
import { Locale, Localized } from './localized.ts';
import { ProbeTrigger } from './probe.ts';
import { AnswerStatus } from './score.ts';
import { Transcript, TranscriptionErrorCode } from './transcript.ts';

/** Raised with any change of the engine's rules that is not a constant: constants have their own hash. */
export const ENGINE_VERSION = 1;

const Share = z.number().min(0).max(1);
const Level = z.int().min(1).max(5);
const Points = z.number().min(0).max(100);

/** Words of an answer with their place: the quote behind a number. */
export const Clause = z.strictObject({
  /** Which answer it stands in: the item's id, a role-play turn (`item.turn`) or a follow-up (`item.probe`). */
  answerKey: z.string(),
  /** The words as they were said or typed. */
  text: z.string().min(1),
  /** Characters of the answer's whole text, end exclusive. */
  startChar: z.int().nonnegative(),
  endChar: z.int().nonnegative(),
  /** The recording they were said in and when, from its first sample; null for typed words and recognisers without times. */
  recordingId: z.string().nullable(),
  startMs: z.number().nonnegative().nullable(),
  endMs: z.number().nonnegative().nullable(),
  /** True when the candidate put these words right on the read-back screen. */
  isCorrected: z.boolean(),
});
export type Clause = z.infer<typeof Clause>;

/** How one clause bears on one indicator: `value = match × ownership × reality`. */
export const IndicatorEvidence = z.strictObject({
  clause: Clause,
  /** Concept groups hit, over groups required. */
  lexical: Share,
  /** The words that hit them. */
  hits: z.array(z.string()),
  /** Resemblance to a level-5 exemplar, calibrated; null without an embedding model. */
  semantic: Share.nullable(),
  ownership: z.enum(['i', 'we', 'implicit']),
  reality: z.enum(['done', 'hypothetical', 'generic']),
  value: Share,
});
export type IndicatorEvidence = z.infer<typeof IndicatorEvidence>;

/** What was looked for and not recognised, or what would change a level. Keys of sentences in the locale files. */
export const FindingCode = z.enum([
  'no_indicator_words',
  'no_own_action',
  'no_result',
  'no_measurable_result',
  'no_time_or_place',
  'told_in_general',
  'told_as_a_plan',
  'counter_cue',
  'probe_drew_nothing',
]);
export type FindingCode = z.infer<typeof FindingCode>;

/** The explanation record of one indicator in one answer. */
export const IndicatorResult = z.strictObject({
  indicatorId: z.string(),
  /** As the item elicits it. */
  weight: Share,
  /**
   * `observed`: with evidence. `zero`: nothing found although the question asks for it, its follow-up was answered and the
   * answer was otherwise understood. `unobserved`: no conclusion; lowers coverage, never the score.
   */
  state: z.enum(['observed', 'zero', 'unobserved']),
  /** E of the indicator; null while unobserved. */
  evidenceShare: Share.nullable(),
  level: Level.nullable(),
  /** At most two, strongest first: what the number rests on. */
  evidence: z.array(IndicatorEvidence).max(2),
  counterCues: z.array(Clause),
  route: z.enum(['lexical', 'semantic', 'none']),
  notFound: z.array(FindingCode),
});
export type IndicatorResult = z.infer<typeof IndicatorResult>;

/** Situation, task, action, result, each 0 to 1, found by part of speech. `depth = .15 S + .15 T + .40 A + .30 R`. */
export const StarResult = z.strictObject({
  situation: Share,
  task: Share,
  action: Share,
  result: Share,
  depth: Share,
  /** Distinct action verbs, as they stand in the answer. */
  verbs: z.array(z.string()),
  /** Share of "I" among actions told with I or we; null without either. */
  ownShare: Share.nullable(),
  hasNumber: z.boolean(),
  /** More than half of the clauses are general or hypothetical: depth is capped. */
  isGeneric: z.boolean(),
  /** The clauses each part was found in: indexes into `clauses`. */
  clauses: z.strictObject({
    situation: z.array(z.int()),
    task: z.array(z.int()),
    action: z.array(z.int()),
    result: z.array(z.int()),
  }),
});
export type StarResult = z.infer<typeof StarResult>;

/** An act of a conversation, with the words that perform it. Negative acts lower the score. */
export const ActName = z.enum([
  'greeting',
  'apology',
  'empathy',
  'clarifying_question',
  'solution',
  'choice_or_consent',
  'follow_up',
  'escalation',
  'blame',
  'flat_refusal',
  'over_promise',
]);
export type ActName = z.infer<typeof ActName>;

export const ActsResult = z.strictObject({
  scenario: RolePlayScenario,
  acts: z.array(z.strictObject({ act: ActName, weight: z.number(), clause: Clause, hits: z.array(z.string()) })),
  /** Set when a rule limited the score: an apology without a solution, a solution without apology or empathy. */
  cap: z.enum(['no_solution', 'no_warmth']).nullable(),
});
export type ActsResult = z.infer<typeof ActsResult>;

/** A gate or a hint about gaming: a status or a reviewer's note, never a deduction. */
export const Signal = z.strictObject({
  code: z.enum(['keyword_list', 'repetition', 'shared_script', 'off_topic', 'even_pauses', 'pasted', 'order_broken']),
  /** What was measured, and the limit it is compared with. */
  value: z.number(),
  limit: z.number(),
  severity: z.enum(['note', 'review']),
});
export type Signal = z.infer<typeof Signal>;

/** What decided whether the answer can be scored at all. */
export const Gates = z.strictObject({
  /** Chinese characters, or English words. */
  units: z.int().nonnegative(),
  /** Fewer is `short`. */
  minUnits: z.int().positive(),
  speechMs: z.number().nonnegative().nullable(),
  /** Units per second of speech, with the plausible range. */
  rate: z.number().nonnegative().nullable(),
  rateRange: z.tuple([z.number(), z.number()]),
  unknownRatio: Share.nullable(),
  heardLanguage: z.string().nullable(),
  /** Share of function words: of characters in Chinese, of words in English. */
  functionShare: Share.nullable(),
  repeatedShare: Share,
});
export type Gates = z.infer<typeof Gates>;

/** How sure the engine is, with the factors it is made of. */
export const Confidence = z.strictObject({
  value: Share,
  label: z.enum(['high', 'medium', 'low']),
  reliability: Share,
  coverage: Share,
  meanTranscriptWeight: Share,
  routesAgree: Share,
});
export type Confidence = z.infer<typeof Confidence>;

/** A number of 0 to 100 with its error: never shown without `low` and `high`. */
export const Interval = z.strictObject({ score: Points, low: Points, high: Points, sem: z.number().nonnegative() });
export type Interval = z.infer<typeof Interval>;

/** Which engine made a number: enough to compute it again. */
export const EngineIdentity = z.strictObject({
  version: z.int().min(1),
  /** SHA-256 of the canonical JSON of all constants and lexicons. */
  configHash: Sha256,
  /** Embedding model with its calibration; null when words are matched by concept groups only. */
  embedding: z.strictObject({ id: z.string(), sha256: Sha256, c0: z.number(), c1: z.number() }).nullable(),
});
export type EngineIdentity = z.infer<typeof EngineIdentity>;

/**
 * What the words of one answer (with its follow-up, or all turns of a role-play) show. Deterministic: the same input and
 * `engine` give the same bytes. Voice, face and length are not in the input.
 */
export const WordAssessment = z.strictObject({
  engine: EngineIdentity,
  itemId: z.string(),
  locale: Locale,
  status: AnswerStatus,
  /** Share of the best answer, 0 to 1; null unless scored, or provisional under `needs_review:integrity`. */
  score: Share.nullable(),
  level: Level.nullable(),
  /** True when `score` may only be shown once a person has opened the flag. */
  isProvisional: z.boolean(),
  /** 100 X with its error for this one answer; null without a score. */
  interval: Interval.nullable(),
  confidence: Confidence.nullable(),
  /** r_q: 1 typed or read back by the candidate, .8 as recognised. */
  transcriptWeight: Share,
  /** The answer cut into clauses; what the read-back screen shows and every quote points into. */
  clauses: z.array(Clause),
  /** Null for a role-play and a work product. */
  star: StarResult.nullable(),
  indicators: z.array(IndicatorResult),
  /** Only for a role-play. */
  acts: ActsResult.nullable(),
  gates: Gates,
  signals: z.array(Signal),
  /** What one follow-up could ask for; null when nothing is missing or one was asked. */
  probe: ProbeTrigger.nullable(),
  /** Everything a follow-up could ask for, most wanted first; `probe` is the first. A local model may pick another one. */
  probeOptions: z.array(ProbeTrigger),
});
export type WordAssessment = z.infer<typeof WordAssessment>;

/** One competency over all answers that bear on it. */
export const DimensionResult = z.strictObject({
  dimensionId: z.string(),
  /** Share of the total. */
  weight: Share,
  status: z.enum(['scored', 'insufficient_evidence']),
  interval: Interval.nullable(),
  level: Level.nullable(),
  confidence: Confidence.nullable(),
  /** Share of the indicator weight that was observed. */
  coverage: Share,
  /** Items that carried a score. */
  itemIds: z.array(z.string()),
});
export type DimensionResult = z.infer<typeof DimensionResult>;

/** The interview as a whole. A total exists only when every dimension of 15 % or more is scored; nothing is imputed. */
export const InterviewResult = z.strictObject({
  /** Null when no answer was read word by word, or when two engines had a part in it. */
  engine: EngineIdentity.nullable(),
  dimensions: z.array(DimensionResult),
  status: z.enum(['scored', 'incomplete']),
  total: Interval.nullable(),
  /** Dimensions that keep the total from being given. */
  missingDimensions: z.array(z.string()),
});
export type InterviewResult = z.infer<typeof InterviewResult>;

/** What was recorded of one part of an answer. Plain numbers only: nothing of voice or face can reach the engine. */
const RecordedPart = z.strictObject({
  recordingId: z.string(),
  /** Speech found by voice activity detection; null when the sound could not be analysed. */
  speechMs: z.number().nonnegative().nullable(),
  /** Pauses of 600 ms and more: where clauses end. */
  pauses: z.array(z.strictObject({ startMs: z.number(), endMs: z.number() })),
  /** Null when there is none; then `transcriptionError` says why. */
  transcript: Transcript.nullable(),
  transcriptionError: TranscriptionErrorCode.nullable(),
});

/** One answer: to the item itself, to a turn of a role-play, or to the follow-up question. */
const AnswerPart = z.strictObject({
  answerKey: z.string(),
  role: z.enum(['answer', 'turn', 'probe']),
  by: z.enum(['spoken', 'typed', 'skipped']),
  typedText: z.string().nullable(),
  /** In the order they were spoken: an interrupted answer goes on in another recording. */
  recordings: z.array(RecordedPart),
  /** As the candidate left it on the read-back screen; null when it was not read back. */
  readBack: z.array(Clause).nullable(),
});
export type AnswerPart = z.infer<typeof AnswerPart>;

/** A worded item of any post, to tell whether an answer fits another question better. */
export const BankItem = z.strictObject({
  itemId: z.string(),
  prompt: Localized,
  referenceWords: LocalizedWords,
  /** Names the group of equals it is one of: what answers one of them is no answer to another question. */
  group: z.string().optional(),
});
export type BankItem = z.infer<typeof BankItem>;

/** All that the engine is given for one item. Stored beside the result: the same input gives the same bytes (R22). */
export const WordAssessmentInput = z.strictObject({
  /** The job as the interview was held with it; the engine looks at the item, its indicators and their cues. */
  job: z.custom<Job>((value) => typeof value === 'object' && value !== null),
  itemId: z.string(),
  locale: Locale,
  parts: z.array(AnswerPart).min(1),
  /** The follow-up question that was asked, if one was. */
  probe: ProbeTrigger.nullable(),
  bank: z.array(BankItem),
  /**
   * Largest shingle overlap (Jaccard) with another person's answer to the same item on this kiosk; null without another.
   * A number and never their words, which must be erasable: the caller computes it with `shingleOverlap`.
   */
  sharedOverlap: Share.nullable(),
  /** Text was pasted into a typed answer. */
  isPasted: z.boolean(),
});
export type WordAssessmentInput = z.infer<typeof WordAssessmentInput>;
