import { z } from 'zod';
import { Verdict } from '../decision.ts';
import { SessionId } from '../ids.ts';
import { callableBy, Done } from './call.ts';

/** Deciding about one interview. There is no call that takes several, and none that a rule can make. */
export const decision = {
  /**
   * Writes down what a person decided. Advance and decline rest on at least one locked review, whoever made it; hold does not: it
   * only waits. What can be decided at all goes by what the interview was held for. The person must have opened the interview themselves.
   */
  make: callableBy('manager')
    .input(
      z.strictObject({
        id: SessionId,
        verdict: Verdict,
        /** The decision on the caller's screen, which this one takes the place of; null for none. */
        supersedes: z.uuidv7().nullable(),
      }),
    )
    .output(Done)
    .errors({
      session_unknown: { message: 'There is no such interview on this kiosk.' },
      not_finished: { message: 'Only a finished interview is decided.' },
      outcome_refused: { message: 'An interview of this kind is not decided that way.' },
      not_opened: { message: 'You have not opened this interview: nobody is decided unseen.' },
      review_missing: { message: 'Nobody has finished rating this interview yet.' },
      decision_newer: { message: 'Somebody else has decided meanwhile.' },
      too_fast: {
        message: 'Two people were decided within moments: look at each.',
        data: z.strictObject({ retryAfterMs: z.int().positive() }),
      },
    }),
};
