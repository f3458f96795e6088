import { z } from 'zod';
import { Locale } from '../localized.ts';
import { Settings } from '../settings.ts';
import { callableBy } from './call.ts';

/** What a technician or manager sets for this kiosk. */
export const settings = {
  get: callableBy('manager', 'technician').output(Settings),
  /** Replaces the settings; applied between interviews. */
  update: callableBy('manager', 'technician')
    .input(Settings)
    .output(Settings)
    .errors({
      interview_running: { message: 'An interview is going on; settings change between interviews.' },
      setting_invalid: {
        message: 'A setting cannot be used.',
        data: z.strictObject({ field: z.string(), reason: z.string() }),
      },
    }),
  /** The posts and packs that can be chosen from. */
  options: callableBy('manager', 'technician')
    .input(z.strictObject({ locale: Locale }))
    .output(
      z.strictObject({
        jobs: z.array(z.strictObject({ id: z.string(), title: z.string() })),
        packs: z.array(z.strictObject({ id: z.string(), title: z.string() })),
      }),
    ),
};
