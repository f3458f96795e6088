import { z } from 'zod';
import { PublicKey, Signature } from './signature.ts';

/** Request header with a random challenge of 32 hex digits or more. */
export const CHALLENGE_HEADER = 'anteroom-challenge';

/** The text whose HMAC-SHA256 under the device token proves that the answer comes from a hub that knows it. */
export function healthProofText(challenge: string): string {
  return `anteroom-health/1:${challenge}`;
}

/** Body of `GET /v1/health`. */
export const Health = z.object({
  service: z.literal('anteroom-hub'),
  protocol: z.literal(1),
  /** Whether the hub holds any record of the device named in `anteroom-device-id`. */
  deviceKnown: z.boolean(),
  /** Hex HMAC of {@link healthProofText}; null when no challenge was sent. A captive portal cannot make it. */
  proof: z.string().nullable(),
  /** The hub's own key and its signature over `hubProofText`; hubs of before enrolment have none. */
  hubKey: PublicKey.optional(),
  hubProof: Signature.nullable().optional(),
  /** Whether the device named in `anteroom-device-id` was revoked. */
  isDeviceRevoked: z.boolean().optional(),
  /** The hub's wall clock, ISO 8601 UTC. */
  at: z.iso.datetime(),
});
export type Health = z.infer<typeof Health>;
