import type { Item, Job } from '../job.ts';
import { LOCALES, type Locale, type Localized } from '../localized.ts';
import type { JobPath } from './check-job.ts';
import { forbiddenWords } from './forbidden-topics.ts';

/** What does not keep a post from being published, but should be looked at, by code: a screen has a sentence for each. */
export const JOB_WARNINGS = [
  'forbidden_topic',
  'prompt_long',
  'sentence_long',
  'hint_long',
  'asked_once',
  'key_authored',
  'cues_few',
] as const;
export type JobWarningCode = (typeof JOB_WARNINGS)[number];

export interface JobWarning {
  readonly path: JobPath;
  readonly code: JobWarningCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * Longest texts a candidate takes in at once while standing at a kiosk, in characters of Chinese and words of English. A sentence of 25
 * words is the limit of plain-language guides; the others are judgement, and all shipped questions keep them.
 */
const LONGEST = {
  prompt: { 'zh-CN': 160, en: 110 },
  sentence: { 'zh-CN': 60, en: 30 },
  hint: { 'zh-CN': 90, en: 60 },
} as const satisfies Record<string, Record<Locale, number>>;

/** Concept groups with fewer words than this recognise little of what people say. */
const FEWEST_CUES = 5;

/** Characters of Chinese, words of English. */
export function textLength(text: string, locale: Locale): number {
  return locale === 'zh-CN'
    ? (text.match(/[\p{L}\p{N}]/gu) ?? []).length
    : (text.match(/[\p{L}\p{N}’'-]+/gu) ?? []).length;
}

function longestSentence(text: string, locale: Locale): number {
  const sentences = text.split(/[。！？!?；;：:\n]|\.(?=\s|$)/u);
  return Math.max(...sentences.map((each) => textLength(each, locale)));
}

function lengthWarnings(item: Item, path: JobPath): JobWarning[] {
  const measure = (
    field: 'prompt' | 'hint',
    code: JobWarningCode,
    lengthOf: (text: string, locale: Locale) => number,
    most: Readonly<Record<Locale, number>>,
  ): JobWarning[] =>
    LOCALES.flatMap((locale) => {
      const length = lengthOf(item[field][locale], locale);
      return length > most[locale]
        ? [{ path: [...path, field, locale], code, values: { length, most: most[locale], locale } }]
        : [];
    });
  return [
    ...measure('prompt', 'prompt_long', textLength, LONGEST.prompt),
    ...measure('prompt', 'sentence_long', longestSentence, LONGEST.sentence),
    ...measure('hint', 'hint_long', textLength, LONGEST.hint),
  ];
}

/** Every text of an item that a candidate reads, with its place. */
function shownTexts(item: Item, path: JobPath): { readonly path: JobPath; readonly text: Localized }[] {
  const own = [
    { path: [...path, 'prompt'], text: item.prompt },
    { path: [...path, 'hint'], text: item.hint },
  ];
  switch (item.kind) {
    case 'choice':
    case 'ranking':
    case 'rating':
      return [...own, ...item.options.map(({ text }, at) => ({ path: [...path, 'options', at, 'text'], text }))];
    case 'role_play':
      return [...own, ...item.turns.map(({ says }, at) => ({ path: [...path, 'turns', at, 'says'], text: says }))];
    case 'spoken':
    case 'typed':
    case 'work_sample':
      return own;
  }
}

function topicWarnings(item: Item, path: JobPath): JobWarning[] {
  return shownTexts(item, path).flatMap((shown) =>
    forbiddenWords(shown.text).map(({ locale, words }) => ({
      path: [...shown.path, locale],
      code: 'forbidden_topic' as const,
      values: { words, locale },
    })),
  );
}

function cueWarnings(job: Job): JobWarning[] {
  return job.competencyModel.dimensions.flatMap(({ indicators }, dimensionAt) =>
    indicators.flatMap(({ cues }, indicatorAt) =>
      LOCALES.flatMap((locale) =>
        (cues?.concepts[locale] ?? []).flatMap((group, groupAt): JobWarning[] =>
          group.length >= FEWEST_CUES
            ? []
            : [
                {
                  path: [
                    'competencyModel',
                    'dimensions',
                    dimensionAt,
                    'indicators',
                    indicatorAt,
                    'cues',
                    'concepts',
                    locale,
                    groupAt,
                  ],
                  code: 'cues_few',
                  values: { found: group.length, least: FEWEST_CUES, locale },
                },
              ],
        ),
      ),
    ),
  );
}

/** What should be looked at before a post is published, though nothing of it is forbidden by the shape of a post. */
export function jobWarnings(job: Job): JobWarning[] {
  const ofItems = job.items.flatMap((item, at): JobWarning[] => {
    const path = ['items', at];
    const isAuthored = 'key' in item && item.key.source === 'authored';
    return [
      ...topicWarnings(item, path),
      ...lengthWarnings(item, path),
      ...(isAuthored ? [{ path: [...path, 'key'], code: 'key_authored' as const, values: {} }] : []),
    ];
  });
  const timesAsked = (id: string) => job.items.filter(({ elicits }) => elicits.some((each) => each.indicatorId === id));
  const askedOnce = job.competencyModel.dimensions.flatMap(({ indicators }, dimensionAt) =>
    indicators.flatMap(({ id }, indicatorAt): JobWarning[] =>
      timesAsked(id).length === 1
        ? [
            {
              path: ['competencyModel', 'dimensions', dimensionAt, 'indicators', indicatorAt],
              code: 'asked_once',
              values: { id },
            },
          ]
        : [],
    ),
  );
  return [...ofItems, ...cueWarnings(job), ...askedOnce];
}
