import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, crc32, zstdCompress } from 'node:zlib';
import type { AuditClaim, AuditHead } from '#shared/wire/audit-head.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { HeldRecord, OutgoingRecord } from '../target.ts';
import { digitsIn, toLean } from './lean-lines.ts';
import { WIRE_DICTIONARY } from './wire-dictionary.ts';

/**
 * A batch of few records, packed: what both sides hold already is not said again. A record alone is mostly names, which the records
 * before it said too, and headers, which follow from the records.
 *
 *     version · CRC-32 of the rest · audit claim · records it refers to · hashes · zstd(lean lines)
 *
 * - Numbers are LEB128. Hashes and signatures stand outside what is compressed: nothing makes them shorter.
 * - The dictionary is the released one, and behind it the lean text of records of the same device that the hub confirmed, named by
 *   their hub's numbers. Whoever names them shows the hash of the whole: they can be used only by who has them.
 * - A brief claim says of the line the hub holds that it is still the same, by its hash; the hub holds the rest of that head itself.
 */
const VERSION = 1;
export const CHECK_BYTES = 16;
const HASH_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** Few bytes: the hardest search is cheap. */
const LEVEL = 19;
/** More is no packed batch. */
const MAX_REFERENCES = 64;

const zstd = promisify(zstdCompress);

/** Of an audit claim what the other side does not hold. */
export type BriefClaim = Pick<AuditHead, 'seq' | 'sha256' | 'signedAt' | 'signature'> & {
  readonly heldSeq: number;
  /** The first bytes of the hash of that line, hex. */
  readonly heldCheck: string;
};

/** A packed batch, before it is decompressed. */
export type PackedBatch = {
  /** `inside`: it stands in front of the lines, whole. */
  readonly claim: BriefClaim | 'none' | 'inside';
  /** Numbers of the records that are referred to, and a hash that whoever refers to them must have. */
  readonly references: { readonly hubSeqs: readonly number[]; readonly check: Buffer } | null;
  readonly hashes: Buffer;
  readonly compressed: Buffer;
};

/** The brief form of a claim; null when it has to be made whole. */
export function briefClaim({ head, heldSeq, atHeld }: AuditClaim): BriefClaim | null {
  const isWhole = atHeld === null || atHeld.seq !== heldSeq || atHeld.publicKey !== head.publicKey;
  if (isWhole || new Date(head.signedAt).toISOString() !== head.signedAt) return null;
  const { seq, sha256, signedAt, signature } = head;
  return { seq, sha256, signedAt, signature, heldSeq, heldCheck: atHeld.sha256.slice(0, 2 * CHECK_BYTES) };
}

/** What a packed batch is compressed with. */
export function packedDictionary(lines: readonly Buffer[]): { readonly bytes: Buffer; readonly check: Buffer } {
  if (lines.length === 0) return { bytes: WIRE_DICTIONARY.bytes, check: Buffer.alloc(0) };
  const text = toLean(
    lines.map((line) => ({ line, sha256: null })),
    null,
  );
  const bytes = Buffer.concat([WIRE_DICTIONARY.bytes, text.subarray(0, text.lastIndexOf('\n') + 1)]);
  return { bytes, check: hash('sha256', bytes, 'buffer').subarray(0, CHECK_BYTES) };
}

