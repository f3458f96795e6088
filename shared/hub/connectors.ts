import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Localized } from '../localized.ts';

/** A system that results are handed over to, and how that goes. Its settings hold secrets: {@link ConnectorDetail}. */
export const ConnectorShown = z.object({
  id: z.string(),
  kind: z.string(),
  createdAt: Instant,
  removedAt: Instant.nullable(),
  /** When something was last delivered there; null before the first. */
  lastDeliveredAt: Instant.nullable(),
  /** Results that wait for their first attempt. */
  waiting: z.int().nonnegative(),
  /** Results that failed and are tried again by themselves. */
  retrying: z.int().nonnegative(),
  /** Results that a person has to look at. */
  failed: z.int().nonnegative(),
});
export type ConnectorShown = z.infer<typeof ConnectorShown>;

/** Body of `GET /v1/connectors`, by id; those that were removed too. */
export const ConnectorList = z.object({ connectors: z.array(ConnectorShown) });

/** One connector with its settings; of secrets only whether they are set. */
export const ConnectorDetail = ConnectorShown.extend({
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.string()),
});
export type ConnectorDetail = z.infer<typeof ConnectorDetail>;

/** Body of `PUT /v1/connectors/:id`: all settings of its kind; a secret that is left out stays as it is. */
export const ConnectorChange = z.looseObject({ kind: z.string() });

export const ConnectorCheck = z.object({
  kind: z.enum(['ready', 'transient', 'fatal']),
  /** What answered, or why it did not. */
  detail: Localized,
});
export type ConnectorCheck = z.infer<typeof ConnectorCheck>;

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
export type DryRunAnswer = z.infer<typeof DryRunAnswer>;
