import { suggestTraining } from '#assessment/training/suggest.ts';
import type { DimensionResult } from '#shared/assessment.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import type { TrainingFile, TrainingLine } from '#shared/training.ts';

/** What may be learned next, as it is read: one line for each competency, in the reader's language. */
export function trainingLines(
  dimensions: readonly DimensionResult[],
  names: readonly { readonly id: string; readonly name: string }[],
  file: TrainingFile,
  locale: Locale,
): TrainingLine[] {
  return suggestTraining(dimensions, file).map(({ suggestions, ...line }) => ({
    ...line,
    name: names.find(({ id }) => id === line.dimension)?.name ?? line.dimension,
    suggestions: suggestions.map(({ text, course, link }) => ({
      text: localizedText(text, locale),
      course: course ?? null,
      link: link ?? null,
    })),
  }));
}
