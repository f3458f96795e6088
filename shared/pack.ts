import { z } from 'zod';
import { Localized } from './localized.ts';
import { type Purpose, StaffPurpose } from './purpose.ts';
import { SelfIdentificationForm } from './self-identification.ts';
import { ConsentKind } from './session.ts';

/** One consent as it is asked: short plain sentences that fit one screen. */
const PackConsent = z.strictObject({
  /** Rises with every change of wording; stored with the answer. */
  version: z.int().min(1),
  /** What is done, who sees it, how long it is kept. */
  text: Localized,
  /** What happens instead when it is refused. */
  refusal: Localized,
});

/** "What happens here", in the order shown. */
const Notice = z
  .array(z.strictObject({ icon: z.enum(['camera', 'computer', 'person', 'lock', 'clock']), text: Localized }))
  .min(4)
  .max(5);

/**
 * What is asked and said of interviews with people who work here already. There is no talent pool for them: that permission is neither
 * asked nor ever given.
 */
const StaffTerms = z.strictObject({
  consents: z.strictObject({ recording: PackConsent, scoring: PackConsent, sending: PackConsent }),
  notice: Notice,
  /** Days such an interview is kept, counted as those of a pack. */
  retentionDays: z.int().min(1).max(3650),
});

/**
 * Jurisdiction pack: what one site may do and must say. Code asks the pack, never a country name. Expression and voiceprint
 * have no "on": a pack that switches them on is refused (R1, R15).
 */
export const Pack = z
  .strictObject({
    id: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
    version: z.int().min(1),
    title: Localized,
    consents: z.record(ConsentKind, PackConsent),
    notice: Notice,
    /** Completed years of age, asked as a yes/no gate (R17). */
    minimumAge: z.int().min(14).max(25),
    /**
     * Days an interview is kept once head office has confirmed it and all its files (from the interview where nothing is sent), and
     * days instead of those when consent to the talent pool was given (shared/retention.ts).
     */
    retentionDays: z.int().min(1).max(3650),
    talentPoolDays: z.int().min(1).max(3650),
    features: z.strictObject({
      /** Whether a face is in the picture, never whose face or what it expresses. */
      facePresence: z.boolean(),
      /** Pitch, loudness and rate of speech: shown beside a score, never part of it (S21). */
      voiceObservations: z.boolean(),
      expression: z.literal(false),
      voiceprint: z.literal(false),
    }),
    /** First day computer scoring may be used at this site, once the required notice has been published (R11). */
    legalNoticeDate: z.iso.date().optional(),
    /** What candidates may say of themselves for the audit of bias, sealed to head office's key (R9). Not asked where it is missing. */
    selfIdentification: SelfIdentificationForm.optional(),
    /** Terms of interviews that are not for hiring. One that is missing is not offered at the site at all. */
    purposes: z.partialRecord(StaffPurpose, StaffTerms).optional(),
  })
  .refine(({ retentionDays, talentPoolDays }) => talentPoolDays >= retentionDays, {
    path: ['talentPoolDays'],
    error: 'must not be shorter than retentionDays: nobody loses time by consenting to the talent pool',
  });
export type Pack = z.infer<typeof Pack>;

/** What an interview is held under, whatever it is held for. */
export interface Terms {
  /** A kind that is missing is not asked and counts as refused. */
  readonly consents: Readonly<Partial<Record<ConsentKind, z.infer<typeof PackConsent>>>>;
  readonly notice: Pack['notice'];
  readonly retentionDays: number;
  readonly talentPoolDays: number;
}

/** The terms of a pack for a purpose; null where it has none, and then nobody may be interviewed for it. Never those of another purpose. */
export function termsOf(
  pack: Pick<Pack, 'consents' | 'notice' | 'retentionDays' | 'talentPoolDays' | 'purposes'>,
  purpose: Purpose,
): Terms | null {
  if (purpose === 'hiring') return pack;
  const terms = pack.purposes?.[purpose];
  return terms === undefined ? null : { ...terms, talentPoolDays: terms.retentionDays };
}
