import { z } from 'zod';
import { checkJob } from './job/check-job.ts';
import { Cues } from './job/cues.ts';
import {
  FEWEST_ASKED,
  Key,
  MaxChars,
  MOST_ITEMS,
  question,
  scored,
  Slug,
  speaking,
  LocalizedWords,
  Weight,
} from './job/parts.ts';
import { RolePlayItem } from './job/role-play.ts';
import { CandidateTask, toCandidateTask, WorkSampleItem } from './job/work-sample.ts';
import { Localized, localizedText, type Locale } from './localized.ts';
import { Purpose } from './purpose.ts';

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

const Indicator = z.strictObject({
  id: Slug,
  name: Localized,
  anchors: Anchors,
  /** How words are matched to it. Needed as soon as a spoken or typed item elicits the indicator. */
  cues: Cues.optional(),
});
export type Indicator = z.infer<typeof Indicator>;

const Dimension = z.strictObject({
  id: Slug,
  name: Localized,
  description: Localized,
  /** Share of the total, 0 < weight ≤ 1; the weights of a job sum to 1. */
  weight: Weight,
  indicators: z.array(Indicator).min(3).max(4),
});

export type Dimension = z.infer<typeof Dimension>;

const CompetencyModel = z.strictObject({ dimensions: z.array(Dimension).min(3).max(5) });
export type CompetencyModel = z.infer<typeof CompetencyModel>;

/** How the words of an answer are to be read, and what they are compared with. */
const worded = {
  /**
   * `behavioural` asks for something that happened, `situational` for what one would do, `work_product` for a text that is
   * itself the work (a note for the next shift).
   */
  asks: z.enum(['behavioural', 'situational', 'work_product']),
  /** About twelve words a fitting answer is likely to hold; only to notice an answer to another question. */
  referenceWords: LocalizedWords,
};

const SpokenItem = z.strictObject({ ...question, ...scored, ...worded, ...speaking, kind: z.literal('spoken') });

/** An unscored question to get used to camera and microphone. */
export const PracticeItem = z.strictObject({ ...question, ...speaking, kind: z.literal('spoken') });
export type PracticeItem = z.infer<typeof PracticeItem>;

const TypedItem = z.strictObject({
  ...question,
  ...scored,
  ...worded,
  kind: z.literal('typed'),
  maxChars: MaxChars,
});

/** Items that are answered in the candidate's own words and scored by them. */
export type WordedItem = z.infer<typeof SpokenItem> | z.infer<typeof TypedItem>;

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
    .refine((options) => options.some((option) => option.effectiveness === 1), {
      error: 'at least one option must have effectiveness 1',
      params: { problem: 'no_best_option' },
    })
    .refine((options) => options.some(({ effectiveness }) => effectiveness < 1), {
      error: 'options that all work equally well measure nothing',
      params: { problem: 'all_options_best' },
    }),
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

/** Several ways to act, each rated from 1 (does harm) to 7 (works well); scored by the profile of the ratings, not by their height. */
export const RatingItem = z.strictObject({
  ...question,
  ...scored,
  kind: z.literal('rating'),
  options: z
    .array(
      z.strictObject({
        id: Slug,
        text: Localized,
        /** The key: mean rating of the experts, or the author's, 1 to 7. */
        keyMean: z.number().min(1).max(7),
        /** Standard deviation of the experts' ratings: above 1.5 they did not agree and the option does not count. */
        keySd: z.number().nonnegative().optional(),
      }),
    )
    .min(4)
    .max(7)
    .refine((options) => new Set(options.map(({ keyMean }) => keyMean)).size > 1, {
      error: 'the key must not be flat',
      params: { problem: 'key_flat' },
    }),
  key: Key,
  /** For the receipt: shown only from level 4 on. */
  strength: Localized,
});
export type RatingItem = z.infer<typeof RatingItem>;

export const Item = z.discriminatedUnion('kind', [
  SpokenItem,
  TypedItem,
  ChoiceItem,
  RankingItem,
  RatingItem,
  RolePlayItem,
  WorkSampleItem,
]);
export type Item = z.infer<typeof Item>;

/** The shape of a post, without the sense that its parts must make together ({@link checkJob}). */
export const JobShape = z.strictObject({
  id: Slug,
  /** Rises with every change of wording, key or weight. */
  version: z.int().min(1),
  title: Localized,
  /** What its interviews are held for; left out for hiring. */
  purpose: Purpose.optional(),
  card: Card,
  competencyModel: CompetencyModel,
  /** Of which `MOST_ASKED` are asked at most: one of each group of equals. */
  items: z.array(Item).min(FEWEST_ASKED).max(MOST_ITEMS),
  nextStep: z.strictObject({
    text: Localized,
    /** Days until the candidate hears back. */
    withinDays: z.int().min(1).max(90),
    phone: z.string().regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, 'must be a phone number of 6 to 20 digits'),
  }),
});

