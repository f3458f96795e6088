import type { SessionId } from '#shared/ids.ts';
import type { implementContract } from './contract-server.ts';
import { type AuditNames, toAuditLine, toAuditVerdict } from './review/audit-lines.ts';
import type { AuditReading } from './store/audit-heads.ts';
import type { AuditStore } from './store/audit-store.ts';

type AuditContractCalls = ReturnType<typeof implementContract>['audit'];

export interface AuditCallParts extends Pick<AuditNames, 'staffName' | 'deviceId'> {
  auditLog: AuditStore & { read: () => AuditReading };
  /** Of an interview that is known here. */
  referenceOf: (id: SessionId) => string | null;
}

/** Calls about the audit log. */
export function auditCalls(calls: AuditContractCalls, parts: AuditCallParts) {
  const { auditLog } = parts;
  return {
    list: calls.list.handler(({ input: { reference, staffId, kind, before, limit } }) => {
      const found = auditLog.list({
        reference: reference === '' ? null : reference,
        actor: staffId,
        kind,
        before,
        limit: limit + 1,
      });
      const shown = found.slice(0, limit);
      return {
        lines: shown.map((line) => toAuditLine(line, parts)),
        next: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
        head: auditLog.head(),
      };
    }),
    verify: calls.verify.handler(() => toAuditVerdict(auditLog.read(), auditLog.head())),
  };
}
