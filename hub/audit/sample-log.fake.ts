import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { AuditSource } from '#connectors/target.ts';
import { AUDIT_ROOT, type AuditClaim, type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';

/** A device's audit log that behaves like the kiosk's: hash-chained lines, heads signed on demand, and ways to go wrong. */
export type SampleLog = {
  append: (lines?: number) => void;
  /** What an old copy of the database would leave. */
  cutTo: (line: number) => void;
  /** Writes one line anew, and the hashes of all after it. */
  rewrite: (line: number) => void;
  head: () => AuditHead;
  claim: (heldSeq?: number | null) => AuditClaim;
  /** The log as a sender asks it. */
  source: () => AuditSource;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Signer = { readonly publicKey: string; sign(message: Uint8Array): string };

function seededSigner(seed: number): Signer {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  return { publicKey, sign: (message) => sign(null, message, key).toString('base64url') };
}

/** @param by signer of the device, or the seed of its key: another seed is another key */
export function createSampleLog(deviceId = 'kiosk-1', by: number | Signer = 1): SampleLog {
  const signer = typeof by === 'number' ? seededSigner(by) : by;
  let contents: string[] = [];
  let heldSeq: number | null = null;
  let written = 0;

  function hashOf(line: number): string {
    return contents.slice(0, line).reduce((previous, content) => sha256(previous + content), AUDIT_ROOT);
  }
  function headOf(line: number): AuditHead {
    const seq = Math.min(line, contents.length);
    const head = { deviceId, seq, sha256: hashOf(seq), signedAt: '2026-11-22T08:00:00.000Z' };
    return { ...head, publicKey: signer.publicKey, signature: signer.sign(Buffer.from(auditHeadText(head))) };
  }
  function claimFrom(held: number | null = null): AuditClaim {
    return { head: headOf(contents.length), heldSeq: held, atHeld: held === null ? null : headOf(held) };
  }
  return {
    append: (lines = 1) => {
      for (let line = 0; line < lines; line += 1) contents.push(`line ${(written += 1)}`);
    },
    cutTo: (line) => {
      contents = contents.slice(0, line);
    },
    rewrite: (line) => {
      contents[line - 1] = `rewritten ${(written += 1)}`;
    },
    head: () => headOf(contents.length),
    claim: claimFrom,
    source: () => ({
      claim: (askedSeq) => claimFrom(askedSeq ?? heldSeq),
      acknowledge: ({ seq }) => {
        heldSeq = seq;
      },
    }),
  };
}
