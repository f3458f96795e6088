import { z } from 'zod';
import { Locale } from '../localized.ts';
import { callableByAll } from './call.ts';

/** Speaks a text of the screen. */
export const readAloud = {
  /** Renders to a WAV served at `url`; the same text is rendered once. */
  render: callableByAll()
    .input(z.strictObject({ text: z.string().trim().min(1).max(600), locale: Locale }))
    .output(z.strictObject({ url: z.string(), durationMs: z.int().positive() }))
    .errors({
      unavailable: { message: 'No voice is installed on this kiosk.', data: z.strictObject({ reason: z.string() }) },
    }),
};
