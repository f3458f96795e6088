import { z } from 'zod';
import type { Job } from '../job.ts';
import { Locale } from '../localized.ts';
import { Purpose } from '../purpose.ts';
import { RolePlayScenario } from './role-play.ts';

/*
 * A post that is being written: every part is there, none needs to be right yet. Texts may be empty, lists too short, weights odd;
 * what has to be put right before it is published says `jobProblems`. The types are those of `Job`: only the checks are left out.
 */

const LONGEST_TEXT = 8_000;
const MOST_ENTRIES = 400;

const Id = z.string().max(64);
const Text = z.record(Locale, z.string().max(LONGEST_TEXT));
const Words = z.record(Locale, z.array(z.string().max(200)).max(MOST_ENTRIES));
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(24);

const DraftVariant = z.strictObject({ group: Id, tags: z.array(z.string().max(200)).max(24) });

const question = { id: Id, prompt: Text, hint: Text, bankId: z.uuid().optional(), variant: DraftVariant.optional() };
const scored = { elicits: list(z.strictObject({ indicatorId: Id, weight: z.number() })) };
const speaking = { thinkMs: z.number(), maxAnswerMs: z.number(), maxChars: z.number() };
const worded = { asks: z.enum(['behavioural', 'situational', 'work_product']), referenceWords: Words };

const DraftKey = z.strictObject({
  source: z.enum(['authored', 'expert_panel']),
  experts: z.number().optional(),
  endorsements: z.record(z.string(), z.number()).optional(),
});

const DraftTask = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('assembly_order'),
    steps: list(z.strictObject({ id: Id, drawing: Id, label: Text })),
    correctOrder: list(Id),
  }),
  z.strictObject({
    type: z.literal('spot_defect'),
    drawing: Id,
    label: Text,
    defects: list(z.strictObject({ id: Id, x: z.number(), y: z.number(), radius: z.number(), name: Text })),
  }),
  z.strictObject({
    type: z.literal('safety_sign'),
    sign: Id,
    signLabel: Text,
    options: list(z.strictObject({ id: Id, drawing: Id, label: Text, isRight: z.boolean() })),
  }),
  z.strictObject({
    type: z.literal('count_change'),
    denominations: list(z.number()),
    rounds: list(z.strictObject({ priceFen: z.number(), paidFen: z.number() })),
  }),
]);

/** One question of a draft. */
export const DraftItem: z.ZodType<Job['items'][number]> = z.discriminatedUnion('kind', [
  z.strictObject({ ...question, ...scored, ...worded, ...speaking, kind: z.literal('spoken') }),
  z.strictObject({ ...question, ...scored, ...worded, kind: z.literal('typed'), maxChars: z.number() }),
  z.strictObject({
    ...question,
    ...scored,
    kind: z.literal('choice'),
    options: list(
      z.strictObject({ id: Id, text: Text, effectiveness: z.number(), why: Text, strength: Text.optional() }),
    ),
    key: DraftKey,
  }),
  z.strictObject({
    ...question,
    ...scored,
    kind: z.literal('ranking'),
    options: list(z.strictObject({ id: Id, text: Text })),
    correctOrder: list(Id),
    key: DraftKey,
    strength: Text,
  }),
  z.strictObject({
    ...question,
    ...scored,
    kind: z.literal('rating'),
    options: list(z.strictObject({ id: Id, text: Text, keyMean: z.number(), keySd: z.number().optional() })),
    key: DraftKey,
    strength: Text,
  }),
  z.strictObject({
    ...question,
    ...scored,
    kind: z.literal('role_play'),
    scenario: RolePlayScenario,
    partner: Text,
    thinkMs: z.number(),
    turns: list(z.strictObject({ id: Id, says: Text, maxAnswerMs: z.number(), maxChars: z.number() })),
    strength: Text,
  }),
  z.strictObject({ ...question, ...scored, kind: z.literal('work_sample'), task: DraftTask, strength: Text }),
]);

const Level = z.union([z.literal(1), z.literal(3), z.literal(5)]);

const DraftIndicator = z.strictObject({
  id: Id,
  name: Text,
  anchors: z.strictObject({ 1: Text, 3: Text, 5: Text }),
  cues: z
    .strictObject({
      concepts: z.record(Locale, list(z.array(z.string().max(200)).max(MOST_ENTRIES))),
      exemplars: list(z.strictObject({ level: Level, text: Text, paraphrase: Text })),
      counterCues: Words,
      strength: Text,
    })
    .optional(),
});

/** A post that is being written; see above. */
export const JobDraft: z.ZodType<Job> = z.strictObject({
  id: Id,
  version: z.number(),
  title: Text,
  purpose: Purpose.optional(),
  card: z.strictObject({
    illustration: z.enum(['assembly', 'warehouse', 'store', 'counter']),
    summary: Text,
    pay: Text,
    shift: Text,
    hours: Text,
    place: Text,
  }),
  competencyModel: z.strictObject({
    dimensions: list(
      z.strictObject({ id: Id, name: Text, description: Text, weight: z.number(), indicators: list(DraftIndicator) }),
    ),
  }),
  items: list(DraftItem),
  nextStep: z.strictObject({ text: Text, withinDays: z.number(), phone: z.string().max(40) }),
});
