import { z } from 'zod';
import { SessionId } from '../ids.ts';
import { AgreementFigures } from '../insights/agreement.ts';
import { CalibrationFigures } from '../insights/calibration.ts';
import { ShownFairness } from '../insights/fairness.ts';
import { Overview } from '../insights/overview.ts';
import { RehearsalFigures, Threshold, ThresholdChange } from '../insights/threshold.ts';
import { Locale } from '../localized.ts';
import { callableBy, Done } from './call.ts';

/**
 * A CSV file of at most 700 kB that a person chose, as base64 (messages have a limit): read, answered from, kept nowhere.
 */
const ChosenFile = z.base64().max(950_000);
const Column = z.string().min(1).max(200);

/** What of a file could not be used, and where; the header is line 1. */
const fileUnusable = {
  file_unusable: {
    message: 'The file cannot be used.',
    data: z.strictObject({
      problem: z.enum([
        'not_text',
        'empty',
        'no_rows',
        'not_csv',
        'too_many_rows',
        'no_column',
        'column_twice',
        'row_length',
        'not_a_number',
        'not_yes_or_no',
        'not_a_date',
      ]),
      line: z.int().optional(),
      column: z.string().optional(),
      value: z.string().optional(),
      limit: z.int().optional(),
    }),
  },
};
const jobUnknown = { job_unknown: { message: 'There is no such job on this kiosk.' } };
/** The newest of a job that are looked at. */
const Last = z.int().min(30).max(500);

/** Whose crossing may be shown: of others there is only a number. */
const Crossing = z.strictObject({
  sessionId: SessionId,
  reference: z.string(),
  direction: z.enum(['up', 'down']),
  isWithinError: z.boolean(),
});

const thresholdErrors = {
  threshold_unknown: { message: 'There is no such change.' },
  threshold_settled: { message: 'The change was approved or withdrawn already.' },
};

/** Figures over many interviews. Nobody's score can be read from them. */
export const insights = {
  overview: callableBy('manager')
    .input(z.strictObject({ jobId: z.string().nullable(), last: Last, locale: Locale }))
    .output(Overview),

  /** How far people, and people and machine, agree over all posts, and how often people follow it. */
  agreement: callableBy('manager').output(AgreementFigures),

  /** What a file holds, to choose columns from. */
  inspectFile: callableBy('manager')
    .input(z.strictObject({ file: ChosenFile }))
    .output(
      z.strictObject({
        rows: z.int().nonnegative(),
        columns: z.array(
          z.strictObject({
            name: z.string(),
            /** What its cells can be read as. */
            kind: z.enum(['flag', 'number', 'text']),
            distinct: z.int().nonnegative(),
          }),
        ),
      }),
    )
    .errors(fileUnusable),

  /** A bias audit of a file, as a site may see it. */
  auditFile: callableBy('manager')
    .input(
      z.strictObject({
        file: ChosenFile,
        groups: z.array(Column).min(1).max(3),
        by: z.union([z.strictObject({ outcome: Column }), z.strictObject({ score: Column })]),
        exclusionJustification: z.string().trim().min(3).max(300).nullable(),
      }),
    )
    .output(z.strictObject({ audit: ShownFairness, peoplePerGroupNeeded: z.int().nullable() }))
    .errors(fileUnusable),

  /** Outcomes of a file, by reference, against the scores of this kiosk. */
  calibrate: callableBy('manager')
    .input(
      z.strictObject({
        file: ChosenFile,
        jobId: z.string(),
        reference: Column,
        criterion: Column,
        within: Column.nullable(),
        topFrom: z.number().nullable(),
        locale: Locale,
      }),
    )
    .output(CalibrationFigures)
    .errors({ ...fileUnusable, ...jobUnknown }),

  /** The threshold in force, and what could be changed. */
  threshold: callableBy('manager')
    .input(z.strictObject({ jobId: z.string(), locale: Locale }))
    .output(
      z.strictObject({
        current: Threshold,
        /** False while it is the job's own weights and a cut-off nobody approved. */
        isApproved: z.boolean(),
        dimensions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        /** How far a dimension may move in one change, and the least it may weigh. */
        maxStep: z.number(),
        floor: z.number(),
        changes: z.array(ThresholdChange),
      }),
    )
    .errors(jobUnknown),

  /** What another threshold would have meant for the last people of a job. Changes nothing. */
  rehearse: callableBy('manager')
    .input(
      z.strictObject({
        jobId: z.string(),
        after: Threshold,
        last: Last,
        /** Groups of people by reference, where the site may know them; nothing of it is kept. */
        groups: z.strictObject({ file: ChosenFile, reference: Column, column: Column }).nullable(),
      }),
    )
    .output(
      z.discriminatedUnion('status', [
        z.strictObject({ status: z.literal('too_few'), people: z.int().nonnegative(), needed: z.int() }),
        z.strictObject({
          status: z.literal('rehearsed'),
          before: Threshold,
          figures: RehearsalFigures,
          /** Totals in ten bins of ten points, under the old weights and under the new. */
          binsBefore: z.array(z.int()),
          binsAfter: z.array(z.int()),
          crossings: z.array(Crossing),
          /** Who crossed and is not named: the caller has not rated them yet. */
          unnamed: z.int().nonnegative(),
          fairness: z.strictObject({ before: ShownFairness, after: ShownFairness }).nullable(),
        }),
      ]),
    )
    .errors({ ...fileUnusable, ...jobUnknown }),

  /** Puts a change down for a second person to approve, with what its rehearsal showed. */
  proposeThreshold: callableBy('manager')
    .input(
      z.strictObject({ jobId: z.string(), after: Threshold, last: Last, reason: z.string().trim().min(10).max(500) }),
    )
    .output(ThresholdChange)
    .errors({
      ...jobUnknown,
      too_few_rehearsed: {
        message: 'Too few interviews to rehearse the change on.',
        data: z.strictObject({ people: z.int(), needed: z.int() }),
      },
      weights_refused: {
        message: 'A weight moves too far, or is too small.',
        data: z.strictObject({ dimensionId: z.string(), low: z.number(), high: z.number() }),
      },
      nothing_changes: { message: 'The change is the threshold in force.' },
      change_waiting: { message: 'Another change of this job waits for approval.' },
    }),

  /** The second person. Interviews that begin from now on are weighed by it; no score that was given changes. */
  approveThreshold: callableBy('manager')
    .input(z.strictObject({ id: z.uuidv7() }))
    .output(Done)
    .errors({
      ...thresholdErrors,
      same_person: { message: 'A second person has to approve the change.' },
    }),

  withdrawThreshold: callableBy('manager')
    .input(z.strictObject({ id: z.uuidv7() }))
    .output(Done)
    .errors(thresholdErrors),
};
