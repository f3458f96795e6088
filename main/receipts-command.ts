import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Receipt } from '#shared/wire/receipt.ts';
import { ReceiptEvidence } from '#shared/wire/receipt-evidence.ts';
import { type ReceiptProof, receiptsText, receiptText } from '#shared/wire/receipt-proof.ts';
import { PublicKey } from '#shared/wire/signature.ts';
import { verifySignature } from './store/device-signer.ts';
import type * as StoredReceipts from './store/stored-receipts.native.ts';

const EXIT = { sound: 0, wrong: 1, unreadable: 2 } as const;

/**
 * What is wrong with a receipt; null when the holder of the key gave it.
 *
 * @param hubKey raw 32 bytes, base64url; null trusts the key in the proof, which proves that nothing was changed, and not who signed
 */
export function receiptProblem(receipt: Receipt, proof: ReceiptProof, hubKey: string | null): string | null {
  if (hubKey !== null && proof.publicKey !== hubKey) return 'signed with another key than head office’s';
  const hash = createHash('sha256').update(receiptText(proof.deviceId, receipt)).digest('hex');
  if (!proof.hashes.includes(hash)) return 'not the receipt that was signed';
  const isSigned = verifySignature(proof.publicKey, Buffer.from(receiptsText(proof)), proof.signature);
  return isSigned ? null : 'the signature does not fit';
}

/** What was found of all receipts of a kiosk. */
export interface ReceiptsReport {
  readonly proven: number;
  readonly unsigned: number;
  readonly problems: readonly string[];
}

function checkAll(receipts: readonly StoredReceipts.StoredReceipt[], hubKey: string | null): ReceiptsReport {
  const found = receipts.map(({ recordId, receipt, proof }) => {
    if (receipt === null) return `record ${recordId}: its receipt cannot be read`;
    if (receipt.id !== recordId) return `record ${recordId}: its receipt is another record’s`;
    if (proof === 'unsigned') return 'unsigned';
    if (proof === 'missing') return `record ${recordId}: what proved its receipt is gone`;
    const problem = receiptProblem(receipt, proof, hubKey);
    return problem === null ? null : `record ${recordId}: ${problem}`;
  });
  return {
    proven: found.filter((each) => each === null).length,
    unsigned: found.filter((each) => each === 'unsigned').length,
    problems: found.flatMap((each) => (each === null || each === 'unsigned' ? [] : [each])),
  };
}

function sentenceOf({ proven, unsigned, problems }: ReceiptsReport, isKeyGiven: boolean): string {
  const before = unsigned === 0 ? '' : ` ${unsigned} came without a signature: before enrolment, or on a stick.`;
  const trust = isKeyGiven ? '' : ' Compare the key with head office’s own, or give it with --key.';
  return problems.length === 0
    ? `${proven} receipts are head office’s word.${before}${trust}`
    : `${problems.length} receipts are NOT head office’s word, ${proven} are.${before}\n${problems.map((line) => `    ${line}`).join('\n')}`;
}

/** `anteroom receipts`. Exit codes: 0 genuine, 1 not, 2 it cannot be read. */
export function receiptsCommand(parts: {
  readonly fromCaller: (path: string) => string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly exit: (code: number) => void;
}): Command {
  const { fromCaller, print, complain, exit } = parts;
  const command = new Command('receipts').description('what head office has confirmed, and what proves it');
  // loaded late so that the other commands start without the database addon
  const native = () => import('./store/stored-receipts.native.ts');

  async function run(action: () => Promise<number>): Promise<void> {
    const { ReceiptsUnreadableError } = await native();
    try {
      exit(await action());
    } catch (error) {
      if (!(error instanceof ReceiptsUnreadableError)) throw error;
      complain(error.message);
      exit(EXIT.unreadable);
    }
  }

  async function keyIn(file: string | undefined): Promise<string | null> {
    if (file === undefined) return null;
    const { ReceiptsUnreadableError } = await native();
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new ReceiptsUnreadableError(`${file} cannot be read: ${String(error)}`, { cause: error });
    });
    const key = PublicKey.safeParse(text.trim());
    if (!key.success)
      throw new ReceiptsUnreadableError(`${file} holds no public key: 43 characters, as head office shows its own.`);
    return key.data;
  }

  async function evidenceIn(file: string): Promise<ReceiptEvidence> {
    const { ReceiptsUnreadableError } = await native();
    try {
      return ReceiptEvidence.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      throw new ReceiptsUnreadableError(
        `${file} holds no receipt with its proof. Make one with "anteroom receipts show".`,
        { cause: error },
      );
    }
  }

  command
    .command('verify')
    .description(
      'check that receipts are signed by head office; exit code 1 when one is not, 2 when there is nothing to read',
    )
    .argument('<path>', 'data folder of a stopped kiosk, or a file made by "receipts show"; read only', fromCaller)
    .option('--key <file>', 'public key of head office; without it the one the kiosk was enrolled with', fromCaller)
    .option('--json', 'print the findings as JSON')
    .action((path: string, options: { key?: string; json?: boolean }) =>
      run(async () => {
        const given = await keyIn(options.key);
        const isFolder = await stat(path).then(
          (found) => found.isDirectory(),
          () => true,
        );
        let report: ReceiptsReport;
        if (isFolder) {
          const { storedReceipts } = await native();
          const { receipts, hubKey } = storedReceipts(path);
          report = checkAll(receipts, given ?? hubKey);
        } else {
          const { receipt, proof } = await evidenceIn(path);
          report = checkAll([{ recordId: receipt.id ?? '', receipt, proof }], given);
        }
        print(options.json === true ? JSON.stringify(report) : sentenceOf(report, given !== null));
        return report.problems.length === 0 ? EXIT.sound : EXIT.wrong;
      }),
    );

  command
    .command('show')
    .description('print the receipt of one record with what proves it, as JSON; exit code 1 when there is none')
    .argument('<folder>', 'data folder of a stopped kiosk; read only', fromCaller)
    .argument('<record>', 'id of the record')
    .action((folder: string, record: string) =>
      run(async () => {
        const { storedReceipts } = await native();
        const found = storedReceipts(folder).receipts.find(({ recordId }) => recordId === record);
        if (!found?.receipt || typeof found.proof === 'string') {
          complain(`There is no signed receipt of record ${record} in ${folder}.`);
          return EXIT.wrong;
        }
        const { receipt, proof } = found;
        print(JSON.stringify({ format: 'anteroom.receipt-evidence', version: 1, receipt, proof }, null, 2));
        return EXIT.sound;
      }),
    );
  return command;
}
