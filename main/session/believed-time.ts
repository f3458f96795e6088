const DAY_MS = 86_400_000;
/** Network time corrects by seconds; more than this back was done by hand or by a dead battery (as in the clock check). */
const BACK_MS = 5 * 60_000;
/**
 * Nobody leaves a kiosk switched off, away from head office, for longer without a person looking at its clock afterwards.
 * Such a jump forward is believed only when head office's clock says the same.
 */
const OFF_MS = 40 * DAY_MS;
/** Two clocks that differ by less say the same day. */
const SAME_MS = DAY_MS;

/** What speaks for and against the wall clock. Instants in ms since 1970. */
export interface ClockEvidence {
  wallMs: number;
  /** When this program was built: no right clock shows an earlier time. */
  builtAtMs: number;
  /** The newest line of the audit log before this start; null on a new workspace. */
  newestAuditMs: number | null;
  /** The newest instant that was believed, and how long the program has run since, in ms; null before the first. */
  believed: { atMs: number; ranMs: number } | null;
  /** Head office's clock, brought forward by the monotonic time since it was read in this boot; null when it was not read. */
  hubMs: number | null;
}

/** A time that may be acted on, or why there is none. */
export type BelievedTime =
  | { nowMs: number; by: 'head_office' | 'wall_clock' }
  | { doubt: 'before_build' | 'went_back' | 'jumped_ahead' | 'differs_from_head_office' };

/**
 * The present, for deleting by rule: a clock that jumped must delete nothing early (I17, F20).
 *
 * Head office's clock counts where it was read in this boot. It settles every doubt about the wall clock when both say the same
 * day; when they differ, neither is believed. Without it the wall clock is believed as long as it has gone on from what was
 * believed last: not back, and not further ahead than a kiosk may have been switched off.
 */
export function believedTime({ wallMs, builtAtMs, newestAuditMs, believed, hubMs }: ClockEvidence): BelievedTime {
  if (hubMs !== null) {
    if (Math.abs(hubMs - wallMs) > SAME_MS) return { doubt: 'differs_from_head_office' };
    return { nowMs: Math.min(hubMs, wallMs), by: 'head_office' };
  }
  if (wallMs < builtAtMs) return { doubt: 'before_build' };
  const floorMs = Math.max(newestAuditMs ?? 0, believed === null ? 0 : believed.atMs + believed.ranMs);
  if (wallMs < floorMs - BACK_MS) return { doubt: 'went_back' };
  const expectedMs = believed === null ? newestAuditMs : believed.atMs + believed.ranMs;
  if (expectedMs !== null && wallMs > expectedMs + OFF_MS) return { doubt: 'jumped_ahead' };
  return { nowMs: wallMs, by: 'wall_clock' };
}
