import type { Check, DatabaseProbe } from './ports.ts';

/** Whether the database is whole and can be written. */
export function checkDatabase(probe: DatabaseProbe): Check {
  return {
    id: 'database',
    async run() {
      const { isSound, detail } = await probe.check();
      return isSound
        ? { result: 'pass', code: 'database_sound', values: {} }
        : { result: 'fail', code: 'database_damaged', values: { detail } };
    },
  };
}
