import { z } from 'zod';
import { Instant, Sha256, StaffId } from '../ids.ts';
import { callableBy } from './call.ts';

/** What a line of the audit log is about. */
export const AuditKind = z.enum(['interviews', 'reviews', 'accounts', 'deletions', 'sending', 'kiosk']);
export type AuditKind = z.infer<typeof AuditKind>;

/** One line of the audit log, in order and as it was written; names are looked up, never stored in it. */
export const AuditLine = z.strictObject({
  seq: z.int().positive(),
  at: Instant,
  /** `name` of a member of staff, where it is still known. */
  actor: z.strictObject({
    kind: z.enum(['staff', 'candidate', 'kiosk', 'rule', 'head_office']),
    name: z.string().nullable(),
  }),
  /** `noun.verb`, in the past tense; its words are in the locale files. */
  action: z.string(),
  /** `text` is a reference or a name; the kiosk itself has none. */
  subject: z.strictObject({ kind: z.enum(['interview', 'staff', 'kiosk', 'other']), text: z.string().nullable() }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  sha256: Sha256,
});
export type AuditLine = z.infer<typeof AuditLine>;

/** The newest line: who holds its hash elsewhere proves the whole log by it. */
const AuditLogHead = z.strictObject({ seq: z.int().nonnegative(), sha256: Sha256 });

/** What reading every line found. */
export const AuditVerdict = z.strictObject({
  isSound: z.boolean(),
  lines: z.int().nonnegative(),
  head: AuditLogHead,
  /** What it was held against: a cut or rewritten end shows only against a head that was kept elsewhere. */
  heldAgainst: z.enum(['kept', 'none', 'damaged']),
  /** Lines that are not as they were written, the first of them. */
  problems: z.array(
    z.strictObject({
      kind: z.enum(['missing', 'unlinked', 'changed', 'cut', 'rewritten']),
      line: z.int().nonnegative(),
    }),
  ),
  problemCount: z.int().nonnegative(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

/** What happened on this kiosk, append-only (R4). */
export const audit = {
  list: callableBy('manager')
    .input(
      z.strictObject({
        /** The interview with this reference, or its id; empty for all. */
        reference: z.string().trim().max(40),
        /** What this member of staff did; null for everybody. */
        staffId: StaffId.nullable(),
        kind: AuditKind.nullable(),
        /** Lines before this one; null starts with the newest. */
        before: z.int().positive().nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(
      z.strictObject({
        lines: z.array(AuditLine),
        /** Continue before this line; null when there are no more. */
        next: z.int().positive().nullable(),
        head: AuditLogHead,
      }),
    ),

  /** Reads every line and its hash, and holds the log against the last head that head office acknowledged. */
  verify: callableBy('manager').output(AuditVerdict),
};
