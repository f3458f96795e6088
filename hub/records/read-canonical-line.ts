import { hash } from 'node:crypto';
import { knownBodyOf } from '#shared/wire/known-records.ts';
import { MediaReference, WireRecord } from '#shared/wire/record.ts';
import type { RecordHead } from '../store/hub-store.ts';
import { type ByteCheck, byteCheckOf } from './byte-check.ts';
import { compareKeys, membersEnd, NOT_SURE, valueEnd } from './canonical-bytes.ts';

/** A line that is canonical JSON of a sound record. */
export interface CanonicalLine {
  readonly record: RecordHead;
  /** As `isKnownRecord`. */
  readonly isParsed: boolean;
  /** SHA-256 of the record as it has to be. */
  readonly sha256: string;
}

/** Fields of a record but its body, in the order of canonical JSON. */
const FIELDS = Object.entries(WireRecord.shape)
  .filter(([name]) => name !== 'body')
  .map(([name, schema]) => ({ name, key: Buffer.from(`"${name}"`), check: byteCheckOf(schema) }))
  .toSorted((a, b) => Buffer.compare(a.key, b.key));
const BODY = Buffer.from('"body"');
const OPTIONAL: ReadonlySet<string> = new Set(['media']);

const bodyChecks = new Map<string, ByteCheck | null>();

/** Null where this release does not know the type or the version. */
function bodyCheckOf(type: string, schemaVersion: number): ByteCheck | null {
  const name = `${type} ${schemaVersion}`;
  const known = bodyChecks.get(name);
  if (known !== undefined) return known;
  const schema = knownBodyOf(type, schemaVersion);
  if (schema === undefined) return null;
  const check = byteCheckOf(schema);
  bodyChecks.set(name, check);
  return check;
}

/**
 * Reads lines without making a value of what they say. The bytes must be valid UTF-8.
 *
 * @returns null for a line that is to be read by the parser instead: one that is not sound, or not canonical, or of a rare kind.
 * Whatever is read here the parser would read the same.
 */
export function canonicalLineReader() {
  // lines of one type follow each other: the body, which comes first, is looked at as one of the type before
  let guess: { readonly type: string; readonly schemaVersion: number } | null = null;

  /** @param own SHA-256 of the line without that member, where it was worked out already */
  return function readCanonicalLine(
    bytes: Buffer,
    start: number,
    end: number,
    own: string | null,
  ): CanonicalLine | null {
    const found = new Map<string, string>();
    const before = guess;
    let body = NOT_SURE;
    let isGuessRight = false;
    let hashAt = NOT_SURE;
    let field = 0;
    const lineEnd = membersEnd(bytes, start, (key, place) => {
      if (compareKeys(bytes, key, BODY, 0) === 0) {
        body = place;
        const check = before && bodyCheckOf(before.type, before.schemaVersion);
        const guessed = check === null ? NOT_SURE : check(bytes, place);
        isGuessRight = guessed !== NOT_SURE;
        return isGuessRight ? guessed : valueEnd(bytes, place);
      }
      for (; field < FIELDS.length; field += 1) {
        const wanted = FIELDS[field];
        if (wanted === undefined) break;
        const order = compareKeys(bytes, key, wanted.key, 0);
        if (order < 0) break;
        if (order > 0) continue;
        field += 1;
        const valueStops = wanted.check(bytes, place);
        if (valueStops === NOT_SURE) return NOT_SURE;
        if (wanted.name === 'sha256') hashAt = key;
        found.set(wanted.name, bytes.toString('utf8', place, valueStops));
        return valueStops;
      }
      return valueEnd(bytes, place);
    });
    if (lineEnd !== end || body === NOT_SURE || hashAt === NOT_SURE) return null;
    if (FIELDS.some(({ name }) => !found.has(name) && !OPTIONAL.has(name))) return null;

    const record = headOf(found);
    const { type, schemaVersion, sha256 } = record;
    guess = { type, schemaVersion };
    const check = bodyCheckOf(type, schemaVersion);
    const isGuessed = before !== null && before.type === type && before.schemaVersion === schemaVersion;
    const isKnown = isGuessed ? isGuessRight : check !== null && check(bytes, body) !== NOT_SURE;
    // whether it is of the shape this release knows is for the schema to say
    if (check !== null && !isKnown) return null;
    return { record, isParsed: isKnown, sha256: own ?? hashWithout(bytes, start, end, hashAt, sha256.length) };
  };
}

/** The fields are of the shape of a record: each was checked. */
function headOf(found: ReadonlyMap<string, string>): RecordHead {
  const value = (name: string): unknown => JSON.parse(found.get(name) ?? 'null');
  const text = (name: string): string => (found.get(name) ?? '""').slice(1, -1);
  const sessionId = found.get('sessionId') ?? 'null';
  const media = found.get('media');
  return {
    id: text('id'),
    deviceId: text('deviceId'),
    bootId: text('bootId'),
    seq: Number(found.get('seq')),
    type: text('type'),
    schemaVersion: Number(found.get('schemaVersion')),
    sessionId: sessionId === 'null' ? null : sessionId.slice(1, -1),
    capturedAt: text('capturedAt'),
    sha256: text('sha256'),
    ...(media === undefined ? {} : { media: MediaReference.array().parse(value('media')) }),
  };
}

/** SHA-256 of a line without its hash; a member before it is certain, since keys are in order and `id` has to be there. */
function hashWithout(bytes: Buffer, start: number, end: number, hashAt: number, digits: number): string {
  const memberEnd = hashAt + '"sha256":""'.length + digits;
  return hash('sha256', Buffer.concat([bytes.subarray(start, hashAt - 1), bytes.subarray(memberEnd, end)]));
}
