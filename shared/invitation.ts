import { z } from 'zod';
import { Instant } from './ids.ts';

/** An invitation code as it is compared: typed in by hand, so without spaces and dashes, in capitals. */
export function codeKey(text: string): string {
  return text.replaceAll(/[\s-]/g, '').toUpperCase();
}

/** Without 0 O 1 I L: read from a small screen and typed in with gloves on. */
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** 31^8 ≈ 8.5 · 10^11 codes. */
const CODE_LENGTH = 8;

/** A new code. @param randomInt 0 up to, not including, `size`, unguessable */
export function makeInvitationCode(randomInt: (size: number) => number): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
}

/** Codes of an invitation as they are typed in, 4 to 32 characters. */
export const InvitationCode = z.string().trim().min(4).max(32);

/**
 * What a kiosk has to know of an invitation, and no more: whose it is stays at head office. Published to the site it is for, under
 * its own id.
 */
export const InvitationNotice = z.strictObject({
  id: z.string().min(1).max(64),
  code: InvitationCode,
  jobId: z.string().min(1).max(64),
  startsAt: Instant,
  endsAt: Instant,
  /** Of their skills those that a group of questions of this post knows; left out where there are none. Nothing else of a résumé travels. */
  skills: z.array(z.string().min(1).max(40)).max(40).optional(),
});
export type InvitationNotice = z.infer<typeof InvitationNotice>;

/** What this kiosk knows about a code. It never stops anybody: head office joins interview and candidate, whatever was known here. */
export const InvitationAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('invited'),
    /** In the language of the interview. */
    jobTitle: z.string(),
    /** The interview that was begun is for another post. */
    isOtherJob: z.boolean(),
    /** Null where no time was agreed: the site itself expects them. */
    startsAt: Instant.nullable(),
    endsAt: Instant.nullable(),
  }),
  /** This kiosk is told of invitations, and of none with this code: mistyped, called off, or too new to have arrived. */
  z.strictObject({ kind: z.literal('unknown') }),
  /** This kiosk has no invitations, so a code says nothing. */
  z.strictObject({ kind: z.literal('none_here') }),
]);
export type InvitationAnswer = z.infer<typeof InvitationAnswer>;
