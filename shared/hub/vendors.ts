import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Slug } from '../job/parts.ts';

/** A recruiting system that orders interviews from us as its assessment vendor. */
export const VendorAccount = z.object({
  id: Slug,
  system: z.enum(['greenhouse', 'ashby']),
  /** Where ordered candidates are invited to; null: they get a code only. */
  inviteAtSite: Slug.nullable(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  /** What the system said it did not understand of our answers, last. */
  lastProblem: z.string().nullable(),
  lastProblemAt: Instant.nullable(),
});
export type VendorAccount = z.infer<typeof VendorAccount>;

export const NewVendorAccount = z.discriminatedUnion('system', [
  z.strictObject({ id: Slug, system: z.literal('greenhouse'), inviteAtSite: Slug.nullable().default(null) }),
  z.strictObject({
    id: Slug,
    system: z.literal('ashby'),
    inviteAtSite: Slug.nullable().default(null),
    /** Of theirs: with it the hub tells how an interview stands. */
    apiKey: z.string().min(8).max(500),
    url: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .default('https://api.ashbyhq.com'),
  }),
]);
export type NewVendorAccount = z.infer<typeof NewVendorAccount>;

/** The one time the key is shown; it is entered there. */
export const VendorAccountCreated = z.object({ account: VendorAccount, key: z.string() });
