import { z } from 'zod';
import { SessionId } from '../ids.ts';
import {
  ChangeReason,
  Judgement,
  MAX_RATINGS,
  PickedQuote,
  Rating,
  RatingDraft,
  RatingKey,
  ReasonWords,
} from '../rating.ts';
import { callableBy, Done } from './call.ts';

const ofSession = z.strictObject({ id: SessionId });
const unknown = { session_unknown: { message: 'There is no such interview on this kiosk.' } };
/** The review is not in the state this step starts from: another page of the same person went on with it. */
const notNow = { review_moved_on: { message: 'This review has gone on meanwhile.' } };

/**
 * Rating an interview: open → locked → revealed → done, each step once and never back. Every call speaks of one interview and of the
 * caller's own review.
 */
export const rating = {
  /** Begins the caller's review; nothing happens where it has begun. */
  open: callableBy('manager')
    .input(ofSession)
    .output(Done)
    .errors({ ...unknown, not_finished: { message: 'Only a finished interview is reviewed.' } }),

  /** Keeps what is being thought about, so that a lock of the screen costs nothing. */
  saveDraft: callableBy('manager')
    .input(ofSession.extend({ draft: z.array(RatingDraft).max(MAX_RATINGS) }))
    .output(Done)
    .errors({ ...unknown, ...notNow }),

  /** Hands in all judgements at once; they are never changed afterwards. */
  lock: callableBy('manager')
    .input(ofSession.extend({ ratings: z.array(Rating).max(MAX_RATINGS) }))
    .output(Done)
    .errors({
      ...unknown,
      ...notNow,
      ratings_missing: {
        message: 'Something has not been judged yet.',
        data: z.strictObject({ missing: z.int().positive() }),
      },
      rating_invalid: { message: 'A judgement or quote does not belong to this interview.' },
    }),

  /** Shows what the machine read and what others judged; noted. */
  reveal: callableBy('manager')
    .input(ofSession)
    .output(Done)
    .errors({ ...unknown, ...notNow }),

  /** Shows the machine's levels although they are hidden by default; noted. */
  showLevels: callableBy('manager')
    .input(ofSession)
    .output(Done)
    .errors({ ...unknown, ...notNow }),

  /** Changes one judgement after the reveal, with the reason. The one before stays. */
  change: callableBy('manager')
    .input(
      ofSession.extend({
        ...RatingKey.shape,
        judgement: Judgement,
        quotes: z.array(PickedQuote).max(5),
        reason: ChangeReason,
        words: ReasonWords,
      }),
    )
    .output(Done)
    .errors({
      ...unknown,
      ...notNow,
      rating_invalid: { message: 'A judgement or quote does not belong to this interview.' },
      rating_unchanged: { message: 'This is the same judgement as before.' },
    }),

  /** Everything that was not changed is kept. Rules look at the interview now, and a second person is asked for where it needs one. */
  finish: callableBy('manager')
    .input(ofSession)
    .output(Done)
    .errors({ ...unknown, ...notNow }),
};
