import { hash } from 'node:crypto';

/**
 * Lean lines: what a batch is before it is compressed, where both sides know it.
 *
 * A compressor spends 40 bytes and more on 64 hexadecimal digits that nobody can foresee, and everywhere around them it does worse.
 * So hashes stand apart, as the 32 bytes they are, and what the receiver works out by itself is not sent at all:
 *
 *     claim NUL lines NUL hashes
 *
 * `claim` is the audit claim as canonical JSON, or nothing. In claim and lines a byte 1 stands for 64 hexadecimal digits, the next
 * 32 bytes of `hashes`, and a byte 2 for the record's own SHA-256, which is that of its line without that member. JSON holds none
 * of these bytes in the clear. Digits that stood in this batch before are left as they are: repetitions cost a compressor nothing.
 *
 * Nothing is taken on trust: the SHA-256 in the headers is that of the full lines, so what does not come out byte for byte as it
 * was before is refused as a whole.
 */
const END = 0;
const HASH = 1;
const OWN = 2;
const HASH_BYTES = 32;
const DIGITS = 2 * HASH_BYTES;
const LINE_END = 0x0a;
const QUOTE = 0x22;
const OWN_START = Buffer.from(',"sha256":"');
const HEX = Buffer.from('0123456789abcdef');

/** By byte: whether it is a digit of a hash. */
const IS_DIGIT = Uint8Array.from({ length: 256 }, (_, byte) => (HEX.includes(byte) ? 1 : 0));

/**
 * Lean form of lines that end with a newline each.
 * @param records a line without `sha256` keeps its own among the hashes
 * @param said digits that need no place among the hashes: a dictionary has them
 */
export function toLean(
  records: readonly { readonly line: Buffer; readonly sha256: string | null }[],
  claim: string | null,
  said: ReadonlySet<string> = new Set(),
): Buffer {
  const claimBytes = Buffer.from(claim ?? '');
  const room = records.reduce((sum, { line }) => sum + line.length + 1, claimBytes.length + 2);
  // hashes take half the room of the digits they stand for, so all of it fits where it came from
  const lean = Buffer.allocUnsafe(room);
  const hashes = Buffer.allocUnsafe(room >> 1);
  let hashBytes = 0;
  const seen = new Set<string>(said);
  let to = 0;
  const put = (line: Buffer, own: string | null): void => {
    let from = 0;
    const ownAt = own === null ? -1 : line.lastIndexOf(`${OWN_START.toString()}${own}"`) + OWN_START.length;
    for (let at = nextDigits(line, 0); at !== -1; at = nextDigits(line, at + DIGITS + 1)) {
      const isOwn = at === ownAt && own !== null && ownAt >= OWN_START.length;
      const digits = line.toString('latin1', at, at + DIGITS);
      if (!isOwn && seen.has(digits)) continue;
      to += line.copy(lean, to, from, at);
      lean[to] = isOwn ? OWN : HASH;
      to += 1;
      from = at + DIGITS;
      if (isOwn) continue;
      seen.add(digits);
      hashBytes += hashes.write(digits, hashBytes, 'hex');
    }
    to += line.copy(lean, to, from);
  };
  if (claim !== null) put(claimBytes, null);
  lean[to++] = END;
  for (const { line, sha256 } of records) {
    put(line, sha256);
    lean[to++] = LINE_END;
  }
  lean[to++] = END;
  to += hashes.copy(lean, to, 0, hashBytes);
  return lean.subarray(0, to);
}

/** All that stands in a text as 64 digits between quotes. */
export function digitsIn(text: Buffer): Set<string> {
  const found = new Set<string>();
  for (let at = nextDigits(text, 0); at !== -1; at = nextDigits(text, at + DIGITS + 1))
    found.add(text.toString('latin1', at, at + DIGITS));
  return found;
}

/** Where the next 64 digits between quotes begin; -1 for nowhere. */
function nextDigits(line: Buffer, from: number): number {
  // of every 64 digits in a row two stand at places that are multiples of 32: nothing else is looked at
  for (let at = from - (from % HASH_BYTES); at + HASH_BYTES < line.length; at += HASH_BYTES) {
    if (!isDigitAt(line, at) || !isDigitAt(line, at + HASH_BYTES)) continue;
    let start = at;
    while (start > from && start > at - HASH_BYTES && isDigitAt(line, start - 1)) start -= 1;
    if (start === 0 || line[start - 1] !== QUOTE || line[start + DIGITS] !== QUOTE) continue;
    let end = at;
    while (end < start + DIGITS && isDigitAt(line, end)) end += 1;
    if (end === start + DIGITS) return start;
  }
  return -1;
}

