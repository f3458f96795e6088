import { z } from 'zod';
import { Localized } from './localized.ts';

const Id = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

const Question = z
  .strictObject({
    /** Column of the audit's table, e.g. `sex`. */
    id: Id,
    prompt: Localized,
    options: z
      .array(z.strictObject({ id: Id, label: Localized }))
      .min(2)
      .max(10),
  })
  .refine(({ options }) => new Set(options.map(({ id }) => id)).size === options.length, {
    path: ['options'],
    error: 'names an option twice',
  });

/**
 * What a pack asks people to say of themselves, if they want to, for the audit of bias (R9, R10). Asked after everything was answered;
 * each question may be left out.
 */
export const SelfIdentificationForm = z
  .strictObject({
    /** Rises with every change of wording or of the options. */
    version: z.int().min(1),
    /** Why it is asked, and who can read it. */
    text: Localized,
    questions: z.array(Question).min(1).max(6),
  })
  .refine(({ questions }) => new Set(questions.map(({ id }) => id)).size === questions.length, {
    path: ['questions'],
    error: 'names a question twice',
  });
export type SelfIdentificationForm = z.infer<typeof SelfIdentificationForm>;

/** The option chosen for each question; one that is missing was left out. */
export const SelfIdentificationAnswers = z.record(Id, Id);
export type SelfIdentificationAnswers = z.infer<typeof SelfIdentificationAnswers>;

/** What lies inside the seal. `answers` is empty for whoever left all of it out. */
export const SelfIdentification = z.object({
  schema: z.literal('self_identification/1'),
  /** Sealed into another interview's record it counts for nobody. */
  sessionId: z.string(),
  packId: z.string(),
  formVersion: z.int().min(1),
  answers: SelfIdentificationAnswers,
});
export type SelfIdentification = z.infer<typeof SelfIdentification>;

/** Type of the record that carries it to head office. */
export const SELF_IDENTIFICATION_TYPE = 'self_identification.sealed';

/** Body of that record. */
export const SealedSelfIdentification = z.looseObject({
  /** Public half of the key it is sealed to, `age1…`. */
  recipient: z.string(),
  /** An age file, base64. As long for whoever left all of it out as for whoever answered all. */
  sealed: z.base64(),
});

/** Bytes inside the seal, all of them ASCII: above six answers with the longest names there can be. */
const SEALED_BYTES = 1024;

/**
 * The text to seal: JSON, filled up with spaces, so that its length tells nothing.
 *
 * @throws {RangeError} when it is longer than any form allows
 */
export function paddedText(said: SelfIdentification): string {
  const text = JSON.stringify(SelfIdentification.parse(said));
  if (text.length > SEALED_BYTES) throw new RangeError('What was said is longer than any form allows.');
  return text.padEnd(SEALED_BYTES);
}

/** Whether this is what the form asks: its questions, its options, nothing else. */
export function fitsForm(form: SelfIdentificationForm, answers: SelfIdentificationAnswers): boolean {
  return Object.entries(answers).every(([id, chosen]) =>
    form.questions.some((question) => question.id === id && question.options.some((option) => option.id === chosen)),
  );
}
