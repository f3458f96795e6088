import { z } from 'zod';
import { InterviewResult } from './assessment.ts';
import { Decision, Outcome } from './decision.ts';
import { Instant } from './ids.ts';
import { KioskProposal } from './proposal.ts';
import { Level, LockedRating, RatingDraft, RatingKey, RatingRound, ReviewState } from './rating.ts';

/**
 * What a person may see of the machine: nothing before their own judgements are locked; then its quotes; its levels too where
 * they asked for them, or where the site has shown that people and machine agree (scoring.md §6).
 */
export const MachineView = z.enum(['hidden', 'quotes', 'levels']);
export type MachineView = z.infer<typeof MachineView>;

/** Answers rated by two people before the machine's levels may be shown by themselves (scoring.md §6). */
export const USE_GATE_ANSWERS = 100;

/** How far apart two judgements of the same behaviour are. */
export const Gap = RatingKey.extend({
  between: z.enum(['machine', 'people']),
  /** Lowest and highest of them. */
  low: Level,
  high: Level,
});
export type Gap = z.infer<typeof Gap>;

/** Everything about the review of one interview that this reader may know. */
export const ReviewSheet = z.strictObject({
  /** Null: this person has not opened it. */
  mine: z
    .strictObject({
      state: ReviewState,
      openedAt: Instant,
      lockedAt: Instant.nullable(),
      revealedAt: Instant.nullable(),
      doneAt: Instant.nullable(),
      /** Empty once locked. */
      draft: z.array(RatingDraft),
      /** In the order they were made. */
      ratings: z.array(LockedRating),
    })
    .nullable(),
  /** In the order of the interview. */
  toRate: z.array(RatingKey),
  machine: MachineView,
  gates: z.strictObject({ areMet: z.boolean(), doubleRated: z.int().nonnegative() }),
  /** Others who locked; empty while the reader has not (R25). */
  others: z.array(
    z.strictObject({
      name: z.string().nullable(),
      round: RatingRound,
      state: ReviewState,
      ratings: z.array(LockedRating),
    }),
  ),
  /** Judgements more than one level apart; those with the machine only where its levels are shown. */
  gaps: z.array(Gap),
  /** A second person is asked to rate blind. */
  isSecondWanted: z.boolean(),
  /** By people, or by the site's formula; null before the reader locked. */
  final: InterviewResult.nullable(),
  /** The newest first. */
  decisions: z.array(Decision),
  /** Of this interview; empty while the reader has not locked: that a rule speaks tells a score. */
  proposals: z.array(KioskProposal),
});
export type ReviewSheet = z.infer<typeof ReviewSheet>;

/** What the list says of the reviews of an interview. */
export const ReviewSummary = z.strictObject({
  /** How far the reader has come. */
  mine: z.union([z.literal('none'), ReviewState]),
  /** What counts now. */
  decided: Outcome.nullable(),
  /** A second person is asked to rate, and none has. */
  secondNeeded: z.boolean(),
});
export type ReviewSummary = z.infer<typeof ReviewSummary>;

/** Of an interview that nobody has looked at. */
export const NOT_REVIEWED: ReviewSummary = { mine: 'none', decided: null, secondNeeded: false };
