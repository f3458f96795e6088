import { z } from 'zod';
import { Locale } from '../localized.ts';
import { Appointment, KioskProposal, LocalRule, ProposalReason, RuleInForce, RulePost } from '../proposal.ts';
import { callableBy, Done } from './call.ts';

const unknown = { proposal_unknown: { message: 'There is no such proposal for you.' } };
const decided = { proposal_decided: { message: 'This proposal is no longer open.' } };

/** What rules propose, and the rules themselves. A rule never acts: a person approves each proposal by itself. */
export const proposal = {
  /** Of interviews that the caller has rated: that a rule speaks tells a score. The newest first. */
  list: callableBy('manager')
    .input(z.strictObject({ isOpen: z.boolean(), limit: z.int().min(1).max(200), locale: Locale }))
    .output(z.array(KioskProposal)),

  /** Hands the action to head office, which carries it out. */
  approve: callableBy('manager')
    .input(
      z.strictObject({
        id: z.uuidv7(),
        reason: ProposalReason,
        /** Needed to invite. */
        appointment: Appointment.nullable(),
      }),
    )
    .output(Done)
    .errors({
      ...unknown,
      ...decided,
      appointment_missing: { message: 'An invitation needs a time and a place.' },
      too_fast: {
        message: 'Two people were decided within moments: look at each.',
        data: z.strictObject({ retryAfterMs: z.int().positive() }),
      },
    }),

  dismiss: callableBy('manager')
    .input(z.strictObject({ id: z.uuidv7(), reason: ProposalReason }))
    .output(Done)
    .errors({ ...unknown, ...decided }),

  /** In force here: those of head office where it published any for a post, otherwise those of the site. */
  rules: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(z.strictObject({ rules: z.array(RuleInForce), posts: z.array(RulePost) })),

  /** Another version of a rule of the site. Proposals that are there stay as they are. */
  saveRule: callableBy('manager').input(LocalRule).output(Done),

  removeRule: callableBy('manager')
    .input(z.strictObject({ id: z.string().max(64) }))
    .output(Done)
    .errors({ rule_unknown: { message: 'There is no such rule of this site.' } }),
};
