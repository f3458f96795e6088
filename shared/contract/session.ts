import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { AnswerDraft } from '../answer.ts';
import { HandsetReading } from '../handset.ts';
import { InvitationAnswer, InvitationCode } from '../invitation.ts';
import { SessionEvent } from '../session.ts';
import { SessionView } from '../session-view.ts';
import { callableBy, callableByAll, Done } from './call.ts';

/** The interview as the candidate's screens see it: one view to draw, events to send. */
export const session = {
  /** The current view at once, then every change. */
  watch: callableByAll().output(eventIterator(SessionView)),

  /** The level of the wired handset while this is followed; no sound is kept of it. */
  watchHandset: callableBy('candidate').output(eventIterator(HandsetReading)),

  /** One thing the candidate did. The new view also arrives through `watch`. */
  send: callableBy('candidate')
    .input(z.strictObject({ revision: z.int().nonnegative(), event: SessionEvent }))
    .output(SessionView)
    .errors({
      /** The screen was drawn from an older view; draw the newest and ask again. */
      stale_revision: {
        message: 'The screen is older than the interview.',
        data: z.strictObject({ revision: z.int() }),
      },
      /** The event makes no sense in this state. */
      not_now: {
        message: 'This cannot be done at this point of the interview.',
        data: z.strictObject({ state: z.string() }),
      },
      code_unknown: {
        message: 'No interview on this kiosk waits for this code.',
        data: z.strictObject({ attemptsLeft: z.int() }),
      },
      code_locked: { message: 'Too many wrong codes.', data: z.strictObject({ retryAfterMs: z.int() }) },
      microphone_not_ready: { message: 'The microphone was not heard.', data: z.strictObject({ verdict: z.string() }) },
      recording_incomplete: {
        message: 'Part of the recording has not arrived yet.',
        data: z.strictObject({ missing: z.int() }),
      },
      answer_invalid: {
        message: 'This answer does not fit the question.',
        data: z.strictObject({ reason: z.string() }),
      },
      /** Nothing is acknowledged after a disk error until the store was reopened. */
      storage_failed: { message: 'The answer could not be saved.' },
    }),

  /**
   * Keeps text, an order or corrections that are still being worked on, under the view's `draftKey`: one that comes after its
   * screen is refused. Acknowledged only once it is on disk.
   */
  saveDraft: callableBy('candidate')
    .input(z.strictObject({ draftKey: z.string().max(200), draft: AnswerDraft }))
    .output(Done)
    .errors({ not_now: { message: 'Nothing of that name is being worked on.' } }),

  /** What this kiosk knows about a code, while the candidate says who they are. */
  lookUpInvitation: callableBy('candidate')
    .input(z.strictObject({ code: InvitationCode }))
    .output(InvitationAnswer)
    .errors({ not_now: { message: 'Nobody is being asked for a code.' } }),

  /** Somebody touched, typed or spoke: the idle clock starts again. Send at most every few seconds. */
  noteActivity: callableBy('candidate').output(Done),
};
