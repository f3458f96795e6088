import type { Check, HandsetProbe } from './ports.ts';

/** Whether the wired handset delivers sound; only on a kiosk that uses one. */
export function checkHandset(probe: HandsetProbe): Check {
  return {
    id: 'handset',
    async run() {
      if (!probe.isChosen()) return null;
      const outcome = await probe.listen();
      if (outcome.isHeard) return { result: 'pass', code: 'handset_heard', values: {} };
      return {
        result: 'fail',
        code: outcome.code === 'recorder_missing' ? 'handset_recorder_missing' : 'handset_silent',
        values: { code: outcome.code },
      };
    },
  };
}
