import { z } from 'zod';
import { callableBy } from './call.ts';

/** One device check. `code` and `values` make the sentence with its next step; ids and codes are keys in the locale files. */
export const ReadinessCheck = z.strictObject({
  id: z.enum([
    'database',
    'keys',
    'disk',
    'clock',
    'speech_model',
    'recogniser_zh',
    'recogniser_en',
    'meaning',
    'voice',
    'handset',
    'hub',
    'audit_log',
    'posts',
    'publications',
    'retention',
    'displays',
    'power',
    'spool',
    'updates',
  ]),
  result: z.enum(['pass', 'warn', 'fail']),
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ReadinessCheck = z.infer<typeof ReadinessCheck>;

export const readiness = {
  /** Runs every check now. */
  run: callableBy('manager', 'technician').output(z.array(ReadinessCheck)),
};
