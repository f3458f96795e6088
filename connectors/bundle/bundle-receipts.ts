import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLE_FILES, BUNDLE_RECEIPTS_SCHEMA, BundleReceipts } from '#shared/wire/bundle.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { BundleRefusedError } from './bundle-reader.ts';
import { writeDurably } from './write-durably.ts';

type Unsealed = Omit<BundleReceipts, 'mac' | 'schema'>;

function macOf(receipts: Unsealed, receiptKey: Uint8Array): string {
  const { bundleId, deviceId, at, receipts: records, media, auditHead } = receipts;
  const text = canonicalText({
    schema: BUNDLE_RECEIPTS_SCHEMA,
    bundleId,
    deviceId,
    at,
    receipts: records,
    media,
    auditHead,
  });
  return createHmac('sha256', receiptKey).update(text).digest('hex');
}

/** Puts the receipts beside the bundle they answer, durably. @returns the file */
export async function writeReceipts(folder: string, receipts: Unsealed, receiptKey: Uint8Array): Promise<string> {
  const sealed: BundleReceipts = { schema: BUNDLE_RECEIPTS_SCHEMA, ...receipts, mac: macOf(receipts, receiptKey) };
  await writeDurably(folder, [Buffer.from(`${canonicalText(sealed)}\n`)], () => BUNDLE_FILES.receipts);
  return join(folder, BUNDLE_FILES.receipts);
}

/**
 * Reads receipts for the kiosk that exported the bundle. Receipts let a kiosk delete one day, so they count only when whoever
 * wrote them could decrypt the bundle.
 *
 * @param path the file, or the bundle's folder
 * @param receiptKey of a bundle
 * @throws {BundleRefusedError}
 */
export async function readReceipts(
  path: string,
  deviceId: string,
  receiptKey: (bundleId: string) => Uint8Array,
): Promise<BundleReceipts> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const file = isFolder ? join(path, BUNDLE_FILES.receipts) : path;
  let receipts: BundleReceipts;
  try {
    receipts = BundleReceipts.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new BundleRefusedError(
      'unreadable',
      `${file} holds no receipts of head office. Import the bundle there first.`,
      { cause: error },
    );
  }
  if (receipts.deviceId !== deviceId)
    throw new BundleRefusedError('foreign', `${file} is for the kiosk ${receipts.deviceId}; this is ${deviceId}.`);
  const [expected, given] = [Buffer.from(macOf(receipts, receiptKey(receipts.bundleId))), Buffer.from(receipts.mac)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    throw new BundleRefusedError(
      'mac',
      `${file} was changed, or not written by head office. Nothing is marked as sent; import the bundle again.`,
    );
  return receipts;
}
