import type { AuditLine } from '#shared/contract/audit.ts';
import type { implementContract } from '#main/contract-server.ts';

type Routes = ReturnType<typeof implementContract>;

const FIRST_MS = Date.parse('2026-03-02T09:41:00.000Z');
const hashOf = (seq: number) => seq.toString(16).padStart(4, '0').repeat(16);

const STEPS: readonly Pick<AuditLine, 'actor' | 'action' | 'subject' | 'detail'>[] = [
  {
    actor: { kind: 'staff', name: '周敏 Zhou Min' },
    action: 'decision.made',
    subject: { kind: 'interview', text: 'K7-204' },
    detail: { outcome: 'advance', reason: 'meets_needs', reviews: 1 },
  },
  {
    actor: { kind: 'kiosk', name: null },
    action: 'record.queued',
    subject: { kind: 'interview', text: 'K7-204' },
    detail: { type: 'decision.made', sha256: hashOf(9) },
  },
  {
    actor: { kind: 'staff', name: '周敏 Zhou Min' },
    action: 'rating.locked',
    subject: { kind: 'interview', text: 'K7-204' },
    detail: { round: 'blind_first', ratings: 24 },
  },
  {
    actor: { kind: 'candidate', name: null },
    action: 'session.finalized',
    subject: { kind: 'interview', text: 'K7-204' },
    detail: { answered: 10 },
  },
  {
    actor: { kind: 'staff', name: 'Ingrid Solberg' },
    action: 'staff.pin_changed',
    subject: { kind: 'staff', text: 'Peter Novak' },
    detail: {},
  },
  {
    actor: { kind: 'rule', name: null },
    action: 'session.expired',
    subject: { kind: 'interview', text: 'Q2M4T2' },
    detail: { method: 'retention', recordings: 8 },
  },
  {
    actor: { kind: 'staff', name: null },
    action: 'settings.changed',
    subject: { kind: 'kiosk', text: null },
    detail: {},
  },
];
const LINES: readonly AuditLine[] = Array.from({ length: 240 }, (_, index) => {
  const seq = 4211 - index;
  const step = STEPS[index % STEPS.length] ?? STEPS[0]!;
  return { ...step, seq, at: new Date(FIRST_MS - index * 437_000).toISOString(), sha256: hashOf(seq) };
});
const HEAD = { seq: 4211, sha256: hashOf(4211) };

/** A log of some days. */
export function auditRoutes(os: Routes) {
  return {
    list: os.audit.list.handler(({ input }) => {
      const found = LINES.filter(
        ({ seq, subject, action }) =>
          (input.before === null || seq < input.before) &&
          (input.reference === '' || subject.text === input.reference) &&
          (input.kind !== 'accounts' || action.startsWith('staff.')),
      );
      const lines = found.slice(0, input.limit);
      return { lines, next: found.length > lines.length ? (lines.at(-1)?.seq ?? null) : null, head: HEAD };
    }),
    verify: os.audit.verify.handler(() => ({
      isSound: true,
      lines: 4211,
      head: HEAD,
      heldAgainst: 'kept' as const,
      problems: [],
      problemCount: 0,
    })),
  };
}
