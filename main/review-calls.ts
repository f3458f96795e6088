import { setImmediate } from 'node:timers/promises';
import type { StaffId } from '#shared/ids.ts';
import type { CallContext } from './connection.ts';
import type { ContractServer } from './contract-server.ts';
import type { Decisions } from './review/decisions.ts';
import type { Proposals } from './review/proposals.ts';
import type { Reviews, StepOutcome } from './review/reviews.ts';

const DONE = { ok: true as const };

/** Who makes the call; calls of managers are made by somebody. */
export function personOf({ connection }: CallContext): StaffId {
  if (connection.staffId === null) throw new Error('A manager calls without having signed in.');
  return connection.staffId;
}

/** Calls of the nouns `rating`, `decision` and `proposal`, with each foreseen failure as its named error. */
export function reviewCalls(
  os: Pick<ContractServer, 'rating' | 'decision' | 'proposal'>,
  parts: {
    readonly reviews: Reviews;
    readonly decisions: Decisions;
    readonly proposals: Proposals;
    /** Something waits to be sent. */
    readonly wake: () => void;
  },
) {
  const { reviews, decisions, proposals } = parts;

  function done() {
    parts.wake();
    return DONE;
  }

  /** The refusal of a step that starts from a certain state of the review. */
  function refusal(
    outcome: Exclude<StepOutcome, 'done'>,
    errors: { session_unknown: () => Error; review_moved_on: () => Error },
  ): Error {
    switch (outcome) {
      case 'unknown':
        return errors.session_unknown();
      case 'moved_on':
        return errors.review_moved_on();
      case 'not_finished':
      case 'invalid':
      case 'unchanged':
        throw new Error(`This step is never refused as "${outcome}".`);
    }
  }

  return {
    rating: {
      open: os.rating.open.handler(({ input, context, errors }) => {
        const outcome = reviews.open(input.id, personOf(context));
        if (outcome === 'done') return DONE;
        throw outcome === 'not_finished' ? errors.not_finished() : errors.session_unknown();
      }),
      saveDraft: os.rating.saveDraft.handler(({ input, context, errors }) => {
        const outcome = reviews.saveDraft(input.id, personOf(context), input.draft);
        if (outcome === 'done') return DONE;
        throw refusal(outcome, errors);
      }),
      lock: os.rating.lock.handler(({ input, context, errors }) => {
        const outcome = reviews.lock(input.id, personOf(context), input.ratings);
        if (outcome === 'done') return done();
        if (typeof outcome === 'object') throw errors.ratings_missing({ data: { missing: outcome.missing } });
        throw outcome === 'invalid' ? errors.rating_invalid() : refusal(outcome, errors);
      }),
      reveal: os.rating.reveal.handler(({ input, context, errors }) => {
        const outcome = reviews.reveal(input.id, personOf(context));
        if (outcome === 'done') return done();
        throw refusal(outcome, errors);
      }),
      showLevels: os.rating.showLevels.handler(({ input, context, errors }) => {
        const outcome = reviews.showLevels(input.id, personOf(context));
        if (outcome === 'done') return done();
        throw refusal(outcome, errors);
      }),
      change: os.rating.change.handler(({ input, context, errors }) => {
        const { id, ...change } = input;
        const outcome = reviews.change(id, personOf(context), change);
        switch (outcome) {
          case 'done':
            return done();
          case 'invalid':
            throw errors.rating_invalid();
          case 'unchanged':
            throw errors.rating_unchanged();
          case 'unknown':
          case 'moved_on':
          case 'not_finished':
            throw refusal(outcome, errors);
        }
      }),
      finish: os.rating.finish.handler(({ input, context, errors }) => {
        const outcome = reviews.finish(input.id, personOf(context));
        if (outcome === 'done') return done();
        throw refusal(outcome, errors);
      }),
    },

    decision: {
      make: os.decision.make.handler(({ input, context, errors }) => {
        const outcome = decisions.make(input.id, input.verdict, input.supersedes, personOf(context));
        if (typeof outcome === 'object') throw errors.too_fast({ data: { retryAfterMs: outcome.waitMs } });
        switch (outcome) {
          case 'done':
            return done();
          case 'unknown':
            throw errors.session_unknown();
          case 'not_finished':
            throw errors.not_finished();
          case 'outcome_refused':
            throw errors.outcome_refused();
          case 'not_opened':
            throw errors.not_opened();
          case 'review_missing':
            throw errors.review_missing();
          case 'newer':
            throw errors.decision_newer();
        }
      }),
    },

    proposal: {
      list: os.proposal.list.handler(({ input, context }) => proposals.list(input, personOf(context))),
      approve: os.proposal.approve.handler(({ input, context, errors }) => {
        const { id, reason, appointment } = input;
        const outcome = proposals.approve(id, reason, appointment, personOf(context));
        if (typeof outcome === 'object') throw errors.too_fast({ data: { retryAfterMs: outcome.waitMs } });
        switch (outcome) {
          case 'done':
            return done();
          case 'unknown':
            throw errors.proposal_unknown();
          case 'decided':
            throw errors.proposal_decided();
          case 'appointment_missing':
            throw errors.appointment_missing();
        }
      }),
      dismiss: os.proposal.dismiss.handler(({ input, context, errors }) => {
        const outcome = proposals.dismiss(input.id, input.reason, personOf(context));
        if (outcome === 'done') return done();
        throw outcome === 'decided' ? errors.proposal_decided() : errors.proposal_unknown();
      }),
      rules: os.proposal.rules.handler(({ input }) => proposals.rules(input.locale)),
      saveRule: os.proposal.saveRule.handler(async ({ input, context }) => {
        proposals.saveRule(input, personOf(context));
        await proposals.reconsider(() => setImmediate(true));
        return DONE;
      }),
      removeRule: os.proposal.removeRule.handler(async ({ input, context, errors }) => {
        if (!proposals.removeRule(input.id, personOf(context))) throw errors.rule_unknown();
        await proposals.reconsider(() => setImmediate(true));
        return DONE;
      }),
    },
  };
}
