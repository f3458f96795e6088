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
const LINE_END = 0x0a;
const OWN_START = ',"sha256":"';
const HASHES = /"([0-9a-f]{64})"/g;

/** Lean form of lines that end with a newline each. */
export function toLean(
  records: readonly { readonly line: Buffer; readonly sha256: string }[],
  claim: string | null,
): Buffer {
  const pieces: Buffer[] = [];
  const hashes: Buffer[] = [];
  const seen = new Set<string>();
  const put = (text: string, own: string | null): void => {
    const ownAt = own === null ? -1 : text.lastIndexOf(`${OWN_START}${own}"`) + OWN_START.length - 1;
    let lean = '';
    let from = 0;
    for (const found of text.matchAll(HASHES)) {
      const [, digits = ''] = found;
      const isOwn = found.index === ownAt;
      if (!isOwn && seen.has(digits)) continue;
      lean += text.slice(from, found.index + 1) + (isOwn ? '\u0002' : '\u0001');
      from = found.index + 1 + digits.length;
      if (isOwn) continue;
      seen.add(digits);
      hashes.push(Buffer.from(digits, 'hex'));
    }
    pieces.push(Buffer.from(`${lean}${text.slice(from)}`, 'latin1'));
  };
  if (claim !== null) put(Buffer.from(claim).toString('latin1'), null);
  pieces.push(Buffer.of(END));
  for (const { line, sha256 } of records) {
    put(line.toString('latin1'), sha256);
    pieces.push(Buffer.of(LINE_END));
  }
  return Buffer.concat([...pieces, Buffer.of(END), ...hashes]);
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
  const hashes = lean.subarray(linesEnd + 1);
  if (hashes.length % HASH_BYTES !== 0 || linesEnd + hashes.length * 2 > limit) return null;
  const filled = fillHashes(lean.subarray(0, linesEnd), hashes);
  if (filled === null) return null;
  const lineStart = filled.indexOf(END) + 1;
  const full = fillOwn(filled.subarray(lineStart), limit);
  return full && { ...full, claim: lineStart === 1 ? null : filled.toString('utf8', 0, lineStart - 1) };
}

/** Puts digits where a byte 1 stands; null when there are more or fewer of them than hashes. */
function fillHashes(text: Buffer, hashes: Buffer): Buffer | null {
  const count = hashes.length / HASH_BYTES;
  const filled = Buffer.allocUnsafe(text.length + count * (2 * HASH_BYTES - 1));
  let from = 0;
  let to = 0;
  for (let number = 0; number < count; number += 1) {
    const at = text.indexOf(HASH, from);
    if (at === -1) return null;
    to += text.copy(filled, to, from, at);
    const start = number * HASH_BYTES;
    to += filled.write(hashes.toString('hex', start, start + HASH_BYTES), to, 'latin1');
    from = at + 1;
  }
  if (text.includes(HASH, from)) return null;
  text.copy(filled, to, from);
  return filled;
}

/** Works out the hash of each line that lacks it. */
function fillOwn(lines: Buffer, limit: number): Pick<FullLines, 'bytes' | 'own'> | null {
  const memberBytes = OWN_START.length + 2 * HASH_BYTES + 1;
  const ends: number[] = [];
  for (let end = lines.indexOf(LINE_END); end !== -1; end = lines.indexOf(LINE_END, end + 1)) ends.push(end);
  const room = lines.length + ends.length * (2 * HASH_BYTES - 1);
  if (room > limit || (ends.at(-1) ?? -1) !== lines.length - 1) return null;
  const bytes = Buffer.allocUnsafe(room);
  const own: (string | null)[] = [];
  let from = 0;
  let to = 0;
  let next = lines.indexOf(OWN);
  for (const end of ends) {
    // a line is told by its place
    if (end === from) return null;
    if (next === -1 || next > end) {
      to += lines.copy(bytes, to, from, end + 1);
      own.push(null);
    } else {
      const start = next - OWN_START.length;
      if (start < from || lines.toString('latin1', start, next) !== OWN_START || lines[next + 1] !== 0x22) return null;
      // the line without the member, in one piece; then the member goes in
      const first = to;
      to += lines.copy(bytes, to, from, start);
      const gap = to;
      to += lines.copy(bytes, to, next + 2, end + 1);
      const sha256 = hash('sha256', bytes.subarray(first, to - 1));
      bytes.copyWithin(gap + memberBytes, gap, to);
      bytes.write(`${OWN_START}${sha256}"`, gap, 'latin1');
      to += memberBytes;
      own.push(sha256);
      next = lines.indexOf(OWN, next + 1);
      if (next !== -1 && next <= end) return null;
    }
    from = end + 1;
  }
  return { bytes: bytes.subarray(0, to), own };
}
