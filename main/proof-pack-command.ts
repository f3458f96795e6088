import { Command } from 'commander';
import { AuditHead } from '#shared/wire/audit-head.ts';
import { checkCertificate } from './certificate-command.ts';
import { collect } from './figures-command.ts';
import type { MakeOptions } from './make-proof-pack.ts';
import { checkPack, jsonOf, type LineCheck, NoPackError } from './proof-pack/check-pack.ts';
import { AUDIT_HEAD_NAME, AUDIT_LOG_NAME, CERTIFICATES_NAME } from './proof-pack/pack-format.ts';
import { isGenuine } from './store/acknowledged-head.ts';
import { type AuditRow, readChain } from './store/audit-chain.ts';
import { verifySignature } from './store/device-signer.ts';
import type { Keyring } from './store/keys/keyring-port.ts';

interface Terminal {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** The audit log of a pack: every line under its own hash and after the one before, up to the signed head. */
function auditCheck(): LineCheck {
  const rows: AuditRow[] = [];
  const unreadable: number[] = [];
  let line = 0;
  return {
    name: AUDIT_LOG_NAME,
    line(text) {
      line += 1;
      const row = jsonOf(text) as AuditRow | null;
      if (row === null || typeof row !== 'object') unreadable.push(line);
      else rows.push(row);
    },
    end({ deviceId }, textOf) {
      if (unreadable.length > 0)
        return [`Lines of ${AUDIT_LOG_NAME} cannot be read: ${unreadable.slice(0, 5).join(', ')}.`];
      const head = AuditHead.safeParse(jsonOf(textOf(AUDIT_HEAD_NAME))).data;
      if (head === undefined || !isGenuine(head)) return [`${AUDIT_HEAD_NAME} holds no head that its key signed.`];
      if (head.deviceId !== deviceId) return [`${AUDIT_HEAD_NAME} is of another kiosk.`];
      const { problems } = readChain(rows, [{ head, keptBy: 'the signed head is of' }]);
      return problems.slice(0, 5).map(({ sentence }) => `Audit log: ${sentence}.`);
    },
  };
}

/** Certificates of deletion: each signed soundly. */
function certificateCheck(): LineCheck {
  const texts: string[] = [];
  return {
    name: CERTIFICATES_NAME,
    line: (text) => void texts.push(text),
    end: () =>
      texts.flatMap((text, index) => {
        const { kind } = checkCertificate(text, null);
        return kind === 'valid' ? [] : [`Certificate ${index + 1} of ${CERTIFICATES_NAME} is not genuine.`];
      }),
  };
}

/** `anteroom proof-pack check`. @returns exit code: 0 genuine and unchanged, 1 not, 2 for a file that is no pack */
export async function checkProofPack(
  file: string,
  key: string | null,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const { print, complain } = terminal;
  try {
    const { manifest, publicKey, problems } = await checkPack(file, key, verifySignature, [
      auditCheck(),
      certificateCheck(),
    ]);
    if (isJson) print(JSON.stringify({ manifest, publicKey, problems }));
    else {
      if (manifest)
        print(
          `Kiosk ${manifest.deviceId}, ${manifest.site}: ${manifest.files.length} files, made ${manifest.madeAt} by version ${manifest.program}.`,
        );
      for (const problem of problems) complain(problem);
      if (problems.length === 0)
        print(
          key === null
            ? `Unchanged since it was signed. Compare the key ${publicKey ?? ''} with the one head office shows of this kiosk.`
            : 'Genuine: unchanged, and signed by the kiosk that was named.',
        );
    }
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoPackError)) throw error;
    complain(`${file} is no proof pack. ${error.message}`);
    return 2;
  }
}

/** `anteroom proof-pack make` and `check`. */
export function proofPackCommand(parts: {
  fromCaller: (path: string) => string;
  keyring: () => Keyring;
  defaultData: string;
  print: (text: string) => void;
  complain: (text: string) => void;
  exit: (code: number) => void;
}): Command {
  const command = new Command('proof-pack').description('how this site interviews, in one signed file for an auditor');
  command
    .command('make')
    .description(
      'rubric, models, consents, audit log, certificates, figures and a restore test; the kiosk must not be running',
    )
    .requiredOption('--out <file>', 'new file, such as proof.zip; only its owner can read it', parts.fromCaller)
    .option('--data <folder>', 'data folder of the kiosk', parts.fromCaller, parts.defaultData)
    .option(
      '--groups <file>',
      'CSV file of people with their groups and who was selected, for impact ratios',
      parts.fromCaller,
    )
    .option('--group <column>', 'column in which people say what they are; may be given several times', collect)
    .option('--outcome <column>', 'column of who was selected')
    .action(async (options: MakeOptions) => {
      // loaded here so that the other commands start without the database addon
      const { makeProofPack } = await import('./make-proof-pack.ts');
      parts.exit(await makeProofPack(options, parts.keyring(), parts));
    });
  command
    .command('check')
    .description('check that a pack is unchanged, signed and sound; exit code 1 when it is not, 2 for another file')
    .argument('<file>', 'the zip file', parts.fromCaller)
    .option('--key <key>', 'public key that the kiosk is known by, as head office shows it')
    .option('--json', 'print everything as JSON')
    .action(async (file: string, { key, json }: { key?: string; json?: boolean }) =>
      parts.exit(await checkProofPack(file, key ?? null, json === true, parts)),
    );
  return command;
}
