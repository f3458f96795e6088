import type { Check, DatabaseProbe } from './ports.ts';

/** Whether the database is whole and can be written. */
export function checkDatabase(probe: DatabaseProbe): Check {
  return {
    id: 'database',
    async run() {
      const { isSound, detail } = await probe.check();
      if (!isSound) return { result: 'fail', code: 'database_damaged', values: { detail } };
      const { repaired } = probe;
      const { isDone, checked, rows } = probe.rows();
      if (!isDone) return { result: 'pass', code: 'database_being_read', values: { checked, rows } };
      if (repaired === null) return { result: 'pass', code: 'database_sound', values: {} };
      return repaired.unreadable === 0
        ? { result: 'warn', code: 'database_repaired', values: {} }
        : { result: 'warn', code: 'database_repaired_in_part', values: { count: repaired.unreadable } };
    },
  };
}
