import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { PublicKey, Signature } from './signature.ts';
import { WireName } from './record.ts';

/** What an empty audit log is chained to, and the hash of "line 0". */
export const AUDIT_ROOT = '0'.repeat(64);

/**
 * A device's word for one line of its audit log: "my line `seq` has this hash". Each line's hash covers the one before it, so
 * the newest head stands for the whole log: who cuts, rewrites or renumbers lines cannot make another line `seq` with it.
 */
export const AuditHead = z.strictObject({
  deviceId: WireName,
  /** Number of the line, from 1 without gaps; 0 for an empty log. */
  seq: z.int().nonnegative(),
  /** Of the line; see `auditText` of the kiosk's ledger. */
  sha256: Sha256,
  /** Wall clock of the kiosk; for people, proves nothing. */
  signedAt: z.iso.datetime(),
  /** Raw 32 bytes of an Ed25519 key (RFC 8032), base64url. */
  publicKey: PublicKey,
  /** Of {@link auditHeadText}, 64 bytes, base64url. */
  signature: Signature,
});
export type AuditHead = z.infer<typeof AuditHead>;

/**
 * The text that is signed: lines after the manner of a C2SP tlog-checkpoint (origin, size, root hash, extension), each ended by
 * a newline. Lines rather than canonical JSON, because no field can hold a newline or a space, so that an auditor rebuilds the
 * bytes with `printf` and checks them with `openssl pkeyutl` alone. The first line names format, version and log: a signature
 * over it is good for nothing else the key ever signs (a certificate, a receipt), and for no other device.
 */
export function auditHeadText(head: Omit<AuditHead, 'publicKey' | 'signature'>): string {
  return `anteroom audit log v1 ${head.deviceId}\n${head.seq}\n${head.sha256}\n${head.signedAt}\n`;
}

/**
 * What goes with a batch: the newest head, and what the log has at the line the hub is believed to hold.
 *
 * The second part is the `old` of the C2SP tlog-witness protocol. Without it a log that was set back and has since grown past
 * the head the hub holds would look like any longer log.
 */
export const AuditClaim = z.strictObject({
  head: AuditHead,
  /** The line of the head the hub holds, as far as the kiosk knows; null when it was never told of one. */
  heldSeq: z.int().nonnegative().nullable(),
  /** The newest line at or before `heldSeq`: that line itself, unless the log was cut or has a gap there. */
  atHeld: AuditHead.nullable(),
});
export type AuditClaim = z.infer<typeof AuditClaim>;

/** Why a hub does not take a batch on account of its audit head. */
export const AUDIT_REFUSALS = [
  'audit_regressed',
  'audit_key_changed',
  'audit_head_invalid',
  'audit_head_missing',
] as const;
/** See {@link AUDIT_REFUSALS}. */
export type AuditRefusal = (typeof AUDIT_REFUSALS)[number];

/** Whether a problem code says that the hub and the log of this device contradict each other. */
export function isAuditRefusal(code: string): code is AuditRefusal {
  return AUDIT_REFUSALS.some((refusal) => refusal === code);
}

/** One disagreement a hub has put down; the same one seen again only counts up. */
export const AuditAlarm = z.object({
  deviceId: WireName,
  code: z.enum(AUDIT_REFUSALS),
  /** Line, hash and key the device claimed; null when it sent none that could be read. */
  seq: z.int().nullable(),
  sha256: Sha256.nullable(),
  publicKey: z.string().nullable(),
  /** Line and hash the hub held then; null when it held none. */
  heldSeq: z.int().nullable(),
  heldSha256: Sha256.nullable(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  count: z.int().positive(),
});
export type AuditAlarm = z.infer<typeof AuditAlarm>;

/** Body of `GET /v1/audit-alarms`, newest first. */
export const AuditAlarmList = z.object({ alarms: z.array(AuditAlarm) });
export type AuditAlarmList = z.infer<typeof AuditAlarmList>;
