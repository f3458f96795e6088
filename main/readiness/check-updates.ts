import type { Check, UpdatesProbe } from './ports.ts';
import { UPDATE_FINDINGS } from './update-findings.ts';

/** Which version runs, which one waits and for what, and what went wrong last. */
export function checkUpdates(probe: UpdatesProbe): Check {
  return {
    id: 'updates',
    async run() {
      const { version, off, waiting, reason, lastLookAt, failure } = probe.status();
      if (off !== null) {
        return { result: off === 'not_by_this_shell' ? 'pass' : 'warn', code: `updates_${off}`, values: { version } };
      }
      if (failure !== null) {
        const group =
          Object.keys(UPDATE_FINDINGS).find((each) => UPDATE_FINDINGS[each]?.includes(failure.code)) ?? 'update_disk';
        const values = {
          version,
          failure: failure.code,
          failedAt: failure.at,
          failed: failure.version ?? waiting ?? '',
        };
        return { result: 'warn', code: group, values };
      }
      if (waiting !== null) {
        return { result: 'pass', code: `update_waits_${reason ?? 'turn'}`, values: { version, waiting } };
      }
      return lastLookAt === null
        ? { result: 'pass', code: 'update_not_looked', values: { version } }
        : { result: 'pass', code: 'update_newest', values: { version, lookedAt: lastLookAt } };
    },
  };
}
