import { z } from 'zod';

/** How loud the wired handset is: frames of 20 ms as the page makes them of its own microphone, or why there are none. */
export const HandsetReading = z.strictObject({
  frames: z.array(
    z.strictObject({
      /** Root mean square in dB below full scale. */
      rmsDbfs: z.number(),
      /** Largest magnitude, 0 to 1. */
      peak: z.number(),
      clipRuns: z.int().nonnegative(),
    }),
  ),
  /** Code of the failure after which the handset delivers no more; null while it does. */
  failure: z.string().nullable(),
});
export type HandsetReading = z.infer<typeof HandsetReading>;
