import { AUDIT_ROOT, type AuditClaim, type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';
import type { AcknowledgedHead } from './acknowledged-head.ts';
import { type AuditRow, type ChainReading, readChain } from './audit-chain.ts';
import type { Database } from './database.native.ts';
import type { DeviceSigner } from './device-signer.ts';

/** What reading the log against the last acknowledged head found. */
export interface AuditReading extends ChainReading {
  /** `damaged`: what was acknowledged cannot be read, so only head office can tell whether the end was cut. */
  readonly acknowledged: 'kept' | 'none' | 'damaged';
}

/**
 * The signed heads of this kiosk's audit log: what is sent with every batch, and what came back acknowledged.
 *
 * A head is signed when it is asked for, over the line as it stands in the database: the kiosk vouches for what it has, and
 * whoever holds an older head sees whether that still is the same log.
 */
export function createAuditHeads(
  database: Database,
  parts: {
    readonly deviceId: string;
    readonly signer: DeviceSigner;
    /** Whether a key is this kiosk's, in use or before; the one in use unless given. */
    readonly isOwnKey?: (publicKey: string) => boolean;
    readonly acknowledged: AcknowledgedHead;
    readonly now: () => Date;
    readonly log: (event: string, detail: Record<string, unknown>) => void;
  },
) {
  const { deviceId, signer, acknowledged, now, log } = parts;
  const isOwnKey = parts.isOwnKey ?? ((publicKey: string) => publicKey === signer.publicKey);
  const newest = database.prepare<[], { seq: number; sha256: string }>(
    'select seq, sha256 from audit order by seq desc limit 1',
  );
  const newestUpTo = database.prepare<[number], { seq: number; sha256: string }>(
    'select seq, sha256 from audit where seq <= ? order by seq desc limit 1',
  );
  const newestLines = database.prepare<[number, number], { seq: number; sha256: string }>(
    'select seq, sha256 from audit where seq >= ? order by seq desc limit ?',
  );
  const allLines = database.prepare<[], AuditRow>('select * from audit order by seq');

  function signed(line: { seq: number; sha256: string } | undefined): AuditHead {
    const { seq, sha256 } = line ?? { seq: 0, sha256: AUDIT_ROOT };
    const head = { deviceId, seq, sha256, signedAt: now().toISOString() };
    const signature = signer.sign(Buffer.from(auditHeadText(head)));
    return { ...head, publicKey: signer.publicKey, signature };
  }

  /** What was acknowledged, when it can be read and is this kiosk's own word. */
  function kept(): AuditHead | 'damaged' | null {
    const head = acknowledged.read();
    if (head === null || head === 'damaged') return head;
    return head.deviceId === deviceId && isOwnKey(head.publicKey) ? head : 'damaged';
  }

  function stillHas(head: AuditHead): boolean {
    const line = newestUpTo.get(head.seq) ?? { seq: 0, sha256: AUDIT_ROOT };
    return line.seq === head.seq && line.sha256 === head.sha256;
  }

  return {
    /** The newest head. */
    head: (): AuditHead => signed(newest.get()),

    /**
     * Signed heads of every line since the one last acknowledged, that one included, oldest first: for a target that cannot ask
     * which line it holds. The last is the newest head.
     * @param limit most heads; the oldest are left out
     */
    headsSince(limit: number): AuditHead[] {
      const known = kept();
      const from = known === null || known === 'damaged' ? 0 : known.seq;
      const lines = newestLines.all(from, limit).toReversed();
      return lines.length === 0 ? [signed(undefined)] : lines.map(signed);
    },

    /**
     * The newest head, and what the log has at the line the other side holds.
     *
     * @param askedSeq the line it said it holds; without one the last that was acknowledged
     */
    claim(askedSeq?: number): AuditClaim {
      const known = kept();
      const heldSeq = askedSeq ?? (known === null || known === 'damaged' ? null : known.seq);
      const atHeld = heldSeq === null ? null : signed(newestUpTo.get(heldSeq));
      return { head: signed(newest.get()), heldSeq, atHeld };
    },

    /**
     * Head office holds this head now. Answers may come late: a higher one that still is on the log stays. One that is not on
     * it any more gives way, because whoever holds the heads has taken the log as it is.
     */
    acknowledge(head: AuditHead): void {
      const known = kept();
      if (known !== null && known !== 'damaged') {
        if (known.seq === head.seq && known.sha256 === head.sha256) return;
        if (stillHas(known) && known.seq > head.seq) return;
        if (!stillHas(known)) log('audit.acknowledged_anew', { seq: head.seq, before: known.seq });
      }
      try {
        acknowledged.keep(head);
      } catch (error) {
        // the receipts of the same answer still count; the next batch brings the next head
        log('audit.acknowledgement_failed', { message: error instanceof Error ? error.message : String(error) });
      }
    },

    /** Reads every line, and holds the log against the last head that was acknowledged. */
    read(): AuditReading {
      const known = kept();
      const isKept = known !== null && known !== 'damaged';
      const heads = isKept ? [{ head: known, keptBy: 'head office acknowledged' }] : [];
      return { ...readChain(allLines.iterate(), heads), acknowledged: isKept ? 'kept' : (known ?? 'none') };
    },
  };
}
export type AuditHeads = ReturnType<typeof createAuditHeads>;
