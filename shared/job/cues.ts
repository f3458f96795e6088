import { z } from 'zod';
import { Locale, Localized } from '../localized.ts';
import { LocalizedWords } from './parts.ts';

/** One thing that has to be spoken of, as synonyms: words, word stems or short phrases. */
const ConceptGroup = z.array(z.string().trim().min(1)).min(1);

/** A sentence an answer of that level could hold, and the same said in other words, which calibrates an embedding model. */
const Exemplar = z.strictObject({
  level: z.union([z.literal(1), z.literal(3), z.literal(5)]),
  text: Localized,
  paraphrase: Localized,
});

/**
 * How the words of an answer are matched to an indicator. A clause shows the indicator as far as it touches the concept
 * groups (groups hit over groups required), or as far as it resembles a level-5 exemplar when an embedding model is present.
 */
export const Cues = z.strictObject({
  /** 2 to 4 groups per language; each language is written for itself, not translated word by word. */
  concepts: z.record(Locale, z.array(ConceptGroup).min(2).max(4)),
  exemplars: z
    .array(Exemplar)
    .min(3)
    .refine((exemplars) => [1, 3, 5].every((level) => exemplars.some((each) => each.level === level)), {
      error: 'needs an exemplar of each of the levels 1, 3 and 5',
      params: { problem: 'exemplar_level_missing' },
    }),
  /** Phrases that show the opposite: seen evidence for a low level. */
  counterCues: LocalizedWords,
  /** For the receipt: a true, kind sentence about what the candidate's words showed. Used only at level 4 or 5. */
  strength: Localized,
});
export type Cues = z.infer<typeof Cues>;
