import type { FileHandle } from 'node:fs/promises';

// Offsets and signatures: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory),
// 4.3.14–16 (end records) and 4.5.3 (ZIP64 sizes).
const END = { signature: 0x06054b50, bytes: 22, maxComment: 0xffff };
const END64_LOCATOR = { signature: 0x07064b50, bytes: 20 };
const END64 = { signature: 0x06064b50, bytes: 56 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const ZIP64_EXTRA = 0x0001;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
/** A directory for tens of thousands of files; a larger one is not a model. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const UNIX = 3;
const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;
const S_IFREG = 0o100000;

/** One entry of a ZIP, as its central directory tells it. Sizes are claims. */
export interface ZipEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly method: 'stored' | 'deflated' | 'unsupported';
  readonly isEncrypted: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
}

/** A ZIP that cannot be used; `reason` is for a sentence after the file's name. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

/** @throws {ZipError} when the file is no ZIP, is cut off, or names entries that lead out of it */
export async function readZipDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const { offset, bytes, count } = await findDirectory(file, size);
  if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > size) throw new ZipError('is damaged or cut off');
  const directory = await readAt(file, offset, bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; at < bytes;) {
    if (at + CENTRAL.bytes > bytes || directory.readUInt32LE(at) !== CENTRAL.signature) {
      throw new ZipError('is damaged or cut off');
    }
    const lengths = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const end = at + CENTRAL.bytes + lengths.reduce((sum, length) => sum + length, 0);
    if (end > bytes) throw new ZipError('is damaged or cut off');
    entries.push(entryAt(directory.subarray(at, end)));
    at = end;
  }
  if (entries.length !== count) throw new ZipError('is damaged or cut off');
  return entries;
}

/** Where the packed bytes of an entry begin, after its local header. */
export async function dataOffset(file: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readAt(file, entry.headerOffset, LOCAL.bytes);
  if (header.readUInt32LE(0) !== LOCAL.signature) throw new ZipError('is damaged or cut off');
  return entry.headerOffset + LOCAL.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function findDirectory(file: FileHandle, size: number) {
  const tailBytes = Math.min(size, END.bytes + END.maxComment);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  for (let at = tailBytes - END.bytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END.signature || at + END.bytes + tail.readUInt16LE(at + 20) !== tailBytes) continue;
    const count = tail.readUInt16LE(at + 10);
    const bytes = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (count !== FULL_16 && bytes !== FULL_32 && offset !== FULL_32) return { count, bytes, offset };
    return findDirectory64(file, size - tailBytes + at);
  }
  throw new ZipError('is not a ZIP file, or is cut off');
}

async function findDirectory64(file: FileHandle, endOffset: number) {
  const locator = await readAt(file, endOffset - END64_LOCATOR.bytes, END64_LOCATOR.bytes);
  if (locator.readUInt32LE(0) !== END64_LOCATOR.signature) throw new ZipError('is damaged or cut off');
  const end = await readAt(file, Number(locator.readBigUInt64LE(8)), END64.bytes);
  if (end.readUInt32LE(0) !== END64.signature) throw new ZipError('is damaged or cut off');
  return {
    count: Number(end.readBigUInt64LE(32)),
    bytes: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
  };
}

function entryAt(header: Buffer): ZipEntry {
  const flags = header.readUInt16LE(8);
  const nameEnd = CENTRAL.bytes + header.readUInt16LE(28);
  const extra = header.subarray(nameEnd, nameEnd + header.readUInt16LE(30));
  const name = header.subarray(CENTRAL.bytes, nameEnd).toString('utf8');
  const [sizeBytes, packedBytes, headerOffset] = wideValues(
    extra,
    [24, 20, 42].map((at) => header.readUInt32LE(at)),
  );
  if (sizeBytes === undefined || packedBytes === undefined || headerOffset === undefined) {
    throw new ZipError('is damaged or cut off');
  }
  const method = header.readUInt16LE(10);
  return {
    path: safePath(name),
    kind: kindOf(name, header.readUInt8(5), header.readUInt32LE(38)),
    method: method === 0 ? 'stored' : method === 8 ? 'deflated' : 'unsupported',
    isEncrypted: (flags & 1) !== 0,
    crc32: header.readUInt32LE(16),
    packedBytes,
    sizeBytes,
    headerOffset,
  };
}

/** The ZIP64 extra field holds, in this order, the values that do not fit in 32 bits. */
function wideValues(extra: Buffer, narrow: readonly number[]): number[] {
  let wide: Buffer = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64_EXTRA) wide = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  let used = 0;
  return narrow.map((value) => {
    if (value !== FULL_32) return value;
    if (used + 8 > wide.length) throw new ZipError('is damaged or cut off');
    used += 8;
    return Number(wide.readBigUInt64LE(used - 8));
  });
}

/** Nothing is ever written under a name of a ZIP; a ZIP that tries to lead out of it is refused all the same. */
function safePath(name: string): string {
  const isSafe =
    name !== '' &&
    !/[\\\0]/.test(name) &&
    !name.startsWith('/') &&
    !/^[A-Za-z]:/.test(name) &&
    !name.split('/').includes('..');
  if (!isSafe) throw new ZipError(`has an entry that leads out of it (${JSON.stringify(name)}) and was not opened`);
  return name;
}

function kindOf(name: string, madeBy: number, attributes: number): ZipEntry['kind'] {
  if (name.endsWith('/')) return 'folder';
  const type = madeBy === UNIX ? (attributes >>> 16) & S_IFMT : 0;
  if (type === S_IFLNK) return 'link';
  return type === 0 || type === S_IFREG ? 'file' : 'special';
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  if (position < 0 || !Number.isSafeInteger(position)) throw new ZipError('is damaged or cut off');
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new ZipError('is damaged or cut off');
    filled += bytesRead;
  }
  return buffer;
}
