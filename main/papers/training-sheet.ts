import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import type { TrainingLine } from '#shared/training.ts';
import { headOf, line, paperOf, type PaperParts, row } from './paper-words.ts';

/** What is suggested for each competency, or in words why nothing is. Where too little was observed there is nothing but that. */
export function suggestionLines(training: readonly TrainingLine[], { words }: PaperParts): PaperLine[] {
  return training.flatMap(({ name, state, suggestions }) => [
    row(name, words(`training.states.${state}`)),
    ...suggestions.flatMap(({ text, course, link }) => [
      line('text', `• ${text}`),
      ...(course === null ? [] : [line('note', words('training.course', { course }))]),
      ...(link === null ? [] : [line('note', link)]),
    ]),
  ]);
}

/**
 * What may be learned next, for the person who took the training check: suggestions to talk about, with no number and no level, and what
 * follows from it (nothing but that).
 *
 * @param contact of the post: whom to call
 * @returns null for a reader who has not locked judgements of their own
 */
export function trainingSheet(
  detail: SessionDetail,
  training: readonly TrainingLine[],
  contact: { readonly phone: string },
  parts: PaperParts,
): Paper | null {
  const { words } = parts;
  if (detail.review?.final == null) return null;
  return paperOf(
    'training',
    detail,
    [
      ...headOf('training', detail, parts),
      line('text', words('papers.training.lead')),
      line('heading', words('training.title')),
      ...suggestionLines(training, parts),
      line('heading', words('papers.training.yours')),
      line('text', words('papers.training.no_effect')),
      line('text', words('papers.training.talk')),
      ...(contact.phone === '' ? [] : [row(words('papers.receipt.phone'), contact.phone)]),
      line('heading', words('papers.never_title')),
      line('note', words('papers.never')),
    ],
    parts,
  );
}
