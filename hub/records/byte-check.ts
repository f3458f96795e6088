import { z } from 'zod';
import {
  CLOSE_BRACKET,
  COMMA,
  compareKeys,
  membersEnd,
  NOT_SURE,
  numberEnd,
  OPEN_BRACKET,
  stringEnd,
  valueEnd,
  wordEnd,
} from './canonical-bytes.ts';

/**
 * Where a value ends that is canonical JSON and of a schema's shape; `NOT_SURE` for every other, which the parser and the schema are
 * then asked about.
 */
export type ByteCheck = (bytes: Buffer, at: number) => number;

/**
 * A schema as a check of the bytes: a value that passes is one the schema takes. Shapes, arrays, unions, words, and numbers and
 * texts within bounds are looked at where they stand; anything else a schema may say is asked of the schema itself, for that part.
 */
export function byteCheckOf(schema: z.core.$ZodType): ByteCheck {
  return made(schema) ?? askedOf(schema);
}

/** Formats of a text that are their pattern and nothing else. */
const PATTERNS: ReadonlySet<string> = new Set(['regex', 'uuid', 'datetime']);

/** Asks the schema itself. */
function askedOf(schema: z.core.$ZodType): ByteCheck {
  return (bytes, at) => {
    const end = valueEnd(bytes, at);
    if (end === NOT_SURE) return NOT_SURE;
    return z.core.safeParse(schema, JSON.parse(bytes.toString('utf8', at, end))).success ? end : NOT_SURE;
  };
}

/** Null for a schema that says more than is understood here. */
function made(schema: z.core.$ZodType): ByteCheck | null {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('coerce' in def && def.coerce) return null;
  switch (def.type) {
    case 'unknown':
    case 'any':
      return hasChecks(def) ? null : (bytes, at) => valueEnd(bytes, at);
    case 'boolean':
      return hasChecks(def) ? null : words(['true', 'false']);
    case 'null':
      return hasChecks(def) ? null : words(['null']);
    case 'enum':
      return hasChecks(def) ? null : words(Object.values(def.entries).map((entry) => JSON.stringify(entry)));
    case 'literal':
      return hasChecks(def) || def.values.some((value) => typeof value !== 'string' && typeof value !== 'number')
        ? null
        : words(def.values.map((value) => JSON.stringify(value)));
    case 'optional':
      // JSON has no `undefined`
      return hasChecks(def) ? null : byteCheckOf(def.innerType);
    case 'nullable': {
      if (hasChecks(def)) return null;
      const inner = byteCheckOf(def.innerType);
      const none = words(['null']);
      return (bytes, at) => (bytes[at] === 0x6e ? none(bytes, at) : inner(bytes, at));
    }
    case 'union': {
      if (hasChecks(def) || ('inclusive' in def && !def.inclusive && !('discriminator' in def))) return null;
      const options = def.options.map(byteCheckOf);
      return (bytes, at) => {
        for (const option of options) {
          const end = option(bytes, at);
          if (end !== NOT_SURE) return end;
        }
        return NOT_SURE;
      };
    }
    case 'array':
      return hasChecks(def) ? null : arrayOf(byteCheckOf(def.element));
    case 'object':
      return hasChecks(def) ? null : objectOf(schema as z.core.$ZodObject);
    case 'number':
      return numberOf(schema as z.core.$ZodNumber);
    case 'string':
      return textOf(schema as z.core.$ZodString);
    default:
      return null;
  }
}

function hasChecks(def: { readonly checks?: readonly unknown[] | undefined }): boolean {
  return (def.checks?.length ?? 0) > 0;
}

/** One of some texts as they stand in JSON. */
function words(texts: readonly string[]): ByteCheck {
  const all = texts.map((text) => Buffer.from(text));
  return (bytes, at) => {
    for (const word of all) {
      const end = wordEnd(bytes, at, word);
      // a number goes on where another ends
      if (end !== NOT_SURE && valueEnd(bytes, at) === end) return end;
    }
    return NOT_SURE;
  };
}

