import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Localized } from '../localized.ts';

/** A system that results are handed over to; its settings hold secrets and are not shown again. */
export const ConnectorShown = z.object({
  id: z.string(),
  kind: z.string(),
  createdAt: Instant,
  removedAt: Instant.nullable(),
});
export type ConnectorShown = z.infer<typeof ConnectorShown>;

export const ConnectorCheck = z.object({
  kind: z.enum(['ready', 'transient', 'fatal']),
  /** What answered, or why it did not. */
  detail: Localized,
});

export const DryRunQuestion = z.strictObject({ applicationId: z.uuidv7() });
export const DryRunAnswer = z.object({
  kind: z.enum(['planned', 'fatal']),
  detail: Localized.nullable(),
  /** What would be sent, secrets covered. */
  requests: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.union([z.string(), z.object({ bytes: z.number(), sha256: z.string() }), z.null()]),
      isQuestion: z.boolean(),
    }),
  ),
});
