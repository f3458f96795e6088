import { isAuditRefusal } from '#shared/wire/audit-head.ts';
import type { AuditProbe, Check } from './ports.ts';

/**
 * Whether the audit log is whole: every line under its hash, the last head that head office acknowledged still on it, and head
 * office of the same opinion.
 */
export function checkAuditLog(probe: AuditProbe): Check {
  return {
    id: 'audit_log',
    async run() {
      const { lines, problems, acknowledged } = probe.read();
      const [first] = problems;
      if (first !== undefined) {
        const setBack = problems.find(({ kind }) => kind === 'cut' || kind === 'rewritten');
        // a cut or a new tail is no damage: it takes somebody, or an old copy of the data put in the place of the new
        if (setBack !== undefined) return { result: 'fail', code: 'audit_set_back', values: { line: setBack.line } };
        return { result: 'fail', code: 'audit_changed', values: { line: first.line, count: problems.length } };
      }
      const refusal = probe.lastError();
      if (refusal !== null && isAuditRefusal(refusal)) return { result: 'fail', code: refusal, values: {} };
      if (acknowledged === 'damaged') return { result: 'warn', code: 'audit_unproven', values: {} };
      return { result: 'pass', code: 'audit_sound', values: { count: lines } };
    },
  };
}
