import type { SessionId, StaffId } from '#shared/ids.ts';
import { isLocked } from '#shared/rating.ts';
import type { ReviewSummary } from '#shared/review-sheet.ts';
import type { implementContract } from './contract-server.ts';
import { type AuditNames, toAuditLine, toAuditVerdict } from './review/audit-lines.ts';
import type { AuditReading } from './store/audit-heads.ts';
import type { AuditLineRow, AuditStore } from './store/audit-store.ts';

type AuditContractCalls = ReturnType<typeof implementContract>['audit'];

export interface AuditCallParts extends Pick<AuditNames, 'staffName' | 'deviceId'> {
  auditLog: AuditStore & { read: () => AuditReading };
  /** Of an interview that is known here. */
  referenceOf: (id: SessionId) => string | null;
  /** How far somebody has come with rating an interview. */
  reviews: { summary: (id: SessionId, reader: StaffId | null) => ReviewSummary };
}

/** That a rule speaks tells a score (R25). */
const tellsOfScore = ({ action }: AuditLineRow): boolean => action.startsWith('proposal.');

/** The line is there and its hash with it; what it says waits for the reader's own judgement. */
const withheld = (line: AuditLineRow): AuditLineRow => ({ ...line, action: 'review.withheld', detailJson: '{}' });

/** Calls about the audit log. */
export function auditCalls(calls: AuditContractCalls, parts: AuditCallParts) {
  const { auditLog } = parts;
  function isLockedBy(reader: StaffId | null, subject: string): boolean {
    const { mine } = parts.reviews.summary(subject as SessionId, reader);
    return mine !== 'none' && isLocked(mine);
  }
  return {
    list: calls.list.handler(({ input: { reference, staffId, kind, before, limit }, context }) => {
      const reader = context.connection.staffId;
      const found = auditLog.list({
        reference: reference === '' ? null : reference,
        actor: staffId,
        kind,
        before,
        limit: limit + 1,
      });
      const shown = found.slice(0, limit);
      return {
        lines: shown.map((line) => {
          const isBlind = tellsOfScore(line) && !isLockedBy(reader, line.subject);
          return toAuditLine(isBlind ? withheld(line) : line, parts);
        }),
        next: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
        head: auditLog.head(),
      };
    }),
    verify: calls.verify.handler(() => toAuditVerdict(auditLog.read(), auditLog.head())),
  };
}
