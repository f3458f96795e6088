import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { z } from 'zod';
import {
  BUNDLE_FILES,
  BUNDLE_SCHEMA,
  type BundleContents,
  type BundleIndex,
  BundlePart,
  bundleIndexText,
} from '#shared/wire/bundle.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { AuditHead } from '#shared/wire/audit-head.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import type { MediaSource } from '../target.ts';
import { encryptPieces } from './age-pieces.ts';
import { writeDurably } from './write-durably.ts';

const zstd = promisify(zstdCompress);

const PIECE_BYTES = 1024 * 1024;
/** Header of an age file, its nonce, and 16 bytes for each 64 KiB. */
const encryptedBytes = (plainBytes: number) => plainBytes + 512 + 16 * Math.ceil(plainBytes / 65_536 + 1);

/** A file that is not the bytes its record names; nothing of it is on the medium. */
export class MediaChangedError extends Error {
  override readonly name = 'MediaChangedError';
}

/** What became of one part. `full`: it does not fit any more. */
export type PartOutcome = 'written' | 'kept' | 'full';

export interface BundleWriterParts {
  /** The bundle's own folder; made when it is not there. */
  readonly folder: string;
  readonly deviceId: string;
  /** age recipient of head office. */
  readonly recipient: string;
  /** 32 bytes only this kiosk knows: marks what it has written itself. */
  readonly markKey: Uint8Array;
  /** 32 bytes for the receipts of this bundle. */
  readonly receiptKey: (bundleId: string) => Uint8Array;
  readonly signer: { readonly publicKey: string; readonly sign: (message: Uint8Array) => string };
  /** Most bytes of all parts together. */
  readonly limitBytes: number;
  /** Bytes that may still be written to the medium now. */
  readonly freeBytes: () => Promise<number>;
}

/** How a kiosk knows a part of its own again: what is in it by a keyed hash, that nobody else can read or make. */
const Mark = z.strictObject({ ...BundlePart.shape, mac: z.string() });

/**
 * Writes a bundle onto a medium that may be pulled out at any moment.
 *
 * Parts come first, each durable under the hash of its bytes; the index comes last and names them all. A second run goes on where
 * the first stopped: parts of its own that are whole are kept (they are read again), anything else is written anew.
 */
