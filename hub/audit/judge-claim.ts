import type { AuditClaim, AuditHead, AuditRefusal } from '#shared/wire/audit-head.ts';
import { isGenuineHead } from './genuine-head.ts';

/**
 * What is to be done about a batch on account of its audit claim.
 *
 * - `keep`: take it; the claimed head is the one to hold from now on. - `same`: take it; nothing new is known of the log. -
 *   `stale`: not now; the device is to claim again from line `heldSeq`. - `refuse`: not at all, and a person must know.
 */
export type ClaimVerdict =
  | { readonly kind: 'keep'; readonly head: AuditHead }
  | { readonly kind: 'same' }
  | { readonly kind: 'stale'; readonly heldSeq: number }
  | { readonly kind: 'refuse'; readonly code: AuditRefusal };

/** What a device said of its audit log: nothing, something that is no claim, or a claim. */
export type ClaimReading = AuditClaim | 'none' | 'unreadable';

/** The keys of an enrolled device, raw 32 bytes as base64url. */
export interface DeviceKeys {
  readonly current: string;
  readonly former: readonly string[];
  readonly isRevoked: boolean;
}

const refuse = (code: AuditRefusal): ClaimVerdict => ({ kind: 'refuse', code });

function isGenuineClaim({ head, heldSeq, atHeld }: AuditClaim, deviceId: string): boolean {
  if ((heldSeq === null) !== (atHeld === null)) return false;
  if (atHeld !== null && (atHeld.publicKey !== head.publicKey || atHeld.seq > Math.min(heldSeq ?? 0, head.seq))) {
    return false;
  }
  return [head, atHeld].every((each) => each === null || (each.deviceId === deviceId && isGenuineHead(each)));
}

/**
 * Whether the log behind a claim still is the log whose head is held (I26).
 *
 * The key of a device is the one it was enrolled with, or went over to with both signatures; of one that came with the hub's token,
 * the key it was first seen with (trust on first use). What was signed with a key that the device has changed since comes late: it
 * is to claim again, and no alarm.
 *
 * Which heads arrive in which order proves nothing: answers get lost, two batches are in flight, a frozen hub works off a
 * request its sender gave up on. So a head lower than the one held is no alarm by itself, and a higher one no all-clear: a log
 * that was set back grows past it in a day. The device has to say, signed, what it has at the very line that is held (the "old
 * size" of C2SP tlog-witness, and its 409). Who knows another line as held is told the right one and asked again (`stale`): a
 * late request has nobody left to answer, a living kiosk answers at once, and one whose log no longer has that line says so by
 * the line it shows instead. Nothing but the newest head has to be remembered for that.
 *
 * @param held the newest head held of this device; null for none
 * @param keys of a device that is enrolled; null for one whose key is pinned at first sight
 */
export function judgeClaim(
  held: AuditHead | null,
  claim: ClaimReading,
  deviceId: string,
  keys: DeviceKeys | null = null,
): ClaimVerdict {
  // a kiosk of before audit heads has none to send; one that has sent any has them for ever (migrations only climb)
  if (claim === 'none') return held === null ? { kind: 'same' } : refuse('audit_head_missing');
  if (claim === 'unreadable' || !isGenuineClaim(claim, deviceId)) return refuse('audit_head_invalid');
  const { head, heldSeq, atHeld } = claim;
  const pinned = keys?.current ?? held?.publicKey ?? head.publicKey;
  if (head.publicKey !== pinned) {
    const isFormer = keys?.former.includes(head.publicKey) === true;
    return isFormer ? { kind: 'stale', heldSeq: held?.seq ?? 0 } : refuse('audit_key_changed');
  }
  if (held === null) return { kind: 'keep', head };
  if (head.seq === held.seq) return head.sha256 === held.sha256 ? { kind: 'same' } : refuse('audit_regressed');
  if (heldSeq !== held.seq || atHeld === null) return { kind: 'stale', heldSeq: held.seq };
  return atHeld.seq === held.seq && atHeld.sha256 === held.sha256 ? { kind: 'keep', head } : refuse('audit_regressed');
}
