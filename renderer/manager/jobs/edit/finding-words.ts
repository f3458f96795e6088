import type { TFunction } from 'i18next';
import type { Job } from '#shared/job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import { LOCALES, localizedText, type Locale } from '#shared/localized.ts';
import type { JobFindingAt } from './draft-context.tsx';
import { pathName } from './value-at.ts';

/** Codes that say that something is still to be written: no mistake until somebody wants to publish. */
const UNWRITTEN: ReadonlySet<string> = new Set([
  'text_missing',
  'words_missing',
  'too_few',
  'phone_malformed',
  'indicator_unasked',
]);

export function isUnwritten({ code }: JobFindingAt): boolean {
  return UNWRITTEN.has(code);
}

/** What a part of the post is called: its own words, in another language if need be, else its number. */
export function nameOf(text: Readonly<Record<Locale, string>> | undefined, locale: Locale, otherwise: string): string {
  if (text === undefined) return otherwise;
  const names = [localizedText(text, locale), ...LOCALES.map((other) => localizedText(text, other))];
  return names.map((name) => name.trim()).find((name) => name !== '') ?? otherwise;
}

function indicatorName(job: Job, id: string, locale: Locale): string {
  const found = job.competencyModel.dimensions.flatMap(({ indicators }) => indicators).find((each) => each.id === id);
  return nameOf(found?.name, locale, id);
}

/** The sentence of a finding: what is wrong and what to do, without where. */
export function findingText(finding: JobFindingAt, job: Job, t: TFunction<'studio'>, locale: Locale): string {
  const { code, values, weight } = finding;
  const { id } = values;
  const named = typeof id === 'string' ? { name: indicatorName(job, id, locale) } : {};
  return t(`${weight === 'problem' ? 'problems' : 'warnings'}.${code}`, { ...values, ...named });
}

/** Parts of a path that have a name of their own in `studio.places`. */
const NAMED = new Set([
  'title',
  'summary',
  'pay',
  'shift',
  'hours',
  'place',
  'name',
  'description',
  'weight',
  'anchors',
  'concepts',
  'exemplars',
  'counterCues',
  'strength',
  'prompt',
  'hint',
  'elicits',
  'referenceWords',
  'thinkMs',
  'maxAnswerMs',
  'maxChars',
  'options',
  'correctOrder',
  'key',
  'keyMean',
  'effectiveness',
  'why',
  'partner',
  'turns',
  'says',
  'task',
  'text',
  'withinDays',
  'phone',
  'id',
]);

/** What is written in no language yet is said once. */
export function bothLanguages(findings: readonly JobFindingAt[]): JobFindingAt[] {
  const missing = (parent: string, locale: Locale): boolean =>
    findings.some(({ code, path }) => code === 'text_missing' && pathName(path) === `${parent}/${locale}`);
  return findings.flatMap((finding) => {
    const parent = finding.path.slice(0, -1);
    if (finding.code !== 'text_missing' || !LOCALES.every((locale) => missing(pathName(parent), locale)))
      return [finding];
    return finding.path.at(-1) === LOCALES[0] ? [{ ...finding, path: parent }] : [];
  });
}

interface PathWords {
  /** The part of the post that is edited by itself. */
  readonly part: string;
  /** What is left of the path inside of it. */
  readonly inner: JobPath;
}

function splitPath(path: JobPath, job: Job, t: TFunction<'studio'>, locale: Locale): PathWords {
  const [head, second, third, ...rest] = path;
  if (head === 'items') {
    if (typeof second !== 'number') return { part: t('places.items'), inner: [] };
    return { part: t('places.item', { number: second + 1 }), inner: path.slice(2) };
  }
  if (head === 'competencyModel') {
    if (typeof third !== 'number') return { part: t('places.model'), inner: [] };
    const dimension = job.competencyModel.dimensions[third];
    return { part: nameOf(dimension?.name, locale, t('places.dimension', { number: third + 1 })), inner: rest };
  }
  return { part: t('outline.post'), inner: head === 'card' || head === 'nextStep' ? path.slice(1) : path };
}

/** The part of the post a path leads into, in words: "Question 3". */
export function partWords(path: JobPath, job: Job, t: TFunction<'studio'>, locale: Locale): string {
  return splitPath(path, job, t, locale).part;
}

/** Where in its part a path leads, in words: "Hint › Chinese"; the part itself for what concerns all of it. */
export function placeWords(path: JobPath, job: Job, t: TFunction<'studio'>, locale: Locale): string {
  const { part, inner } = splitPath(path, job, t, locale);
  const words: string[] = [];
  let field = '';
  for (const [at, key] of inner.entries()) {
    if (field === 'indicators' && typeof key === 'number' && typeof path[2] === 'number') {
      const indicator = job.competencyModel.dimensions[path[2]]?.indicators[key];
      words.push(nameOf(indicator?.name, locale, t('places.indicator', { number: key + 1 })));
    } else if (typeof key === 'number') words.push(String(key + 1));
    else if (LOCALES.some((each) => each === key)) words.push(t(`languages.${key}`));
    else if (field === 'anchors') words.push(t('places.level', { level: key }));
    else if (NAMED.has(key)) words.push(t(`places.${key}`));
    if (typeof key === 'string' && at < inner.length) field = key;
  }
  return words.join(' › ') || part;
}
