import { z } from 'zod';
import { Localized, localizedText, type Locale } from '../localized.ts';
import { question, scored, Slug } from './parts.ts';

/** A drawing of renderer/assets/drawings, by name. */
const Drawing = Slug;

/** A round spot of a drawing, in the drawing's own units: 1000 wide, 700 high. */
const Spot = z.strictObject({
  id: Slug,
  x: z.number().min(0).max(1000),
  y: z.number().min(0).max(700),
  radius: z.number().min(20).max(200),
});

/** Put the pictures of the steps into order. Keyed by `correctOrder`, first to last. */
const AssemblyOrder = z.strictObject({
  type: z.literal('assembly_order'),
  /** In the order they are first shown, which must not be the key. `label` is for screen readers and for reviewers. */
  steps: z
    .array(z.strictObject({ id: Slug, drawing: Drawing, label: Localized }))
    .min(4)
    .max(6),
  correctOrder: z.array(Slug),
});

/** Touch what is wrong in a picture. `defects` is the key. */
const SpotDefect = z.strictObject({
  type: z.literal('spot_defect'),
  drawing: Drawing,
  /** What the picture shows, without naming what is wrong. */
  label: Localized,
  defects: z
    .array(Spot.extend({ name: Localized }))
    .min(2)
    .max(6),
});

/** A sign, and pictures of what people do: which of them does what the sign says? */
const SafetySign = z.strictObject({
  type: z.literal('safety_sign'),
  sign: Drawing,
  signLabel: Localized,
  options: z
    .array(z.strictObject({ id: Slug, drawing: Drawing, label: Localized, isRight: z.boolean() }))
    .min(3)
    .max(4)
    .refine((options) => options.filter(({ isRight }) => isRight).length === 1, {
      error: 'exactly one option must be right',
      params: { problem: 'not_one_right' },
    }),
});

/** Give change from a till, several customers one after the other. Amounts in fen (1/100 yuan). */
const CountChange = z.strictObject({
  type: z.literal('count_change'),
  /** Notes and coins in the till, in fen, largest first. */
  denominations: z.array(z.int().positive()).min(4).max(10),
  rounds: z
    .array(
      z
        .strictObject({ priceFen: z.int().positive(), paidFen: z.int().positive() })
        .refine(({ priceFen, paidFen }) => paidFen > priceFen, {
          error: 'more must be paid than it costs',
          params: { problem: 'paid_too_little' },
        }),
    )
    .min(1)
    .max(3),
});

/** A task done by touch, without reading or writing; scored by its own key, the same way every time. */
export const WorkSampleItem = z.strictObject({
  ...question,
  ...scored,
  kind: z.literal('work_sample'),
  task: z.discriminatedUnion('type', [AssemblyOrder, SpotDefect, SafetySign, CountChange]),
  strength: Localized,
});
export type WorkSampleItem = z.infer<typeof WorkSampleItem>;
export type WorkSampleTask = WorkSampleItem['task'];

/** What the candidate did in a work sample. */
export const WorkSampleResult = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('assembly_order'), stepIds: z.array(z.string().max(64)).min(2).max(6) }),
  /** Touches in the drawing's units, in the order they were made. */
  z.strictObject({
    type: z.literal('spot_defect'),
    touches: z.array(z.strictObject({ x: z.number().min(0).max(1000), y: z.number().min(0).max(700) })).max(12),
  }),
  z.strictObject({ type: z.literal('safety_sign'), optionId: z.string().max(64) }),
  /** For each round, the notes and coins given: fen → how many. */
  z.strictObject({
    type: z.literal('count_change'),
    given: z.array(z.array(z.strictObject({ fen: z.int().positive(), count: z.int().min(1).max(50) })).max(10)).max(3),
  }),
]);
export type WorkSampleResult = z.infer<typeof WorkSampleResult>;

const Shown = z.strictObject({ id: Slug, drawing: Drawing, label: z.string() });

/** A work sample as the candidate's screen sees it: no key. */
export const CandidateTask = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('assembly_order'), steps: z.array(Shown) }),
  z.strictObject({
    type: z.literal('spot_defect'),
    drawing: Drawing,
    label: z.string(),
    /** How many touches are accepted: the number of things to find, told to everyone. */
    touches: z.int().positive(),
  }),
  z.strictObject({
    type: z.literal('safety_sign'),
    sign: Drawing,
    signLabel: z.string(),
    options: z.array(Shown),
  }),
  z.strictObject({
    type: z.literal('count_change'),
    denominations: z.array(z.int().positive()),
    rounds: z.array(z.strictObject({ priceFen: z.int(), paidFen: z.int() })),
  }),
]);
export type CandidateTask = z.infer<typeof CandidateTask>;

/** The candidate's view of a task in one language. */
export function toCandidateTask(task: WorkSampleTask, locale: Locale): CandidateTask {
  const shown = ({ id, drawing, label }: { id: string; drawing: string; label: Localized }) => ({
    id,
    drawing,
    label: localizedText(label, locale),
  });
  switch (task.type) {
    case 'assembly_order':
      return { type: task.type, steps: task.steps.map(shown) };
    case 'spot_defect':
      return {
        type: task.type,
        drawing: task.drawing,
        label: localizedText(task.label, locale),
        touches: task.defects.length,
      };
    case 'safety_sign':
      return {
        type: task.type,
        sign: task.sign,
        signLabel: localizedText(task.signLabel, locale),
        options: task.options.map(shown),
      };
    case 'count_change':
      return { type: task.type, denominations: task.denominations, rounds: task.rounds };
  }
}
