import type { Item, Job } from '../job.ts';
import { skillKey } from '../skill-key.ts';

/** Questions of which everybody is asked exactly one, in the order of the post; the first of them is the default. */
export interface VariantGroup {
  readonly id: string;
  readonly members: readonly Item[];
}

/** The groups of a post, in the order in which they are asked. */
export function variantGroups({ items }: Pick<Job, 'items'>): VariantGroup[] {
  const ids = new Set(items.flatMap(({ variant }) => (variant === undefined ? [] : [variant.group])));
  return [...ids].map((id) => ({ id, members: items.filter(({ variant }) => variant?.group === id) }));
}

/** How many questions somebody is asked: one of each group. */
export function countAsked(job: Pick<Job, 'items'>): number {
  const single = job.items.filter(({ variant }) => variant === undefined).length;
  return single + variantGroups(job).length;
}

/** Of these skills, those that a group of the post knows, as they are compared. Nothing else of a résumé matters, or travels. */
export function skillsThatMatter(job: Pick<Job, 'items'>, skills: readonly string[]): string[] {
  const known = new Set(job.items.flatMap(({ variant }) => variant?.tags.map(skillKey) ?? []));
  return [...new Set(skills.map(skillKey))].filter((tag) => known.has(tag)).toSorted();
}

/** What two members of a group may not differ in: the same is asked of everybody, in the same time, and measures the same. */
export const VARIANT_PARTS = ['kind', 'measures', 'time', 'options', 'reading'] as const;
export type VariantPart = (typeof VARIANT_PARTS)[number];

function partsOf(item: Item): Readonly<Record<VariantPart, unknown>> {
  const measures = item.elicits
    .map(({ indicatorId, weight }) => `${indicatorId} ${weight}`)
    .toSorted()
    .join('\n');
  const base = { kind: item.kind, measures, time: null, options: null, reading: null };
  switch (item.kind) {
    case 'spoken':
      return { ...base, time: [item.thinkMs, item.maxAnswerMs, item.maxChars], reading: item.asks };
    case 'typed':
      return { ...base, time: [item.maxChars], reading: item.asks };
    case 'choice':
    case 'ranking':
    case 'rating':
      return { ...base, options: item.options.length };
    case 'role_play':
      return {
        ...base,
        time: [item.thinkMs, ...item.turns.flatMap(({ maxAnswerMs, maxChars }) => [maxAnswerMs, maxChars])],
        options: item.turns.length,
        reading: item.scenario,
      };
    case 'work_sample':
      return { ...base, reading: item.task.type };
  }
}

/** The first thing in which a question differs from the default of its group; null where it may stand for it. */
export function differenceOf(item: Item, byDefault: Item): VariantPart | null {
  const [own, wanted] = [partsOf(item), partsOf(byDefault)];
  return VARIANT_PARTS.find((part) => JSON.stringify(own[part]) !== JSON.stringify(wanted[part])) ?? null;
}
