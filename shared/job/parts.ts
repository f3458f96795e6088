import { z } from 'zod';
import { Locale, Localized } from '../localized.ts';

/** A short name that is stable across languages and versions. Option ids reach the candidate's screen: never name one for its worth. */
export const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** How many questions somebody is asked. */
export const FEWEST_ASKED = 6;
export const MOST_ASKED = 10;
/** How many a post can hold, those included that only some are asked. */
export const MOST_ITEMS = 24;

export const Weight = z.number().gt(0, 'must be more than 0').max(1, 'must be at most 1');

/** What every question shows. */
export const question = {
  id: Slug,
  /** Shown and read aloud; for a choice it holds the situation and the question. */
  prompt: Localized,
  /** Shown when the candidate asks for help; it never narrows down the answer. */
  hint: Localized,
  /** The item of the kiosk's question bank that it was copied from; the copy stays as it was when the bank changes. */
  bankId: z.uuid().optional(),
  /**
   * It stands in a group of which everybody is asked exactly one (shared/job/variants.ts). The first of a group is asked where no skill
   * of a résumé fits another.
   */
  variant: z.strictObject({ group: Slug, tags: z.array(z.string().trim().min(1).max(40)).max(12) }).optional(),
};

/** What an item is meant to draw out, and how strongly (0 < weight ≤ 1). */
export const scored = {
  elicits: z.array(z.strictObject({ indicatorId: Slug, weight: Weight })).min(1),
};

/** Longest typed answer, in characters. A spoken item has one too: it may be typed when recording is refused or text is asked for. */
export const MaxChars = z.int().min(100).max(4000);

/** Time limits of a spoken answer. */
export const speaking = {
  /** Time to think before the answer; advice, never forced. */
  thinkMs: z.int().min(5_000).max(300_000),
  maxAnswerMs: z.int().min(15_000).max(600_000),
  maxChars: MaxChars,
};

/** Where a scoring key comes from: written by the author of the job, or the endorsement of a panel of subject experts. */
export const KeySource = z.enum(['authored', 'expert_panel']);
export type KeySource = z.infer<typeof KeySource>;

/** Fewest experts a consensus key may rest on. */
const MIN_EXPERTS = 8;

export const Key = z
  .strictObject({
    source: KeySource,
    /** How many experts stand behind the key. */
    experts: z.int().min(1).optional(),
    /** How many of the experts endorsed each option, by option id: the key is then p(option) / max p. */
    endorsements: z.record(z.string(), z.int().nonnegative()).optional(),
  })
  .refine((key) => key.source !== 'expert_panel' || key.experts !== undefined, {
    error: 'an expert panel needs the number of experts',
    path: ['experts'],
    params: { problem: 'experts_missing' },
  })
  .refine((key) => key.source !== 'expert_panel' || key.experts === undefined || key.experts >= MIN_EXPERTS, {
    error: `an expert panel has at least ${MIN_EXPERTS} experts`,
    path: ['experts'],
    params: { problem: 'experts_too_few', least: MIN_EXPERTS },
  });

/** Words and short phrases in every language. */
export const LocalizedWords = z.record(Locale, z.array(z.string().trim().min(1)).min(1));
export type LocalizedWords = z.infer<typeof LocalizedWords>;
