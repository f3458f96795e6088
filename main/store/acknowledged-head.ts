import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';
import { verifySignature } from './device-signer.ts';
import { syncFolder } from './sync-folder.ts';

/** The last audit head that head office acknowledged. */
export interface AcknowledgedHead {
  /** Null before the first; `damaged` when the file holds no head that its own key signed. */
  read(): AuditHead | 'damaged' | null;
  /** On the disk when it returns. @throws {Error} of the file system */
  keep(head: AuditHead): void;
}

/** Whether a head is what the holder of its key signed. Whose key that is, the caller must know. */
export function isGenuine(head: AuditHead): boolean {
  return verifySignature(head.publicKey, Buffer.from(auditHeadText(head)), head.signature);
}

/** A head out of the text of a file; null for anything else. */
export function parseHead(text: string): AuditHead | null {
  try {
    return AuditHead.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The last head that head office acknowledged, in a small file beside the database and not in it: a table would be set back
 * together with the log it is to prove. Who removes the file takes away only what the kiosk itself would notice; head office
 * holds the same head.
 */
export function acknowledgedHead(file: string): AcknowledgedHead {
  return {
    read() {
      if (!existsSync(file)) return null;
      const head = parseHead(readFileSync(file, 'utf8'));
      return head !== null && isGenuine(head) ? head : 'damaged';
    },
    keep(head) {
      const unfinished = `${file}.new`;
      const handle = openSync(unfinished, 'w', 0o600);
      try {
        writeFileSync(handle, `${JSON.stringify(head)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(unfinished, file);
      syncFolder(dirname(file));
    },
  };
}
