import type { Check, RetentionProbe } from './ports.ts';

const DOUBTS: Readonly<Record<string, string>> = {
  before_build: 'retention_clock_before_build',
  went_back: 'retention_clock_went_back',
  jumped_ahead: 'retention_clock_jumped_ahead',
  differs_from_head_office: 'retention_clock_differs',
};

/** Whether interviews whose period is over are deleted by themselves, and if not, what a person has to do. */
export function checkRetention(probe: RetentionProbe): Check {
  return {
    id: 'retention',
    async run() {
      const { doubt, unconfirmed, failure } = probe.status();
      if (failure !== null) return { result: 'fail', code: 'retention_failed', values: { failure } };
      if (doubt !== null) {
        return { result: 'warn', code: DOUBTS[doubt] ?? 'retention_clock_differs', values: {} };
      }
      if (unconfirmed > 0) return { result: 'warn', code: 'retention_unconfirmed', values: { count: unconfirmed } };
      return { result: 'pass', code: 'retention_running', values: {} };
    },
  };
}
