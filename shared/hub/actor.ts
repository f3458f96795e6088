import { z } from 'zod';

/** Who did something: a person, a key, a kiosk, the candidate, or the hub by a rule. `name` is no secret. */
export const Actor = z.object({
  kind: z.enum(['installation', 'device', 'person', 'api_key', 'channel', 'provider', 'candidate', 'rule', 'hub']),
  id: z.string().max(200),
  name: z.string().max(200),
});
export type Actor = z.infer<typeof Actor>;

/** A sentence of a person: why. */
export const Reason = z.string().trim().min(3).max(500);
