import { z } from 'zod';

/** Nobody in the picture, more than one person, or the head turned away from the screen. */
export const PresenceEventKind = z.enum(['absent', 'several', 'away']);
export type PresenceEventKind = z.infer<typeof PresenceEventKind>;

const Ms = z.int().nonnegative();

/**
 * What the camera saw while one answer was spoken, debounced, in milliseconds from the start of its recording; pauses of the
 * recording do not count. Only times: no picture, no place, no landmark of a face. Collected only where the jurisdiction pack
 * allows it; shown beside a score, never part of one.
 */
export const PresenceObservation = z.strictObject({
  /** How long pictures were looked at: less than the recording when the detector came late or broke. */
  watchedMs: Ms,
  absentMs: Ms,
  severalMs: Ms,
  /** Known only after the first three seconds, which are the measure of how this person sits. */
  awayMs: Ms,
  events: z.array(z.strictObject({ kind: PresenceEventKind, startMs: Ms, endMs: Ms })).max(500),
});
export type PresenceObservation = z.infer<typeof PresenceObservation>;
