import type { Check, PowerProbe } from './ports.ts';

/** Whether the computer or its screen goes to sleep by itself, as far as the operating system tells. */
export function checkPower(probe: PowerProbe): Check {
  return {
    id: 'power',
    async run() {
      const { sleeps, blanks } = await probe.read();
      if (sleeps === true) return { result: 'fail', code: 'power_sleeps', values: {} };
      if (blanks === true) return { result: 'warn', code: 'power_blanks', values: {} };
      // said plainly: what could not be read is not good, only unknown
      if (sleeps === null) return { result: 'warn', code: 'power_unknown', values: {} };
      if (blanks === null) return { result: 'warn', code: 'power_screen_unknown', values: {} };
      return { result: 'pass', code: 'power_awake', values: {} };
    },
  };
}
