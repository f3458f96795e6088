import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON of any JSON value; the caller hashes it (this room has no crypto).
 *
 * @throws {TypeError} for a value JSON cannot carry (undefined, a function, NaN, a cycle).
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}

/** The text whose SHA-256 is `record.sha256`: canonical JSON of every field of the record but `sha256` itself. */
export function canonicalRecordText(record: Readonly<Record<string, unknown>>): string {
  const { sha256: _ignored, ...rest } = record;
  return canonicalText(rest);
}
