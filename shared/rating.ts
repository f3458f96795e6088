import { z } from 'zod';
import { Instant, RecordingId } from './ids.ts';

/** Anchored level of a behaviour (R24). */
export const Level = z.int().min(1).max(5);
export type Level = z.infer<typeof Level>;

/** Fewest characters of a reason that a person writes in words (scoring.md §6). */
export const MIN_REASON_CHARS = 10;
/** A sentence of a person: why. */
export const ReasonWords = z.string().trim().min(MIN_REASON_CHARS).max(1000);

/** Why nobody can say a level. It lowers how much was seen, never the score. */
export const CannotTell = z.enum(['not_shown', 'not_understood', 'not_heard', 'question_unclear']);
export type CannotTell = z.infer<typeof CannotTell>;

/** One thing to judge: an indicator in the answer to an item. */
export const RatingKey = z.strictObject({ itemId: z.string().max(64), indicatorId: z.string().max(64) });
export type RatingKey = z.infer<typeof RatingKey>;

/** As one word, to look it up by. */
export const ratingKeyOf = ({ itemId, indicatorId }: RatingKey): string => `${itemId} ${indicatorId}`;

export const Judgement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('level'), level: Level }),
  z.strictObject({ kind: z.literal('cannot_tell'), reason: CannotTell }),
]);
export type Judgement = z.infer<typeof Judgement>;

/** The level of a judgement; null where nobody can tell. */
export const levelIn = (judgement: Judgement): Level | null => (judgement.kind === 'level' ? judgement.level : null);

/** What a rater points at: words of the answer, or a stretch of a recording that has no words. */
export const PickedQuote = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('words'),
    answerKey: z.string().max(130),
    /** Characters of the answer's whole text, end exclusive. */
    startChar: z.int().nonnegative(),
    endChar: z.int().positive(),
    /** As they stood when they were picked: what is corrected later changes no quote. */
    text: z.string().min(1).max(2000),
  }),
  z.strictObject({
    kind: z.literal('sound'),
    recordingId: RecordingId,
    /** From the first sample. */
    startMs: z.int().nonnegative(),
    endMs: z.int().positive(),
  }),
]);
export type PickedQuote = z.infer<typeof PickedQuote>;

const quotes = z.array(PickedQuote).max(5);

/** One judgement with what it rests on. */
export const Rating = RatingKey.extend({ judgement: Judgement, quotes });
export type Rating = z.infer<typeof Rating>;

/** A judgement still being thought about. */
export const RatingDraft = RatingKey.extend({ judgement: Judgement.nullable(), quotes });
export type RatingDraft = z.infer<typeof RatingDraft>;
/** Items times indicators: more is no interview. */
export const MAX_RATINGS = 400;

/** Why a judgement was changed after the machine's was shown (scoring.md §6). */
export const ChangeReason = z.enum(['asr_missed', 'out_of_context', 'rule_wrong', 'anchor_misread', 'other']);
export type ChangeReason = z.infer<typeof ChangeReason>;

/** The first to lock an interview rates `blind_first`, everybody after `blind_second`: none has seen the others' or the machine's. */
export const RatingRound = z.enum(['blind_first', 'blind_second', 'after_reveal']);
export type RatingRound = z.infer<typeof RatingRound>;

/** A judgement as it is kept, never changed: a later one of the same person stands beside it. */
export const LockedRating = Rating.extend({
  round: RatingRound,
  ratedAt: Instant,
  /** Why it differs from the one before; null in the blind rounds. */
  change: z.strictObject({ reason: ChangeReason, words: ReasonWords }).nullable(),
});
export type LockedRating = z.infer<typeof LockedRating>;

/** How far one person has come with one interview. It only goes on, never back. */
export const ReviewState = z.enum(['open', 'locked', 'revealed', 'done']);
export type ReviewState = z.infer<typeof ReviewState>;

/** Blind judgements are in: from here on the person may see what others and the machine made of it. */
export const isLocked = (state: ReviewState | null | undefined): boolean => state != null && state !== 'open';
