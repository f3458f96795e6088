import { z } from 'zod';
import type { Localized } from '#shared/localized.ts';

/** What a sound row says. */
export const RowContent = z.object({
  contact: z.object({
    name: z.string(),
    phones: z.array(z.string()),
    emails: z.array(z.string()),
    skills: z.array(z.string()),
  }),
  externalId: z.object({ system: z.string(), id: z.string() }).nullable(),
  /** Keyed hash; the number itself is not kept. */
  documentNumber: z.string().nullable(),
  invitationCode: z.string().nullable(),
  resume: z.unknown(),
});
export type RowContent = z.infer<typeof RowContent>;

/** A row as it was read, or why it cannot be used. */
export type RowReading = RowContent | { readonly problem: Localized };
