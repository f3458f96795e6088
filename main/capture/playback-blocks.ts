/** Element ids of RFC 9559 §5.1 (Matroska) and RFC 8794 §11 (EBML). */
const EBML_HEADER = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const OTHERS = new Set([
  EBML_HEADER,
  0x114d9b74, // SeekHead
  0x1549a966, // Info
  0x1654ae6b, // Tracks
  0x1c53bb6b, // Cues
  0x1254c367, // Tags
  0xe7, // Timestamp
  0xa7, // Position
  0xab, // PrevSize
  0xec, // Void
  0xbf, // CRC-32
]);
export interface WholeBlocks {
  /** Frames and sound packets that are wholly there, before the first byte that is not Matroska. */
  blocks: number;
  /** Length of the file up to the end of the last of them; 0 without any. */
  endBytes: number;
}

/** Number of bytes of the variable-length integer that starts with this byte; 9 when there is none. */
function lengthOf(first: number): number {
  return Math.clz32(first) - 23;
}

/** Id, size and length of the header at `at`; null when it is none. A size of all ones means "until the parent ends". */
function headerAt(
  bytes: Buffer,
  at: number,
): { id: number; sizeBytes: number | 'unknown'; headerBytes: number } | null {
  const idLength = lengthOf(bytes[at] ?? 0);
  if (idLength > 4 || at + idLength >= bytes.length) return null;
  const sizeAt = at + idLength;
  const first = bytes[sizeAt] ?? 0;
  const sizeLength = lengthOf(first);
  if (sizeLength > 8 || sizeAt + sizeLength > bytes.length) return null;
  const mask = 0xff >> sizeLength;
  let sizeBytes = first & mask;
  let isUnknown = sizeBytes === mask;
  for (const byte of bytes.subarray(sizeAt + 1, sizeAt + sizeLength)) {
    sizeBytes = sizeBytes * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return {
    id: bytes.readUIntBE(at, idLength),
    sizeBytes: isUnknown ? 'unknown' : sizeBytes,
    headerBytes: idLength + sizeLength,
  };
}

/** Walks over the elements of a Matroska or WebM file and stops at the first that is cut off or unknown. */
export function findWholeBlocks(bytes: Buffer): WholeBlocks {
  let at = 0;
  const found: WholeBlocks = { blocks: 0, endBytes: 0 };
  while (at < bytes.length) {
    const header = headerAt(bytes, at);
    if (header === null || (at === 0 && header.id !== EBML_HEADER)) return found;
    at += header.headerBytes;
    // their children follow as if they stood beside them
    if (header.id === SEGMENT || header.id === CLUSTER) continue;
    const isBlock = header.id === SIMPLE_BLOCK || header.id === BLOCK_GROUP;
    if (header.sizeBytes === 'unknown' || !(isBlock || OTHERS.has(header.id))) return found;
    at += header.sizeBytes;
    if (isBlock && at <= bytes.length) {
      found.blocks += 1;
      found.endBytes = at;
    }
  }
  return found;
}