function isDigitAt(line: Buffer, at: number): boolean {
  return IS_DIGIT[line[at] ?? 0] === 1;
}

/** What lean lines stand for. */
export type FullLines = {
  /** The lines as they were before. */
  readonly bytes: Buffer;
  /** Of each line its own SHA-256, worked out from it; null where it was not left out. */
  readonly own: readonly (string | null)[];
  /** Canonical JSON of the audit claim. */
  readonly claim: string | null;
};

/**
 * Undoes {@link toLean}. Null for bytes that it never made.
 * @param limit Most bytes of full lines.
 */
export function fromLean(lean: Buffer, limit: number): FullLines | null {
  const claimEnd = lean.indexOf(END);
  const linesEnd = claimEnd === -1 ? -1 : lean.indexOf(END, claimEnd + 1);
  if (linesEnd === -1) return null;
  const reader = hashReader(lean.subarray(0, linesEnd), lean.subarray(linesEnd + 1));
  const claimText = Buffer.allocUnsafe(claimEnd + reader.count * DIGITS);
  const claimBytes = reader.copyTo(claimText, 0, 0, claimEnd);
  const lines = readOwn(lean.subarray(0, linesEnd), claimEnd + 1, reader, limit);
  if (lines === null || !reader.isDone()) return null;
  return { ...lines, claim: claimEnd === 0 ? null : claimText.toString('utf8', 0, claimBytes) };
}

/** Copies text, and puts digits where a byte 1 stands. */
function hashReader(text: Buffer, hashes: Buffer) {
  let next = text.indexOf(HASH);
  let taken = 0;
  return {
    count: Math.ceil(hashes.length / HASH_BYTES),
    /** @returns bytes written */
    copyTo(target: Buffer, place: number, start: number, end: number): number {
      let from = start;
      let to = place;
      while (next !== -1 && next < end && taken + HASH_BYTES <= hashes.length) {
        to += text.copy(target, to, from, next);
        for (let at = taken; at < taken + HASH_BYTES; at += 1) {
          const byte = hashes[at] ?? 0;
          target[to++] = HEX[byte >> 4] ?? 0;
          target[to++] = HEX[byte & 15] ?? 0;
        }
        taken += HASH_BYTES;
        from = next + 1;
        next = text.indexOf(HASH, from);
      }
      to += text.copy(target, to, from, end);
      return to - place;
    },
    /** There were as many places as hashes. */
    isDone: (): boolean => next === -1 && taken === hashes.length,
  };
}

/** Puts the hashes in, and works out that of each line that lacks its own. */
function readOwn(
  text: Buffer,
  start: number,
  reader: ReturnType<typeof hashReader>,
  limit: number,
): Pick<FullLines, 'bytes' | 'own'> | null {
  const memberBytes = OWN_START.length + DIGITS + 1;
  let lineCount = 0;
  let last = start - 1;
  for (let end = text.indexOf(LINE_END, start); end !== -1; end = text.indexOf(LINE_END, end + 1)) {
    lineCount += 1;
    last = end;
  }
  const room = text.length - start + (reader.count + lineCount) * (DIGITS - 1);
  if (room > limit || lineCount === 0 || last !== text.length - 1) return null;
  const bytes = Buffer.allocUnsafe(room);
  const own: (string | null)[] = [];
  let from = start;
  let to = 0;
  let next = text.indexOf(OWN, start);
  while (from < text.length) {
    const end = text.indexOf(LINE_END, from);
    // a line is told by its place
    if (end === from) return null;
    if (next === -1 || next > end) {
      to += reader.copyTo(bytes, to, from, end + 1);
      own.push(null);
    } else {
      const memberAt = next - OWN_START.length;
      if (memberAt < from || !text.subarray(memberAt, next).equals(OWN_START) || text[next + 1] !== QUOTE) return null;
      // the line without the member, in one piece; then the member goes in
      const first = to;
      to += reader.copyTo(bytes, to, from, memberAt);
      const gap = to;
      to += reader.copyTo(bytes, to, next + 2, end + 1);
      const sha256 = hash('sha256', bytes.subarray(first, to - 1));
      bytes.copyWithin(gap + memberBytes, gap, to);
      bytes.set(OWN_START, gap);
      bytes.write(`${sha256}"`, gap + OWN_START.length, 'latin1');
      to += memberBytes;
      own.push(sha256);
      next = text.indexOf(OWN, next + 1);
      if (next !== -1 && next <= end) return null;
    }
    from = end + 1;
  }
  return { bytes: bytes.subarray(0, to), own };
}
