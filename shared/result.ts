import { z } from 'zod';
import { Instant, Sha256 } from './ids.ts';

/** Name and version of the document; another version is another document. */
export const RESULT_SCHEMA = 'interview.result/1';

/**
 * Where the interview stands as a process, nothing else. There is no "failed" and no "rejected": targets that reject a person by
 * themselves on such a word must never get one.
 */
export const ResultStatus = z.enum(['pending', 'in_progress', 'completed', 'partial', 'expired', 'cancelled', 'error']);
export type ResultStatus = z.infer<typeof ResultStatus>;

/** Advice to a person, never an action. Null: no advice was given. */
export const Recommendation = z.enum(['strong_yes', 'yes', 'review', 'no', 'strong_no']);
export type Recommendation = z.infer<typeof Recommendation>;

const text = z.string().regex(/\S/, 'must not be empty').max(2000);
const shortText = text.max(200);
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2000);

/** One number with the scale it is on. */
const scored = { value: z.number(), min: z.number(), max: z.number() };
type Scored = { readonly value: number; readonly min: number; readonly max: number };
const hasWidth = ({ min, max }: Scored): boolean => min < max;
const isOnScale = ({ value, min, max }: Scored): boolean => min >= max || (value >= min && value <= max);
const noWidth = { error: 'must be above min', path: ['max'] };
const offScale = { error: 'must lie between min and max', path: ['value'] };

const Score = z.strictObject(scored).refine(hasWidth, noWidth).refine(isOnScale, offScale);

/** The same person, job or order in somebody else's system. */
const ExternalId = z.strictObject({ system: shortText, id: shortText });

const Overall = z
  .strictObject({
    ...scored,
    /** Such as `B+`; null where there is none. */
    label: shortText.nullable(),
    /** Whether a bar was reached, where the job has one; null: none. Never the reason of an action. */
    passed: z.boolean().nullable(),
  })
  .refine(hasWidth, noWidth)
  .refine(isOnScale, offScale);

const Competency = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower-case letters, digits and _'),
  label: shortText,
  /** Null: not scored, a person listens. Never a low mark in its place. */
  score: Score.nullable(),
  rating: Recommendation.nullable(),
  /** Ids of the answers that it rests on. */
  evidence: z.array(shortText).max(100),
});

const ResultAnswer = z.strictObject({
  id: shortText,
  question: text,
  summary: text.nullable(),
  media: z.array(Sha256),
});

const ReportFile = z.strictObject({
  name: z.string().regex(/^[^/\\\p{Cc}]{1,200}$/u, 'must be a plain file name'),
  contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type'),
  bytes: z.int().min(1),
  sha256: Sha256,
});

/** When, from the first touch to the last answer; a document that claims to be finished says when. */
function hasTimesOfItsStatus(result: { status: ResultStatus; startedAt: string | null; completedAt: string | null }) {
  if (result.status === 'completed') return result.startedAt !== null && result.completedAt !== null;
  return result.status !== 'pending' && result.status !== 'in_progress' ? true : result.completedAt === null;
}

/**
 * What one interview came to, for systems that are not ours. Every connector maps from this document and from nothing else.
 *
 * `(id, revision)` names one version of it: scored again is the same id and the next revision. A document that carries a number
 * carries its scale.
 */
export const InterviewResult = z
  .strictObject({
    schema: z.literal(RESULT_SCHEMA),
    id: z.uuid(),
    revision: z.int().min(1),
    /** Who asked for the interview; null for somebody who walked in. */
    order: z.strictObject({ system: shortText, id: shortText, url: webAddress.nullable() }).nullable(),
    candidate: z.strictObject({
      ref: shortText,
      name: shortText,
      email: z.email().nullable(),
      phone: z
        .string()
        .regex(/^\+?[\d ()-]{5,30}$/, 'must be a telephone number')
        .nullable(),
      externalIds: z.array(ExternalId).max(20),
    }),
    job: z.strictObject({ ref: shortText, title: shortText, externalIds: z.array(ExternalId).max(20) }),
    status: ResultStatus,
    recommendation: Recommendation.nullable().default('review'),
    /** Null: nobody and nothing has scored it. */
    overall: Overall.nullable(),
    competencies: z.array(Competency).max(20),
    /** Off by default: what was said stays with us unless the mapping of a target asks for it. */
    answers: z.array(ResultAnswer).max(100).optional(),
    report: z.strictObject({
      url: webAddress.nullable(),
      expiresAt: Instant.nullable(),
      files: z.array(ReportFile).max(20),
    }),
    assessor: z.strictObject({ kind: z.enum(['ai', 'human']), name: shortText, version: shortText.nullable() }),
    /** The person who looked at it, once somebody did. */
    review: z.strictObject({
      by: shortText.nullable(),
      at: Instant.nullable(),
      decision: z.enum(['advance', 'hold', 'decline']).nullable(),
    }),
    startedAt: Instant.nullable(),
    completedAt: Instant.nullable(),
    /** BCP 47, such as `zh-CN`. */
    language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as zh-CN'),
    device: shortText,
    /** Flat: several targets drop or refuse nested values. */
    metadata: z.record(
      z.string().regex(/^[A-Za-z][\w-]{0,63}$/, 'must be letters, digits, _ and -'),
      z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
    ),
  })
  .refine(hasTimesOfItsStatus, {
    error:
      'does not fit the status: a completed interview has startedAt and completedAt, one that goes on has no completedAt',
    path: ['completedAt'],
  })
  .refine(({ startedAt, completedAt }) => startedAt === null || completedAt === null || startedAt <= completedAt, {
    error: 'must not be before startedAt',
    path: ['completedAt'],
  })
  .refine(({ competencies }) => new Set(competencies.map(({ key }) => key)).size === competencies.length, {
    error: 'two competencies have one key',
    path: ['competencies'],
  })
  .refine(({ review }) => review.decision === null || (review.by !== null && review.at !== null), {
    error: 'a decision names the person and the time',
    path: ['review'],
  })
  .refine(
    ({ answers, competencies }) => {
      if (answers === undefined) return true;
      const known = new Set(answers.map(({ id }) => id));
      return competencies.every(({ evidence }) => evidence.every((id) => known.has(id)));
    },
    { error: 'evidence names an answer that is not in answers', path: ['competencies'] },
  );
export type InterviewResult = z.infer<typeof InterviewResult>;
