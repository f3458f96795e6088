import type { Dimension, Indicator, Item, Job } from '../job.ts';
import type { Localized } from '../localized.ts';
import { evenWeights } from './share-weights.ts';

/** The least a competency model holds. */
const DIMENSIONS = 3;
const INDICATORS = 3;

/** A text that is still to be written, in every language. */
export function blankText(): Localized {
  return { 'zh-CN': '', en: '' };
}

/** Concept groups and sentences that are still to be written: two groups per language, one sentence per level. */
export function blankCues(): NonNullable<Indicator['cues']> {
  return {
    concepts: { 'zh-CN': [[], []], en: [[], []] },
    exemplars: ([5, 3, 1] as const).map((level) => ({ level, text: blankText(), paraphrase: blankText() })),
    counterCues: { 'zh-CN': [], en: [] },
    strength: blankText(),
  };
}

export function blankIndicator(id: string): Indicator {
  return { id, name: blankText(), anchors: { 1: blankText(), 3: blankText(), 5: blankText() }, cues: blankCues() };
}

/** @param weight share of the total, 0 to 1 */
export function blankDimension(id: string, weight: number): Dimension {
  return {
    id,
    name: blankText(),
    description: blankText(),
    weight,
    indicators: Array.from({ length: INDICATORS }, (_, at) => blankIndicator(`${id}-${at + 1}`)),
  };
}

/** Kinds that can be begun from nothing; conversations and work samples come from a file or another post. */
export const NEW_ITEM_KINDS = ['spoken', 'typed', 'choice', 'ranking', 'rating'] as const;
export type NewItemKind = (typeof NEW_ITEM_KINDS)[number];

/** A question that is still to be written, with the times and lengths the shipped ones have. */
export function blankItem(kind: NewItemKind, id: string): Item {
  const common = { id, prompt: blankText(), hint: blankText(), elicits: [] };
  const options = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `o${at + 1}`, text: blankText() }));
  const key = { source: 'authored' as const };
  const worded = { asks: 'behavioural' as const, referenceWords: { 'zh-CN': [], en: [] } };
  switch (kind) {
    case 'spoken':
      return { ...common, ...worded, kind, thinkMs: 30_000, maxAnswerMs: 120_000, maxChars: 1200 };
    case 'typed':
      return { ...common, ...worded, kind, asks: 'work_product', maxChars: 600 };
    case 'choice':
      return {
        ...common,
        kind,
        options: options(4).map((option, at) => ({ ...option, effectiveness: at === 0 ? 1 : 0, why: blankText() })),
        key,
      };
    case 'ranking': {
      const steps = options(4);
      // another order than the list's, which would give the key away
      return {
        ...common,
        kind,
        options: steps,
        correctOrder: steps.map(({ id }) => id).toReversed(),
        key,
        strength: blankText(),
      };
    }
    case 'rating':
      return {
        ...common,
        kind,
        options: options(4).map((option, at) => ({ ...option, keyMean: at % 2 === 0 ? 6 : 2 })),
        key,
        strength: blankText(),
      };
  }
}

/** A post of which nothing is written yet. */
export function blankJob(id: string): Job {
  return {
    id,
    version: 1,
    title: blankText(),
    card: {
      illustration: 'assembly',
      summary: blankText(),
      pay: blankText(),
      shift: blankText(),
      hours: blankText(),
      place: blankText(),
    },
    competencyModel: {
      dimensions: evenWeights(DIMENSIONS).map((weight, at) => blankDimension(`dimension-${at + 1}`, weight)),
    },
    items: [],
    nextStep: { text: blankText(), withinDays: 7, phone: '' },
  };
}

/** An id of this stem that none of the others has: `stem`, `stem-2`, `stem-3` … */
export function freeId(stem: string, taken: Iterable<string>): string {
  const others = new Set(taken);
  if (!others.has(stem)) return stem;
  for (let number = 2; ; number += 1) {
    const id = `${stem.slice(0, 58)}-${number}`;
    if (!others.has(id)) return id;
  }
}
