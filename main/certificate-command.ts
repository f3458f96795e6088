import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { certificateText, DeletionCertificate } from '#shared/wire/deletion-certificate.ts';
import { verifySignature } from './store/device-signer.ts';

/** What was found of a certificate. `key_differs`: soundly signed, but by another kiosk than was named. */
export type CertificateVerdict =
  | { kind: 'valid'; certificate: DeletionCertificate }
  | { kind: 'forged' | 'key_differs'; certificate: DeletionCertificate }
  | { kind: 'not_a_certificate'; reason: string };

/** A certificate by itself, or in the record a kiosk sent it with, or in what head office shows of that record. */
const File = z.union([
  DeletionCertificate,
  z
    .looseObject({ body: z.looseObject({ certificate: DeletionCertificate }) })
    .transform(({ body }) => body.certificate),
]);

/**
 * Checks the signature of a certificate of deletion.
 *
 * @param text of the file
 * @param publicKey the key the kiosk is known by, raw 32 bytes as base64url; null trusts the key in the certificate, which proves
 *   that nothing was changed since it was signed, and not who signed it
 */
export function checkCertificate(text: string, publicKey: string | null): CertificateVerdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: 'not_a_certificate', reason: error.message };
  }
  const parsed = File.safeParse(value);
  if (!parsed.success) return { kind: 'not_a_certificate', reason: z.prettifyError(parsed.error) };
  const certificate = parsed.data;
  const message = Buffer.from(certificateText(certificate), 'utf8');
  if (!verifySignature(certificate.publicKey, message, certificate.signature)) return { kind: 'forged', certificate };
  if (publicKey !== null && publicKey !== certificate.publicKey) return { kind: 'key_differs', certificate };
  return { kind: 'valid', certificate };
}

function sentenceOf(verdict: CertificateVerdict, publicKey: string | null): string {
  switch (verdict.kind) {
    case 'valid':
      return publicKey === null
        ? 'Unchanged since it was signed. Compare the public key with the one head office holds of this kiosk.'
        : 'Genuine: unchanged, and signed by the kiosk that was named.';
    case 'forged':
      return 'NOT GENUINE: the signature does not fit. Something was changed, or it was never signed by this key.';
    case 'key_differs':
      return 'NOT OF THIS KIOSK: soundly signed, but with another key than was given.';
    case 'not_a_certificate':
      return `This is no certificate of deletion: ${verdict.reason}`;
  }
}

function tableOf(certificate: DeletionCertificate): string {
  const { previousAuditHead: head, files } = certificate;
  const rows: readonly [string, string][] = [
    ['Certificate', certificate.certificateId],
    ['Interview', certificate.sessionId],
    ['Kiosk', certificate.deviceId],
    ['Method', certificate.method],
    ['Actor', certificate.actor],
    ['Deleted at', certificate.deletedAt],
    ['Records', String(certificate.recordIds.length)],
    ['Key epoch', certificate.keyEpochDestroyed === null ? 'none' : String(certificate.keyEpochDestroyed)],
    ['Audit before', `${head.seq} ${head.sha256}`],
    ...files.map(({ recordingId, sha256 }): [string, string] => ['File', `${recordingId} ${sha256 ?? 'never closed'}`]),
    ['Public key', certificate.publicKey],
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)}${value}`).join('\n');
}

/**
 * `anteroom certificate verify FILE`: exit code 0 genuine, 1 not, 2 for a file that is none or cannot be read.
 * `anteroom certificate show FOLDER INTERVIEW`: prints the newest one as JSON; exit code 1 when there is none.
 */
export function certificateCommand(parts: {
  fromCaller: (path: string) => string;
  /** Certificates that a stopped kiosk holds of an interview, the newest first. */
  stored: (folder: string, interview: string) => Promise<DeletionCertificate[]>;
  print: (text: string) => void;
  complain: (text: string) => void;
  exit: (code: number) => void;
}): Command {
  const command = new Command('certificate').description('certificates of deletion');
  command
    .command('verify')
    .description('check that a certificate is unchanged and signed; exit code 1 when it is not, 2 for another file')
    .argument('<file>', 'as the manager saved it, or a record as head office holds it', parts.fromCaller)
    .option('--key <key>', 'public key that the kiosk is known by, as head office shows it')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, options: { key?: string; json?: boolean }) => {
      const publicKey = options.key ?? null;
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        parts.complain(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        parts.exit(2);
        return;
      }
      const verdict = checkCertificate(text, publicKey);
      if (options.json === true) parts.print(JSON.stringify(verdict));
      else if (verdict.kind === 'not_a_certificate') parts.complain(sentenceOf(verdict, publicKey));
      else parts.print(`${tableOf(verdict.certificate)}\n\n${sentenceOf(verdict, publicKey)}`);
      parts.exit(verdict.kind === 'valid' ? 0 : verdict.kind === 'not_a_certificate' ? 2 : 1);
    });
  command
    .command('show')
    .description('print the certificate of a deleted interview as JSON; the kiosk must not be running')
    .argument('<folder>', 'the data folder; read only', parts.fromCaller)
    .argument('<interview>', 'id or reference')
    .action(async (folder: string, interview: string) => {
      const [newest] = await parts.stored(folder, interview);
      if (newest) parts.print(JSON.stringify(newest, null, 2));
      else parts.complain(`There is no certificate of ${interview} in ${folder}.`);
      parts.exit(newest ? 0 : 1);
    });
  return command;
}
