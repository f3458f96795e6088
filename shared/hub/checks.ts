import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Slug } from '../job/parts.ts';

/**
 * A program of others that we exchange signed webhooks with (Standard Webhooks 1.0): one that checks or tests on our order and sends the
 * result back, or a recruiting channel that sends candidates.
 */
export const Partner = z.object({
  id: Slug,
  kind: z.enum(['background_check', 'assessment', 'skills_test', 'recruiting_channel']),
  name: z.string(),
  /** Where orders go; empty for a channel, which only sends. */
  url: z.string(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
});
export type Partner = z.infer<typeof Partner>;

export const NewPartner = z
  .strictObject({
    id: Slug,
    kind: Partner.shape.kind,
    name: z.string().trim().min(1).max(120),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
  })
  .refine(({ kind, url }) => (kind === 'recruiting_channel') === (url === undefined), {
    error: 'is needed for all but a recruiting channel, which has none',
    path: ['url'],
  });
export type NewPartner = z.infer<typeof NewPartner>;

/** The one time the secret is shown. */
export const PartnerCreated = z.object({ provider: Partner, secret: z.string() });

/** `clear`: nothing stands in the way. `review`: a person should look. `incomplete`: it could not be found out. Never "failed" (R6). */
const CheckOutcome = z.enum(['clear', 'review', 'incomplete']);

/** What a provider reports. The first of these is final; the same again is harmless, another one is refused. */
export const CheckResultInput = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('completed'),
    outcome: CheckOutcome,
    /** 0–100 where the check gives one. */
    score: z.number().min(0).max(100).nullable().default(null),
    summary: z.string().max(2000).default(''),
    reportUrl: z
      .url({ protocol: /^https$/ })
      .max(2000)
      .nullable()
      .default(null),
  }),
  z.strictObject({ state: z.enum(['cancelled', 'error']), summary: z.string().max(2000).default('') }),
]);
export type CheckResultInput = z.infer<typeof CheckResultInput>;

export const CheckOrder = z.object({
  id: z.uuidv7(),
  applicationId: z.uuidv7(),
  candidateId: z.string(),
  providerId: Slug,
  state: z.enum(['ordered', 'sent', 'completed', 'cancelled', 'error']),
  outcome: CheckOutcome.nullable(),
  result: CheckResultInput.nullable(),
  orderedAt: Instant,
  sentAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type CheckOrder = z.infer<typeof CheckOrder>;
