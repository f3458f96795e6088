import { createHash } from 'node:crypto';

/** What a cell of a row may hold. */
export type Cell = string | number | Buffer | null;

/** One row as it stands after a transaction; null when it is gone. */
export interface RowImage {
  readonly table: string;
  readonly rowId: number;
  readonly row: Readonly<Record<string, Cell>> | null;
}

/** One transaction: every row it touched, as it left them. */
export interface JournalEntry {
  /** From 1, without gaps, over the whole life of a workspace. */
  readonly sequence: number;
  readonly rows: readonly RowImage[];
}

/** `\x89AJ1`: an entry begins. A byte no text begins with, so that damage is not taken for one. */
const MAGIC = Buffer.from([0x89, 0x41, 0x4a, 0x31]);
const HASH_BYTES = 32;
/** Magic, length of the payload (u32), sequence (f64), SHA-256 over sequence and payload. */
const HEADER_BYTES = MAGIC.length + 4 + 8 + HASH_BYTES;
/** No transaction of the kiosk comes near it; a larger length is damage. */
const MAX_PAYLOAD = 256 * 1024 * 1024;

function hashOf(sequence: Buffer, payload: Buffer): Buffer {
  return createHash('sha256').update(sequence).update(payload).digest();
}

/** The same text as with {@link toJson}, which is asked of every cell and costs four times as much, where there is no blob. */
function rowsText(rows: readonly RowImage[]): string {
  const hasBlob = rows.some(({ row }) => row !== null && Object.values(row).some((cell) => cell instanceof Uint8Array));
  return hasBlob ? JSON.stringify(rows, toJson) : JSON.stringify(rows);
}

/** A blob is the one cell JSON has no word for. */
function toJson(_key: string, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'Buffer' && 'data' in value) {
    return { blob: Buffer.from(value.data as number[]).toString('base64') };
  }
  return value;
}

function fromJson(_key: string, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && 'blob' in value && typeof value.blob === 'string') {
    return Buffer.from(value.blob, 'base64');
  }
  return value;
}

/** An entry as bytes that can be told, each by itself, from damaged ones. */
export function encodeEntry({ sequence, rows }: JournalEntry): Buffer {
  const payload = Buffer.from(rowsText(rows), 'utf8');
  const number = Buffer.alloc(8);
  number.writeDoubleLE(sequence);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(payload.length);
  return Buffer.concat([MAGIC, length, number, hashOf(number, payload), payload]);
}

/** What was found in the bytes of a journal. */
export interface JournalContent {
  /** In the order of the file. */
  readonly entries: readonly JournalEntry[];
  /** Bytes that belong to no readable entry: damage, or what was being written when the power went. */
  readonly damaged: readonly { readonly offset: number; readonly bytes: number }[];
  /** Where the last readable entry ends. */
  readonly end: number;
}

function entryAt(bytes: Buffer, offset: number): { entry: JournalEntry; end: number } | null {
  if (bytes.length - offset < HEADER_BYTES || !bytes.subarray(offset, offset + MAGIC.length).equals(MAGIC)) return null;
  const length = bytes.readUInt32LE(offset + 4);
  const start = offset + HEADER_BYTES;
  if (length > MAX_PAYLOAD || start + length > bytes.length) return null;
  const number = bytes.subarray(offset + 8, offset + 16);
  const payload = bytes.subarray(start, start + length);
  if (!hashOf(number, payload).equals(bytes.subarray(offset + 16, start))) return null;
  const rows = JSON.parse(payload.toString('utf8'), fromJson) as RowImage[];
  return { entry: { sequence: number.readDoubleLE(), rows }, end: start + length };
}

/** Reads every entry that is whole; damage costs the entries it lies in, not those behind it. */
export function decodeJournal(bytes: Buffer): JournalContent {
  const entries: JournalEntry[] = [];
  const damaged: { offset: number; bytes: number }[] = [];
  let offset = 0;
  let end = 0;
  while (offset < bytes.length) {
    const found = entryAt(bytes, offset);
    if (found) {
      entries.push(found.entry);
      offset = found.end;
      end = offset;
      continue;
    }
    const start = offset;
    do {
      const next = bytes.indexOf(MAGIC, offset + 1);
      offset = next === -1 ? bytes.length : next;
    } while (offset < bytes.length && entryAt(bytes, offset) === null);
    damaged.push({ offset: start, bytes: offset - start });
  }
  return { entries, damaged, end };
}
