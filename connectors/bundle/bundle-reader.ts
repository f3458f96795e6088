import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BUNDLE_FILES, BundleContents, BundleIndex, type BundlePart } from '#shared/wire/bundle.ts';
import { decryptPieces, joinPieces } from './age-pieces.ts';

const PIECE_BYTES = 1024 * 1024;
const MAX_CONTENTS_BYTES = 64 * PIECE_BYTES;

/** A bundle that is not taken; `message` is one sentence with what to do. Nothing was changed. */
export class BundleRefusedError extends Error {
  override readonly name = 'BundleRefusedError';
  readonly code: 'unfinished' | 'unreadable' | 'signature' | 'damaged' | 'identity' | 'foreign' | 'outdated' | 'mac';

  constructor(code: BundleRefusedError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A bundle whose index was found genuine and whose every part is whole. */
export interface OpenedBundle {
  readonly folder: string;
  readonly index: BundleIndex;
  readonly contents: BundleContents;
  /** Decrypted pieces of a part. @throws {BundleRefusedError} when it was changed */
  readonly read: (sha256: string) => AsyncIterable<Uint8Array>;
}

/** A bundle is named by its folder or by its index. */
export async function bundleFolder(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw new BundleRefusedError('unfinished', `There is no bundle at ${path}.`, { cause: error });
  });
  return found.isDirectory() ? path : dirname(path);
}

/**
 * Opens a bundle for whoever holds the identity: signature, length and hash of every part are checked before anything is used.
 *
 * @param parts.isSignedBy whether the holder of a key signed a text
 * @throws {BundleRefusedError}
 */
export async function openBundle(
  path: string,
  parts: {
    readonly identity: string;
    readonly isSignedBy: (publicKey: string, text: string, signature: string) => boolean;
    readonly textOf: (index: BundleIndex) => string;
  },
): Promise<OpenedBundle> {
  const folder = await bundleFolder(path);
  const index = await readIndex(folder);
  if (!parts.isSignedBy(index.publicKey, parts.textOf(index), index.signature))
    throw new BundleRefusedError(
      'signature',
      `The index of ${folder} was changed after the kiosk signed it. Export it again at the kiosk.`,
    );
  for (const part of [index.contents, ...index.parts]) await checkPart(folder, part);

  async function* read(sha256: string): AsyncGenerator<Uint8Array> {
    try {
      yield* await decryptPieces(
        parts.identity,
        createReadStream(partFile(folder, sha256), { highWaterMark: PIECE_BYTES }),
      );
    } catch (error) {
      throw new BundleRefusedError('damaged', `Part ${sha256} of ${folder} cannot be decrypted: ${messageOf(error)}.`, {
        cause: error,
      });
    }
  }

  let contents: BundleContents;
  try {
    const bytes = await joinPieces(read(index.contents.sha256), MAX_CONTENTS_BYTES);
    contents = BundleContents.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new BundleRefusedError(
      'identity',
      `${folder} cannot be opened with this identity. It was encrypted to ${index.recipient}; give the file of that key with --identity.`,
      { cause: error },
    );
  }
  const known = new Set(index.parts.map(({ sha256 }) => sha256));
  const named = [...contents.batches, ...contents.media].map(({ part }) => part);
  if (contents.olderHeads !== null) named.push(contents.olderHeads);
  const isForeign =
    contents.bundleId !== index.bundleId ||
    contents.batches.some(({ manifest }) => manifest.deviceId !== index.deviceId);
  if (isForeign || named.some((sha256) => !known.has(sha256)))
    throw new BundleRefusedError(
      'foreign',
      `What is in ${folder} belongs to another bundle than its index. Export it again at the kiosk.`,
    );
  return { folder, index, contents, read };
}

async function readIndex(folder: string): Promise<BundleIndex> {
  const file = join(folder, BUNDLE_FILES.index);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT'
        ? 'has no index: the export was not finished'
        : `cannot be read (${error.code ?? error.message})`;
    throw new BundleRefusedError(
      'unfinished',
      `${folder} ${why}. Export again at the kiosk; it goes on where it stopped.`,
      { cause: error },
    );
  });
  try {
    return BundleIndex.parse(JSON.parse(text));
  } catch (error) {
    throw new BundleRefusedError(
      'unreadable',
      `${file} is no index of a bundle this release reads. Export it again at the kiosk.`,
      { cause: error },
    );
  }
}

async function checkPart(folder: string, { sha256, sizeBytes }: BundlePart): Promise<void> {
  const file = partFile(folder, sha256);
  const found = await stat(file).catch(() => null);
  const damaged = (what: string, cause?: unknown) =>
    new BundleRefusedError(
      'damaged',
      `Part ${basename(file)} of ${folder} ${what}. Nothing was taken; export again at the kiosk.`,
      { cause },
    );
  if (found === null) throw damaged('is missing');
  if (found.size !== sizeBytes) throw damaged(`has ${found.size} bytes in place of ${sizeBytes}`);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) hash.update(piece as Uint8Array);
  } catch (error) {
    throw damaged(`cannot be read: ${messageOf(error)}`, error);
  }
  if (hash.digest('hex') !== sha256) throw damaged('was changed');
}

function partFile(folder: string, sha256: string): string {
  return join(folder, BUNDLE_FILES.parts, `${sha256}.age`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
