import type { Check, ClockProbe } from './ports.ts';

/** Network time corrects by seconds; more than this back was done by hand or by a dead battery. */
const BACK_MS = 5 * 60_000;
/** A kiosk is not switched off for longer than this without somebody knowing. */
const AHEAD_MS = 400 * 86_400_000;

/** Whether the clock can be right: not before the program was built, and in step with what was written down last. */
export function checkClock(probe: ClockProbe): Check {
  return {
    id: 'clock',
    async run() {
      const nowMs = probe.nowMs();
      const lastSeenMs = probe.lastSeenMs();
      const values = { now: new Date(nowMs).toISOString() };
      if (nowMs < probe.builtAtMs) return { result: 'fail', code: 'clock_before_build', values };
      if (lastSeenMs === null) return { result: 'pass', code: 'clock_plausible', values };
      const lastSeen = new Date(lastSeenMs).toISOString();
      if (nowMs < lastSeenMs - BACK_MS) {
        return { result: 'warn', code: 'clock_went_back', values: { ...values, lastSeen } };
      }
      if (nowMs > lastSeenMs + AHEAD_MS) {
        return { result: 'warn', code: 'clock_far_ahead', values: { ...values, lastSeen } };
      }
      return { result: 'pass', code: 'clock_plausible', values };
    },
  };
}
