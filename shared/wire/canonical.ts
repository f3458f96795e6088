import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON of any JSON value; the caller hashes it (this room has no crypto).
 *
 * A value whose keys stand in order already, as in anything that was canonical JSON before, is written by the engine itself
 * (ECMAScript's own number and string forms are those of RFC 8785); every other value goes the slow way. Both give the same.
 *
 * @throws {TypeError} for a value JSON cannot carry (undefined, a function, NaN, a cycle).
 */
export function canonicalText(value: unknown): string {
  if (isInOrder(value, MAX_DEPTH)) {
    const text = JSON.stringify(value);
    // a lone surrogate is written as an escape, which canonical JSON has no use for
    if (!text.includes('\\ud')) return text;
  }
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}

/** The text whose SHA-256 is `record.sha256`: canonical JSON of every field of the record but `sha256` itself. */
export function canonicalRecordText(record: Readonly<Record<string, unknown>>): string {
  const { sha256: _ignored, ...rest } = record;
  return canonicalText(rest);
}

/** Deeper values go the slow way, which finds cycles. */
const MAX_DEPTH = 64;

/** Whether a value is nothing but plain JSON with the keys of every object in the order of their UTF-16 units. */
function isInOrder(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    for (const each of value) if (!isInOrder(each, depth - 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const fields = value as Record<string, unknown>;
  let before: string | null = null;
  // own keys only: the prototypes let through above have no enumerable ones
  for (const key in fields) {
    if (before !== null && key <= before) return false;
    const each = fields[key];
    if (each !== undefined && !isInOrder(each, depth - 1)) return false;
    before = key;
  }
  return typeof fields['toJSON'] !== 'function';
}
