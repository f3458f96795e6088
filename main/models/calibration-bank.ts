import type { Job } from '#shared/job.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';

/** Sentences of one language that an embedding model is calibrated with. */
export interface CalibrationBank {
  /** The same said in two ways. */
  readonly paraphrases: readonly (readonly [string, string])[];
  /** Two sentences about different things. */
  readonly unrelated: readonly (readonly [string, string])[];
}

/**
 * The bank of the posts: every exemplar with its paraphrase, and every two exemplars of different dimensions of one post.
 * Exemplars of one dimension may well resemble each other, and so may those of two posts.
 */
export function calibrationBank(jobs: readonly Job[]): Readonly<Record<Locale, CalibrationBank>> {
  const banks = LOCALES.map((locale) => [locale, bankOf(jobs, locale)] as const);
  return Object.fromEntries(banks) as Record<Locale, CalibrationBank>;
}

function bankOf(jobs: readonly Job[], locale: Locale): CalibrationBank {
  const paraphrases: [string, string][] = [];
  const unrelated: [string, string][] = [];
  for (const { competencyModel } of jobs) {
    const byDimension = competencyModel.dimensions.map(({ indicators }) =>
      indicators.flatMap(({ cues }) => cues?.exemplars ?? []),
    );
    for (const exemplar of byDimension.flat()) paraphrases.push([exemplar.text[locale], exemplar.paraphrase[locale]]);
    for (const [index, exemplars] of byDimension.entries()) {
      for (const other of byDimension.slice(index + 1).flat()) {
        for (const exemplar of exemplars) unrelated.push([exemplar.text[locale], other.text[locale]]);
      }
    }
  }
  return { paraphrases, unrelated };
}
