import { z } from 'zod';
import { Localized, localizedText, type Locale } from './localized.ts';

/** A short name that is stable across languages and versions. Option ids reach the candidate's screen: never name one for its worth. */
const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

const Weight = z.number().gt(0, 'must be more than 0').max(1, 'must be at most 1');

/** What the attract screen shows of a post. */
const Card = z.strictObject({
  illustration: z.enum(['assembly', 'warehouse', 'store', 'counter']),
  summary: Localized,
  pay: Localized,
  shift: Localized,
  hours: Localized,
  place: Localized,
});

/** Observable behaviour at levels 1, 3 and 5; levels 2 and 4 lie between (behaviourally anchored rating scale). */
const Anchors = z.strictObject({ 1: Localized, 3: Localized, 5: Localized });

const Indicator = z.strictObject({ id: Slug, name: Localized, anchors: Anchors });

const Dimension = z.strictObject({
  id: Slug,
  name: Localized,
  description: Localized,
  /** Share of the total, 0 < weight ≤ 1; the weights of a job sum to 1. */
  weight: Weight,
  indicators: z.array(Indicator).min(3).max(4),
});

const CompetencyModel = z.strictObject({ dimensions: z.array(Dimension).min(3).max(5) });
type CompetencyModel = z.infer<typeof CompetencyModel>;

/** Where a scoring key comes from: written by the author of the job, or the endorsement of a panel of subject experts. */
export const KeySource = z.enum(['authored', 'expert_panel']);
export type KeySource = z.infer<typeof KeySource>;

const Key = z
  .strictObject({
    source: KeySource,
    /** How many experts stand behind the key. */
    experts: z.int().min(1).optional(),
  })
  .refine((key) => key.source !== 'expert_panel' || key.experts !== undefined, {
    error: 'an expert panel needs the number of experts',
    path: ['experts'],
  });

const question = {
  id: Slug,
  /** Shown and read aloud; for a choice it holds the situation and the question. */
  prompt: Localized,
  /** Shown when the candidate asks for help; it never narrows down the answer. */
  hint: Localized,
};

const scored = {
  /** What the item is meant to draw out, and how strongly (0 < weight ≤ 1). */
  elicits: z.array(z.strictObject({ indicatorId: Slug, weight: Weight })).min(1),
};

/** Longest typed answer, in characters. A spoken item has one too: it may be typed when recording is refused or text is asked for. */
const MaxChars = z.int().min(100).max(4000);

const speaking = {
  kind: z.literal('spoken'),
  /** Time to think before the answer; advice, never forced. */
  thinkMs: z.int().min(5_000).max(300_000),
  maxAnswerMs: z.int().min(15_000).max(600_000),
  maxChars: MaxChars,
};

const SpokenItem = z.strictObject({ ...question, ...scored, ...speaking });

/** An unscored question to get used to camera and microphone. */
export const PracticeItem = z.strictObject({ ...question, ...speaking });
export type PracticeItem = z.infer<typeof PracticeItem>;

const TypedItem = z.strictObject({ ...question, ...scored, kind: z.literal('typed'), maxChars: MaxChars });

/** One way to act in a situational judgement question. */
const ChoiceOption = z.strictObject({
  id: Slug,
  text: Localized,
  /** How well it works, 0 to 1 relative to the best option of the item. */
  effectiveness: z.number().min(0).max(1),
  /** For the reviewer: why it works that well. */
  why: Localized,
  /** For the candidate's receipt: a true, kind sentence about what this choice showed. Used only at effectiveness 1. */
  strength: Localized.optional(),
});

export const ChoiceItem = z.strictObject({
  ...question,
  ...scored,
  kind: z.literal('choice'),
  options: z
    .array(ChoiceOption)
    .min(3)
    .max(5)
    .refine(
      (options) => options.some((option) => option.effectiveness === 1),
      'at least one option must have effectiveness 1',
    )
    .refine(
      (options) => options.some(({ effectiveness }) => effectiveness < 1),
      'options that all work equally well measure nothing',
    ),
  key: Key,
});
export type ChoiceItem = z.infer<typeof ChoiceItem>;

export const RankingItem = z.strictObject({
  ...question,
  ...scored,
  kind: z.literal('ranking'),
  /** In the order they are first shown, which must not be the key. */
  options: z
    .array(z.strictObject({ id: Slug, text: Localized }))
    .min(4)
    .max(6),
  /** Option ids, first to last. */
  correctOrder: z.array(Slug),
  key: Key,
  strength: Localized,
});
export type RankingItem = z.infer<typeof RankingItem>;

export const Item = z.discriminatedUnion('kind', [SpokenItem, TypedItem, ChoiceItem, RankingItem]);
export type Item = z.infer<typeof Item>;
export type ItemKind = Item['kind'];

function findDuplicate(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index);
}

type Problem = (path: (string | number)[], message: string) => void;