/** Packs records; the content alone tells the batch, so that every retry has the same key. */
export async function packBatch(
  records: readonly OutgoingRecord[],
  claim: AuditClaim | null,
  options: { readonly held: readonly HeldRecord[]; readonly mayBeBrief: boolean },
): Promise<Buffer<ArrayBuffer>> {
  const held = options.held.slice(-MAX_REFERENCES).toSorted((a, b) => a.hubSeq - b.hubSeq);
  const { bytes: dictionary, check } = packedDictionary(held.map(({ line }) => line));
  const brief = claim !== null && options.mayBeBrief ? briefClaim(claim) : null;
  const lean = toLean(records, claim === null || brief !== null ? null : canonicalText(claim), digitsIn(dictionary));
  const textEnd = lean.indexOf(0, lean.indexOf(0) + 1) + 1;
  const text = lean.subarray(0, textEnd);
  const hashes = lean.subarray(textEnd);
  const compressed = await zstd(text, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    pledgedSrcSize: text.length,
    dictionary,
  });
  const rest = Buffer.concat([
    Buffer.of(brief !== null ? 2 : claim !== null ? 1 : 0),
    ...(brief === null
      ? []
      : [
          number(brief.seq),
          Buffer.from(brief.sha256, 'hex'),
          number(Date.parse(brief.signedAt)),
          Buffer.from(brief.signature, 'base64url'),
          number(brief.heldSeq),
          Buffer.from(brief.heldCheck, 'hex'),
        ]),
    ...runsOf(held.map(({ hubSeq }) => hubSeq)),
    check,
    number(hashes.length / HASH_BYTES),
    hashes,
    compressed,
  ]);
  const start = Buffer.of(VERSION, 0, 0, 0, 0);
  start.writeUInt32LE(crc32(rest), 1);
  return Buffer.concat([start, rest]);
}

/** Null for bytes that {@link packBatch} never made. */
export function unpackBatch(body: Buffer): PackedBatch | null {
  let at = 0;
  let isCut = false;
  const take = (bytes: number): Buffer => {
    isCut ||= at + bytes > body.length;
    at += bytes;
    return body.subarray(at - bytes, at);
  };
  const readNumber = (): number => {
    let value = 0;
    for (let shift = 0; shift < 8; shift += 1) {
      const byte = take(1)[0] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    isCut = true;
    return 0;
  };
  if (body.length < 6 || take(1)[0] !== VERSION) return null;
  // damage on the way must not look like another audit log
  if (take(4).readUInt32LE() !== crc32(body.subarray(at))) return null;
  const [kind = 0] = take(1);
  if (kind > 2) return null;
  const claim = kind === 0 ? 'none' : kind === 1 ? 'inside' : readBrief();
  const hubSeqs: number[] = [];
  for (let runs = readNumber(); runs > 0; runs -= 1) {
    const first = (hubSeqs.at(-1) ?? 0) + readNumber();
    const length = readNumber();
    if (isCut || hubSeqs.length + length > MAX_REFERENCES) return null;
    for (let step = 0; step < length; step += 1) hubSeqs.push(first + step);
  }
  const check = take(hubSeqs.length === 0 ? 0 : CHECK_BYTES);
  const hashCount = readNumber();
  if (isCut || hashCount * HASH_BYTES > body.length) return null;
  const hashes = take(hashCount * HASH_BYTES);
  if (isCut || claim === null) return null;
  return { claim, references: hubSeqs.length === 0 ? null : { hubSeqs, check }, hashes, compressed: body.subarray(at) };

  function readBrief(): BriefClaim | null {
    const seq = readNumber();
    const sha256 = take(HASH_BYTES).toString('hex');
    const atMs = readNumber();
    const signature = take(SIGNATURE_BYTES).toString('base64url');
    const heldSeq = readNumber();
    const heldCheck = take(CHECK_BYTES).toString('hex');
    if (isCut || atMs > 8.64e15) return null;
    return { seq, sha256, signedAt: new Date(atMs).toISOString(), signature, heldSeq, heldCheck };
  }
}

/** Rising numbers as runs: how far from the last, how many. They mostly follow each other. */
function runsOf(numbers: readonly number[]): Buffer[] {
  const runs: { readonly first: number; length: number }[] = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && each === last.first + last.length) last.length += 1;
    else runs.push({ first: each, length: 1 });
  }
  let before = 0;
  return [
    number(runs.length),
    ...runs.flatMap(({ first, length }) => {
      const step = first - before;
      before = first + length - 1;
      return [number(step), number(length)];
    }),
  ];
}

/** LEB128. */
function number(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}
