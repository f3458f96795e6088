/**
 * Canonical JSON (RFC 8785) looked at as the UTF-8 it came in, in one pass and without making a value of it.
 *
 * Each function is given where something begins and tells where it ends, or `NOT_SURE`: then it is no canonical JSON, or of a kind
 * that is so rare that it is left to the parser (keys that are not ASCII, deep nesting, numbers with many digits that fail the
 * engine's own form). What ends somewhere *is* canonical JSON, provided that the bytes are valid UTF-8.
 */
export const NOT_SURE = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Deeper values are left to the parser. */
export const MAX_DEPTH = 64;
/** Decimals of so many digits are told apart by a double, so none but the shortest form of it has as many or fewer. */
const EXACT_DIGITS = 15;
/** Control characters with a letter of their own: b t n f r. */
const WITH_LETTER = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);
const LETTERS = new Set(Buffer.from('btnfr"\\'));
/** Objects of JavaScript treat it in a way of their own. */
const PROTO = Buffer.from('"__proto__"');
const [TRUE, FALSE, NULL] = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/** Any value. */
export function valueEnd(bytes: Buffer, at: number, depth = MAX_DEPTH): number {
  switch (bytes[at]) {
    case QUOTE:
      return stringEnd(bytes, at);
    case OPEN_BRACE:
      return objectEnd(bytes, at, depth);
    case OPEN_BRACKET:
      return arrayEnd(bytes, at, depth);
    case 0x74:
      return wordEnd(bytes, at, TRUE);
    case 0x66:
      return wordEnd(bytes, at, FALSE);
    case 0x6e:
      return wordEnd(bytes, at, NULL);
    default:
      return numberEnd(bytes, at);
  }
}

/** `true`, `false` or `null`. */
export function wordEnd(bytes: Buffer, at: number, word: Buffer | undefined): number {
  if (word === undefined) return NOT_SURE;
  for (let place = 0; place < word.length; place += 1) if (bytes[at + place] !== word[place]) return NOT_SURE;
  return at + word.length;
}

export function stringEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NOT_SURE;
  for (let place = at + 1; ; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte === QUOTE) return place + 1;
    if (byte < 0x20) return NOT_SURE;
    if (byte !== BACKSLASH) continue;
    place = escapeEnd(bytes, place + 1);
    if (place === NOT_SURE) return NOT_SURE;
  }
}

/** @returns the last byte of an escape whose letter stands at `at` */
function escapeEnd(bytes: Buffer, at: number): number {
  const letter = bytes[at] ?? 0;
  if (LETTERS.has(letter)) return at;
  const digits = bytes.toString('latin1', at, at + 5);
  return /^u00[01][0-9a-f]$/.test(digits) && !WITH_LETTER.has(Number.parseInt(digits.slice(1), 16)) ? at + 4 : NOT_SURE;
}

/** A key: plain ASCII. */
export function keyEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NOT_SURE;
  for (let place = at + 1; ; place += 1) {
    const byte = bytes[place] ?? 0;
    if (byte === QUOTE) return wordEnd(bytes, at, PROTO) === place + 1 ? NOT_SURE : place + 1;
    if (byte < 0x20 || byte >= 0x80 || byte === BACKSLASH) return NOT_SURE;
  }
}

/** Below 0: the key at `a` comes before the one at `b`; their quotes close them. */
export function compareKeys(bytes: Buffer, a: number, other: Buffer, b: number): number {
  for (let place = 1; ; place += 1) {
    const left = bytes[a + place] ?? 0;
    const right = other[b + place] ?? 0;
    if (left !== right) return left === QUOTE ? -1 : right === QUOTE ? 1 : left - right;
    if (left === QUOTE) return 0;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

export function numberEnd(bytes: Buffer, at: number): number {
  let place = bytes[at] === MINUS ? at + 1 : at;
  const first = place;
  while (isDigit(bytes[place] ?? 0)) place += 1;
  const whole = place - first;
  if (whole === 0) return NOT_SURE;
  const isZero = bytes[first] === ZERO;
  let digits = whole;
  let isPlain = !isZero || whole === 1;
  if (bytes[place] === POINT) {
    const point = place;
    place += 1;
    while (isDigit(bytes[place] ?? 0)) place += 1;
    digits += place - point - 1;
    // below a millionth there is an exponent
    const isTiny = isZero && place - point > 6 && bytes.toString('latin1', point + 1, point + 7) === '000000';
    isPlain &&= place > point + 1 && bytes[place - 1] !== ZERO && !isTiny;
  } else {
    isPlain &&= !(isZero && first > at);
  }
  const next = bytes[place] ?? 0;
  if (isPlain && digits <= EXACT_DIGITS && next !== 0x65 && next !== 0x45) return place;
  // the engine's own form is that of RFC 8785
  while (isDigit(bytes[place] ?? 0) || '+-.eE'.includes(String.fromCharCode(bytes[place] ?? 0))) place += 1;
  const text = bytes.toString('latin1', at, place);
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text ? place : NOT_SURE;
}

function arrayEnd(bytes: Buffer, at: number, depth: number): number {
  if (depth === 0) return NOT_SURE;
  let place = at + 1;
  if (bytes[place] === CLOSE_BRACKET) return place + 1;
  for (;;) {
    place = valueEnd(bytes, place, depth - 1);
    if (place === NOT_SURE) return NOT_SURE;
    if (bytes[place] === CLOSE_BRACKET) return place + 1;
    if (bytes[place] !== COMMA) return NOT_SURE;
    place += 1;
  }
}

function objectEnd(bytes: Buffer, at: number, depth: number): number {
  if (depth === 0) return NOT_SURE;
  return membersEnd(bytes, at, (_key, place) => valueEnd(bytes, place, depth - 1));
}

/**
 * An object whose values are looked at by `value`, which is given where the key and the value begin and tells where the value ends.
 */
export function membersEnd(bytes: Buffer, at: number, value: (key: number, place: number) => number): number {
  if (bytes[at] !== OPEN_BRACE) return NOT_SURE;
  let place = at + 1;
  if (bytes[place] === CLOSE_BRACE) return place + 1;
  let before = -1;
  for (;;) {
    const key = place;
    place = keyEnd(bytes, key);
    if (place === NOT_SURE || bytes[place] !== COLON) return NOT_SURE;
    if (before !== -1 && compareKeys(bytes, before, bytes, key) >= 0) return NOT_SURE;
    before = key;
    place = value(key, place + 1);
    if (place === NOT_SURE) return NOT_SURE;
    if (bytes[place] === CLOSE_BRACE) return place + 1;
    if (bytes[place] !== COMMA) return NOT_SURE;
    place += 1;
  }
}
