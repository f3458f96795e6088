import { z } from 'zod';
import { Instant } from './ids.ts';
import { PublicKey } from './wire/signature.ts';

/** Head office as a kiosk came to know it. */
export const Enrolment = z.strictObject({
  hubUrl: z.url({ protocol: /^https?$/ }),
  /** The hub's own key; what it does not sign is not its word. */
  hubKey: PublicKey,
  site: z.string(),
  enrolledAt: Instant,
});
export type Enrolment = z.infer<typeof Enrolment>;
