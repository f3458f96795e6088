import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
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
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @param seed of the device's key: another seed is another key */
export function createSampleLog(deviceId = 'kiosk-1', seed = 1): SampleLog {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  let contents: string[] = [];
  let written = 0;

  function hashOf(line: number): string {
    return contents.slice(0, line).reduce((previous, content) => sha256(previous + content), AUDIT_ROOT);
  }
  function headOf(line: number): AuditHead {
    const seq = Math.min(line, contents.length);
    const head = { deviceId, seq, sha256: hashOf(seq), signedAt: '2026-11-22T08:00:00.000Z' };
    return { ...head, publicKey, signature: sign(null, Buffer.from(auditHeadText(head)), key).toString('base64url') };
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
    claim: (heldSeq = null) => ({
      head: headOf(contents.length),
      heldSeq,
      atHeld: heldSeq === null ? null : headOf(heldSeq),
    }),
  };
}