/**
 * A post: what the attract screen shows, what is measured, and the same questions in the same order for everyone (R23), or, in a group
 * of equals, one that measures the same in the same time.
 */
export const Job = JobShape.superRefine((job, context) => {
  checkJob(job, ({ path, message, problem, values }) =>
    context.addIssue({ code: 'custom', path: [...path], message, params: { problem, ...values } }),
  );
});
export type Job = z.infer<typeof Job>;

/** Step 1 wrote worded items without saying how to read them: their words were never scored. */
function withReading(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('kind' in item) || 'asks' in item || !('prompt' in item))
    return item;
  if (item.kind !== 'spoken' && item.kind !== 'typed') return item;
  const words = Object.entries(Localized.parse(item.prompt)).map(([locale, text]) => [locale, [text]]);
  return { ...item, asks: 'behavioural', referenceWords: Object.fromEntries(words) };
}

/** A post as an interview was held with it, by this release or an earlier one. Checked for its shape, no longer for its sense. */
export const StoredJob = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items)) return value;
  return { ...value, items: value.items.map(withReading) };
}, JobShape);

const shown = { id: Slug, prompt: z.string(), hint: z.string() };
const ShownOptions = z.array(z.strictObject({ id: Slug, text: z.string() }));

/** One line of a conversation on the screen: what the other person said, and what was answered before. */
const ShownTurn = z.strictObject({
  partner: z.string(),
  says: z.string(),
  /** What the other person said in the turns before. */
  before: z.array(z.string()),
  /** 1-based, and how many there are. */
  number: z.int().positive(),
  total: z.int().positive(),
});

/** All a candidate's screen may see of an item: no key, no worth, no rationale, nothing of what is measured. */
export const CandidateItem = z.discriminatedUnion('kind', [
  /** A role-play turn is a spoken item with `turn`; a follow-up question is one with `isFollowUp`. */
  z.strictObject({
    ...shown,
    ...speaking,
    kind: z.literal('spoken'),
    turn: ShownTurn.nullable(),
    isFollowUp: z.boolean(),
  }),
  z.strictObject({ ...shown, kind: z.literal('typed'), maxChars: MaxChars, isFollowUp: z.boolean() }),
  z.strictObject({ ...shown, kind: z.literal('choice'), options: ShownOptions }),
  z.strictObject({ ...shown, kind: z.literal('ranking'), options: ShownOptions }),
  z.strictObject({ ...shown, kind: z.literal('rating'), options: ShownOptions }),
  z.strictObject({ ...shown, kind: z.literal('work_sample'), task: CandidateTask }),
]);
export type CandidateItem = z.infer<typeof CandidateItem>;

/**
 * The candidate's view of an item in one language. Options keep the order of the job file: the same for everyone (R23).
 *
 * @param turn 0-based turn of a role-play; ignored for other kinds
 */
export function toCandidateItem(item: Item | PracticeItem, locale: Locale, turn = 0): CandidateItem {
  const common = { id: item.id, prompt: localizedText(item.prompt, locale), hint: localizedText(item.hint, locale) };
  switch (item.kind) {
    case 'spoken': {
      const { kind, thinkMs, maxAnswerMs, maxChars } = item;
      return { ...common, kind, thinkMs, maxAnswerMs, maxChars, turn: null, isFollowUp: false };
    }
    case 'role_play': {
      const line = item.turns[turn];
      if (!line) throw new Error(`Item "${item.id}" has no turn ${turn}.`);
      const { maxAnswerMs, maxChars } = line;
      return {
        ...common,
        kind: 'spoken',
        thinkMs: item.thinkMs,
        maxAnswerMs,
        maxChars,
        turn: {
          partner: localizedText(item.partner, locale),
          says: localizedText(line.says, locale),
          before: item.turns.slice(0, turn).map(({ says }) => localizedText(says, locale)),
          number: turn + 1,
          total: item.turns.length,
        },
        isFollowUp: false,
      };
    }
    case 'typed':
      return { ...common, kind: item.kind, maxChars: item.maxChars, isFollowUp: false };
    case 'work_sample':
      return { ...common, kind: item.kind, task: toCandidateTask(item.task, locale) };
    case 'choice':
    case 'ranking':
    case 'rating':
      return {
        ...common,
        kind: item.kind,
        options: item.options.map(({ id, text }) => ({ id, text: localizedText(text, locale) })),
      };
  }
}