function checkModel(model: CompetencyModel, report: Problem): void {
  const total = model.dimensions.reduce((sum, dimension) => sum + dimension.weight, 0);
  if (Math.abs(total - 1) > 0.001) {
    report(['competencyModel', 'dimensions'], `weights must sum to 1, they sum to ${total.toFixed(3)}`);
  }
  const dimension = findDuplicate(model.dimensions.map(({ id }) => id));
  if (dimension !== undefined) report(['competencyModel', 'dimensions'], `dimension id "${dimension}" is used twice`);
  const indicator = findDuplicate(model.dimensions.flatMap(({ indicators }) => indicators.map(({ id }) => id)));
  if (indicator !== undefined) report(['competencyModel', 'dimensions'], `indicator id "${indicator}" is used twice`);
}

function checkOptions(item: ChoiceItem | RankingItem, path: (string | number)[], report: Problem): void {
  const ids = item.options.map(({ id }) => id);
  const option = findDuplicate(ids);
  if (option !== undefined) report([...path, 'options'], `option id "${option}" is used twice`);
  if (item.kind !== 'ranking') return;
  if (item.correctOrder.toSorted().join() !== ids.toSorted().join()) {
    report([...path, 'correctOrder'], 'must name every option exactly once');
  } else if (item.correctOrder.join() === ids.join()) {
    report([...path, 'options'], 'options must not be listed in the correct order: the list is shown as it stands');
  }
}

function checkItems(items: readonly Item[], model: CompetencyModel, report: Problem): void {
  const item = findDuplicate(items.map(({ id }) => id));
  if (item !== undefined) report(['items'], `item id "${item}" is used twice`);
  const indicators = model.dimensions.flatMap((dimension) => dimension.indicators.map(({ id }) => id));
  const elicited = new Set<string>();
  for (const [index, item] of items.entries()) {
    const path = ['items', index];
    for (const [at, { indicatorId }] of item.elicits.entries()) {
      if (!indicators.includes(indicatorId)) {
        report([...path, 'elicits', at, 'indicatorId'], `no indicator "${indicatorId}" in the competency model`);
      }
      if (item.elicits.findIndex((other) => other.indicatorId === indicatorId) !== at) {
        report([...path, 'elicits', at, 'indicatorId'], `indicator "${indicatorId}" is listed twice`);
      }
      elicited.add(indicatorId);
    }
    if (item.kind === 'choice' || item.kind === 'ranking') checkOptions(item, path, report);
  }
  for (const indicator of indicators) {
    if (!elicited.has(indicator)) report(['items'], `no item elicits the indicator "${indicator}"`);
  }
}

/** A post: what the attract screen shows, what is measured, and the same questions in the same order for everyone (R23). */
export const Job = z
  .strictObject({
    id: Slug,
    /** Rises with every change of wording, key or weight. */
    version: z.int().min(1),
    title: Localized,
    card: Card,
    competencyModel: CompetencyModel,
    items: z.array(Item).min(6).max(8),
    nextStep: z.strictObject({
      text: Localized,
      /** Days until the candidate hears back. */
      withinDays: z.int().min(1).max(90),
      phone: z.string().regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, 'must be a phone number of 6 to 20 digits'),
    }),
  })
  .superRefine((job, context) => {
    const report: Problem = (path, message) => context.addIssue({ code: 'custom', path, message });
    checkModel(job.competencyModel, report);
    checkItems(job.items, job.competencyModel, report);
  });
export type Job = z.infer<typeof Job>;

const shown = { id: Slug, prompt: z.string(), hint: z.string() };
const ShownOptions = z.array(z.strictObject({ id: Slug, text: z.string() }));

/** All a candidate's screen may see of an item: no key, no worth, no rationale, nothing of what is measured. */
export const CandidateItem = z.discriminatedUnion('kind', [
  z.strictObject({ ...shown, ...speaking }),
  z.strictObject({ ...shown, kind: z.literal('typed'), maxChars: MaxChars }),
  z.strictObject({ ...shown, kind: z.literal('choice'), options: ShownOptions }),
  z.strictObject({ ...shown, kind: z.literal('ranking'), options: ShownOptions }),
]);
export type CandidateItem = z.infer<typeof CandidateItem>;

/** The candidate's view of an item in one language. Options keep the order of the job file: the same for everyone (R23). */
export function toCandidateItem(item: Item | PracticeItem, locale: Locale): CandidateItem {
  const common = { id: item.id, prompt: localizedText(item.prompt, locale), hint: localizedText(item.hint, locale) };
  switch (item.kind) {
    case 'spoken': {
      const { kind, thinkMs, maxAnswerMs, maxChars } = item;
      return { ...common, kind, thinkMs, maxAnswerMs, maxChars };
    }
    case 'typed':
      return { ...common, kind: item.kind, maxChars: item.maxChars };
    case 'choice':
    case 'ranking':
      return {
        ...common,
        kind: item.kind,
        options: item.options.map(({ id, text }) => ({ id, text: localizedText(text, locale) })),
      };
  }
}
