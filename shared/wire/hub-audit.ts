import { z } from 'zod';
import { Actor } from '../hub/actor.ts';
import { Sha256 } from '../ids.ts';

/** One line of the hub's own audit log: who did or read what. Append-only; each line's hash covers the line before it. */
export const HubAuditLine = z
  .object({
    /** From 1, without gaps. */
    seq: z.int().positive(),
    at: z.iso.datetime(),
    callerKind: z.enum([...Actor.shape.kind.options, 'public']),
    callerId: z.string(),
    callerName: z.string(),
    /** `noun.verb`, e.g. `session.read`. */
    action: z.string(),
    /** Id of what it was done to; empty for a list. */
    subject: z.string(),
    sha256: Sha256,
  })
  .meta({ id: 'HubAuditLine' });
export type HubAuditLine = z.infer<typeof HubAuditLine>;

/** Body of `GET /v1/audit-log`, the newest first. */
export const HubAuditPage = z.object({ lines: z.array(HubAuditLine), nextCursor: z.string().nullable() });
export type HubAuditPage = z.infer<typeof HubAuditPage>;

/** Body of `GET /v1/audit-log/verification`: the chain was read from its first line. */
export const HubAuditVerification = z.object({
  isSound: z.boolean(),
  lines: z.int().nonnegative(),
  /** Number of the first line that does not follow from the one before; null when all do. */
  firstBroken: z.int().positive().nullable(),
});
export type HubAuditVerification = z.infer<typeof HubAuditVerification>;
