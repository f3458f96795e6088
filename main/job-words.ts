import type { BankItem } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';

/** Worded items of all posts: what an answer is compared with to notice that it answers another question. */
export function bankOf(jobs: readonly Job[]): BankItem[] {
  return jobs.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.kind === 'spoken' || item.kind === 'typed'
        ? [{ itemId: item.id, prompt: item.prompt, referenceWords: item.referenceWords }]
        : [],
    ),
  );
}

function itemTexts(item: Item, locale: Locale): string[] {
  const shown = [localizedText(item.prompt, locale), localizedText(item.hint, locale)];
  switch (item.kind) {
    case 'spoken':
    case 'typed':
      return [...shown, ...item.referenceWords[locale]];
    case 'role_play':
      return [...shown, ...item.turns.map(({ says }) => localizedText(says, locale))];
    case 'choice':
    case 'ranking':
    case 'rating':
      return [...shown, ...item.options.map(({ text }) => localizedText(text, locale))];
    case 'work_sample':
      return shown;
  }
}

/** Everything a post says in one language: the words an answer is likely to hold, for a recogniser that learns them. */
export function recogniserTexts(job: Job, locale: Locale): string[] {
  const indicators = job.competencyModel.dimensions.flatMap((dimension) => dimension.indicators);
  return [
    ...job.items.flatMap((item) => itemTexts(item, locale)),
    ...indicators.flatMap(({ name, anchors, cues }) => [
      localizedText(name, locale),
      ...([1, 3, 5] as const).map((level) => localizedText(anchors[level], locale)),
      ...(cues === undefined
        ? []
        : [
            ...cues.concepts[locale].flat(),
            ...cues.counterCues[locale],
            ...cues.exemplars.flatMap(({ text, paraphrase }) => [
              localizedText(text, locale),
              localizedText(paraphrase, locale),
            ]),
          ]),
    ]),
  ];
}