export async function openBundleWriter(parts: BundleWriterParts) {
  const { folder, recipient, limitBytes } = parts;
  const partsFolder = join(folder, BUNDLE_FILES.parts);
  const marksFolder = join(folder, 'marks');
  for (const path of [partsFolder, marksFolder]) await mkdir(path, { recursive: true, mode: 0o700 });
  const written: BundlePart[] = [];
  const batches: BundleContents['batches'] = [];
  const media: BundleContents['media'] = [];
  let usedBytes = 0;

  const keyed = (text: string) => createHmac('sha256', parts.markKey).update(text).digest('hex');
  const partFile = (sha256: string) => join(partsFolder, `${sha256}.age`);
  const macOf = (tag: string, { sha256, sizeBytes }: BundlePart) => keyed(`mark\n${tag}\n${sha256}\n${sizeBytes}`);

  /** A part of an earlier run, read again from the medium; null when it is not ours or not whole. */
  async function keptPart(tag: string): Promise<BundlePart | null> {
    const text = await readFile(join(marksFolder, tag), 'utf8').catch(() => null);
    if (text === null) return null;
    const mark = Mark.safeParse(jsonOf(text));
    if (!mark.success) return null;
    const { mac, ...part } = mark.data;
    const [expected, given] = [Buffer.from(macOf(tag, part)), Buffer.from(mac)];
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
    return (await hashOfFile(partFile(part.sha256))) === part.sha256 ? part : null;
  }

  /** @param what names the plain bytes: the same text is the same bytes */
  async function put(
    what: string,
    plainBytes: number,
    pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<{ outcome: PartOutcome; part: BundlePart | null }> {
    const tag = keyed(`part\n${recipient}\n${what}`);
    const kept = await keptPart(tag);
    const neededBytes = kept?.sizeBytes ?? encryptedBytes(plainBytes);
    const isFull = usedBytes + neededBytes > limitBytes || (kept === null && neededBytes > (await parts.freeBytes()));
    if (isFull) return { outcome: 'full', part: null };
    const part =
      kept ??
      (await writeDurably(partsFolder, await encryptPieces(recipient, pieces()), ({ sha256 }) => `${sha256}.age`));
    if (kept === null)
      await writeDurably(marksFolder, [Buffer.from(JSON.stringify({ ...part, mac: macOf(tag, part) }))], () => tag);
    usedBytes += part.sizeBytes;
    written.push(part);
    return { outcome: kept === null ? 'written' : 'kept', part };
  }

  return {
    /** Records of one batch, at most as many as a hub takes. */
    async putBatch(records: readonly WireRecord[]): Promise<PartOutcome> {
      const ndjson = Buffer.from(`${records.map((record) => canonicalText(record)).join('\n')}\n`);
      const sha256 = createHash('sha256').update(ndjson).digest('hex');
      const body = await zstd(ndjson, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
      const { outcome, part } = await put(`batch ${sha256}`, body.length, () => [body]);
      const manifest = { batchId: sha256.slice(0, 32), deviceId: parts.deviceId, count: records.length, sha256 };
      if (part !== null) batches.push({ part: part.sha256, manifest });
      return outcome;
    },

    /** One file, encrypted on its way. @throws {MediaChangedError} when it is not the bytes it is said to be */
    async putMedia(
      file: { sha256: string; sizeBytes: number; mimeType: string; kind: 'video' | 'audio' },
      source: MediaSource,
    ): Promise<PartOutcome> {
      const { outcome, part } = await put(`media ${file.sha256}`, file.sizeBytes, () => checkedPieces(source, file));
      const { sha256, sizeBytes, mimeType, kind } = file;
      if (part !== null) media.push({ part: part.sha256, sha256, sizeBytes, mimeType, kind });
      return outcome;
    },

    /**
     * Writes contents and index; from then on the bundle is whole. Parts that no index names any more are removed.
     * @param heads of the audit log, oldest first; the last is the newest
     */
    async finish(bundle: { bundleId: string; exportedAt: string; heads: readonly AuditHead[] }): Promise<BundleIndex> {
      const { bundleId, exportedAt, heads } = bundle;
      const auditHead = heads.at(-1);
      if (auditHead === undefined) throw new RangeError('a log always has a head');
      const older = Buffer.from(
        heads
          .slice(0, -1)
          .map((head) => `${canonicalText(head)}\n`)
          .join(''),
      );
      const olderPart =
        older.length === 0
          ? null
          : await writeDurably(
              partsFolder,
              await encryptPieces(recipient, [await zstd(older)]),
              ({ sha256 }) => `${sha256}.age`,
            );
      const contents: BundleContents = {
        bundleId,
        receiptKey: Buffer.from(parts.receiptKey(bundleId)).toString('base64url'),
        auditHead,
        olderHeads: olderPart?.sha256 ?? null,
        batches,
        media,
      };
      const contentsPart = await writeDurably(
        partsFolder,
        await encryptPieces(recipient, [Buffer.from(canonicalText(contents))]),
        ({ sha256 }) => `${sha256}.age`,
      );
      const all = [...written, ...(olderPart === null ? [] : [olderPart])];
      const unsigned = {
        schema: BUNDLE_SCHEMA,
        bundleId,
        deviceId: parts.deviceId,
        exportedAt,
        recipient,
        contents: contentsPart,
        parts: all,
      } as const;
      const signature = parts.signer.sign(Buffer.from(bundleIndexText(unsigned)));
      const index: BundleIndex = { ...unsigned, publicKey: parts.signer.publicKey, signature };
      await writeDurably(folder, [Buffer.from(`${canonicalText(index)}\n`)], () => BUNDLE_FILES.index);
      const named = new Set([contentsPart, ...all].map(({ sha256 }) => `${sha256}.age`));
      for (const name of await readdir(partsFolder)) if (!named.has(name)) await rm(join(partsFolder, name));
      return index;
    },
  };
}

async function* checkedPieces(
  source: MediaSource,
  file: { sha256: string; sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  if (source.sizeBytes !== file.sizeBytes) throw new MediaChangedError('it has another length than its record says');
  for (let start = 0; start < source.sizeBytes; start += PIECE_BYTES) {
    const piece = await source.read(start, Math.min(start + PIECE_BYTES, source.sizeBytes));
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== file.sha256) throw new MediaChangedError('its bytes are not those its record names');
}

/** Hex SHA-256 of a file; null when there is none. */
async function hashOfFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // a mark of another program, or a torn one: the part is written anew
    return undefined;
  }
}