function arrayOf(element: ByteCheck): ByteCheck {
  return (bytes, at) => {
    if (bytes[at] !== OPEN_BRACKET) return NOT_SURE;
    let place = at + 1;
    if (bytes[place] === CLOSE_BRACKET) return place + 1;
    for (;;) {
      place = element(bytes, place);
      if (place === NOT_SURE) return NOT_SURE;
      if (bytes[place] === CLOSE_BRACKET) return place + 1;
      if (bytes[place] !== COMMA) return NOT_SURE;
      place += 1;
    }
  };
}

/** Keys are in order on both sides, so each is compared with the next that is wanted. */
function objectOf(schema: z.core.$ZodObject): ByteCheck | null {
  const { shape, catchall } = schema._zod.def;
  const others = catchall?._zod.def.type ?? 'unknown';
  if (others !== 'unknown' && others !== 'never') return null;
  const wanted = Object.entries(shape)
    .map(([name, field]) => ({
      key: Buffer.from(JSON.stringify(name)),
      check: byteCheckOf(field),
      mayBeAbsent: z.core.safeParse(z.object({ field: field as z.ZodType }), {}).success,
    }))
    .toSorted((a, b) => Buffer.compare(a.key, b.key));
  if (wanted.some(({ key }) => !/^"[\w.-]+"$/.test(key.toString()) || key.includes('__proto__'))) return null;
  return (bytes, at) => {
    let next = 0;
    const end = membersEnd(bytes, at, (key, place) => {
      for (let field = wanted[next]; field !== undefined; field = wanted[next]) {
        const order = compareKeys(bytes, key, field.key, 0);
        if (order < 0) break;
        next += 1;
        if (order === 0) return field.check(bytes, place);
        if (!field.mayBeAbsent) return NOT_SURE;
      }
      return others === 'never' ? NOT_SURE : valueEnd(bytes, place);
    });
    if (end === NOT_SURE) return NOT_SURE;
    for (; next < wanted.length; next += 1) if (wanted[next]?.mayBeAbsent === false) return NOT_SURE;
    return end;
  };
}

/** What a check of a number or a text says, if that is understood. */
function boundsOf(schema: z.core.$ZodNumber | z.core.$ZodString): z.core.$ZodChecks[] {
  const own = schema._zod.def as { readonly check?: string };
  return [...(own.check === undefined ? [] : [schema]), ...(schema._zod.def.checks ?? [])] as z.core.$ZodChecks[];
}

function numberOf(schema: z.core.$ZodNumber): ByteCheck | null {
  const tests: ((value: number) => boolean)[] = [];
  for (const { _zod } of boundsOf(schema)) {
    const { def } = _zod;
    if (def.check === 'number_format' && def.format === 'safeint') tests.push(Number.isSafeInteger);
    else if (def.check === 'greater_than' && typeof def.value === 'number') {
      const { value: bound, inclusive } = def;
      tests.push((value) => (inclusive ? value >= bound : value > bound));
    } else if (def.check === 'less_than' && typeof def.value === 'number') {
      const { value: bound, inclusive } = def;
      tests.push((value) => (inclusive ? value <= bound : value < bound));
    } else return null;
  }
  if (tests.length === 0) return numberEnd;
  return (bytes, at) => {
    const end = numberEnd(bytes, at);
    if (end === NOT_SURE) return NOT_SURE;
    const value = Number(bytes.toString('latin1', at, end));
    for (const test of tests) if (!test(value)) return NOT_SURE;
    return end;
  };
}

function textOf(schema: z.core.$ZodString): ByteCheck | null {
  const tests: ((value: string) => boolean)[] = [];
  for (const { _zod } of boundsOf(schema)) {
    const { def } = _zod;
    if (def.check === 'max_length') tests.push((value) => value.length <= def.maximum);
    else if (def.check === 'min_length') tests.push((value) => value.length >= def.minimum);
    else if (def.check === 'string_format' && PATTERNS.has(def.format) && def.pattern !== undefined) {
      const { pattern } = def;
      if (pattern.global || pattern.sticky) return null;
      tests.push((value) => pattern.test(value));
    } else return null;
  }
  if (tests.length === 0) return stringEnd;
  return (bytes, at) => {
    const end = stringEnd(bytes, at);
    if (end === NOT_SURE) return NOT_SURE;
    const value = JSON.parse(bytes.toString('utf8', at, end)) as string;
    for (const test of tests) if (!test(value)) return NOT_SURE;
    return end;
  };
}
