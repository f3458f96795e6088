import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalRecordText, canonicalText } from '#shared/wire/canonical.ts';
import { isKnownRecord } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { byteCheckOf } from './byte-check.ts';
import { NOT_SURE, valueEnd } from './canonical-bytes.ts';
import { canonicalLineReader } from './read-canonical-line.ts';

const random = seededRandom(20_261_128);
const pick = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
};

/** Whether a text is canonical JSON, as the parser and the writer see it. */
function isCanonical(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '01',
  '1.0',
  '0.1',
  '0.10',
  '1.',
  '.5',
  '1e3',
  '1E3',
  '1e21',
  '1e+21',
  '1e-7',
  '0.000001',
  '0.0000001',
  '123456789012345',
  '1234567890123456',
  '9007199254740993',
  '0.1234567890123456',
  '-0.5',
  '1e999',
  '+1',
  '100',
  '1000000000000000000000',
  '0.30000000000000004',
  '5e-324',
  '-',
  '--1',
  '1-1',
  '4.35',
  '0.00',
  '12.340',
  '0.0000010',
  '-00',
];
const TEXTS = [
  '"a"',
  '"你好"',
  '"\\n"',
  '"\\u000a"',
  '"\\u001f"',
  '"\\u001F"',
  '"\\u0041"',
  '"\\/"',
  '"/"',
  '"\\""',
  '"\\\\"',
  '"\\ud800"',
  '"\u007f"',
  '"\u2028"',
  '"😀"',
  '"\\b\\f\\t\\r"',
  '"\u0001"',
  '"',
  '"\\u000b"',
  '"\\u0008"',
];
const OTHERS = [
  'true',
  'false',
  'null',
  'nul',
  '[]',
  '{}',
  '[1,2]',
  '[1, 2]',
  '[1,]',
  '{"a":1,"b":2}',
  '{"b":1,"a":2}',
  '{"a":1,"a":2}',
  '{"a":1,}',
  '{"__proto__":1}',
  '{"ä":1}',
  '{"10":1,"9":2}',
  '{"9":1,"10":2}',
  '{"a":{"a":[{"b":null}]}}',
  '{"a" :1}',
  '',
  ' 1',
  '{"":1}',
  '{"a":1}x',
];

test('what ends is canonical JSON to its end, whatever was written', () => {
  for (const text of [...NUMBERS, ...TEXTS, ...OTHERS]) {
    for (const [before, after] of [
      ['', ''],
      ['[', ']'],
      ['{"k":', '}'],
      ['[1,', ',"z"]'],
    ] as const) {
      const whole = before + text + after;
      const bytes = Buffer.from(whole);
      expect([whole, valueEnd(bytes, 0) !== bytes.length || isCanonical(whole)]).toEqual([whole, true]);
    }
  }
});

test('plain canonical JSON is not left to the parser (the test above can fail)', () => {
  for (const text of [
    '0',
    '-1',
    '0.1',
    '1e+21',
    '0.30000000000000004',
    '"你好 😀"',
    '"\\n\\u001f"',
    '{"a":1,"b":[true,null,{}]}',
    '{"10":1,"9":2}',
  ])
    expect([text, valueEnd(Buffer.from(text), 0)]).toEqual([text, Buffer.byteLength(text)]);
});

test('values too deep are left to the parser', () => {
  const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
  expect(valueEnd(deep(60), 0)).toBe(120);
  expect(valueEnd(deep(5000), 0)).toBe(NOT_SURE);
});

test.each([
  ['shapes', z.looseObject({ a: z.int().nonnegative(), b: z.string().optional(), d: z.boolean().nullable() })],
  ['strict shapes', z.strictObject({ a: z.number(), b: z.enum(['a', 'b']) })],
  ['stripped shapes', z.object({ a: z.literal([1, '1']), b: z.array(z.string().min(1).max(2)) })],
  ['unions', z.union([z.object({ a: z.string() }), z.strictObject({ b: z.number().max(2) })])],
  [
    'kinds',
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('x'), a: z.int() }), z.object({ kind: z.literal('y') })]),
  ],
  ['patterns', z.object({ a: z.string().regex(/^\d+$/), b: z.iso.datetime() }).partial()],
  ['what only the schema understands', z.object({ a: z.string().refine((text) => text !== 'a') })],
  ['defaults', z.object({ a: z.number().default(1), c: z.record(z.string(), z.number()).optional() })],
] as const)('a check of %s agrees with its schema', (_name, schema) => {
  const check = byteCheckOf(schema);
  const leaves = [
    0,
    1,
    -1,
    2.5,
    3,
    'a',
    'b',
    'abc',
    '',
    '12',
    '2026-11-22T07:00:00.000Z',
    true,
    null,
    ['a'],
    ['abc'],
    [],
    {},
    { z: 1 },
    'x',
    'y',
    '1',
  ];
  const seen = { yes: 0, no: 0 };
  for (let count = 0; count < 20_000; count += 1) {
    const names = ['a', 'b', 'c', 'd', 'kind'].filter(() => random() < 0.5);
    const text = canonicalText(Object.fromEntries(names.map((name) => [name, pick(leaves)])));
    const bytes = Buffer.from(text);
    const isTaken = schema.safeParse(JSON.parse(text)).success;
    expect([text, check(bytes, 0) === bytes.length]).toEqual([text, isTaken]);
    seen[isTaken ? 'yes' : 'no'] += 1;
  }
  expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(10);
});

/** The verdict of the parser. */
function parsed(text: string) {
  const found = WireRecord.safeParse(JSON.parse(text));
  if (!found.success || !isCanonical(text)) return null;
  const { body: _body, ...record } = found.data;
  return { record, isParsed: isKnownRecord(found.data), sha256: hash('sha256', canonicalRecordText(JSON.parse(text))) };
}

test('a line that is read as bytes is read as the parser reads it', () => {
  const media = {
    sha256: 'a'.repeat(64),
    sizeBytes: 1,
    mimeType: 'video/webm',
    kind: 'video' as const,
    recordingId: 'r',
    durationMs: 1,
  };
  const types = [
    sampleRecord(),
    sampleRecord({ media: [media] }),
    sampleRecord({ type: 'session.resumed', body: {} }),
    sampleRecord({ type: 'future.made', body: { text: '再见' }, extra: true }),
    sampleRecord({ type: 'consent.given', body: {}, sessionId: null }),
  ];
  const wrong: Readonly<Record<string, unknown>> = {
    id: 'x',
    deviceId: '',
    bootId: '-',
    seq: -1,
    type: 'No',
    schemaVersion: 0,
    sessionId: 1,
    capturedAt: 'now',
    sha256: 'A',
    media: [{}],
    body: [],
  };
  const read = canonicalLineReader();
  let asBytes = 0;
  for (let count = 0; count < 20_000; count += 1) {
    const record: Record<string, unknown> = { ...pick(types) };
    if (random() < 0.3) record['sha256'] = 'f'.repeat(64);
    const field = pick(Object.keys(wrong));
    if (random() < 0.2) record[field] = wrong[field];
    if (random() < 0.1) delete record[pick(Object.keys(record))];
    const text = random() < 0.1 ? JSON.stringify(record) : canonicalText(record);
    const bytes = Buffer.from(`before\n${text}\nbehind`);
    const found = read(bytes, 7, 7 + Buffer.byteLength(text), null);
    if (found === null) continue;
    asBytes += 1;
    const expected = parsed(text);
    expect({ ...found, record: { ...found.record } }).toEqual({ ...expected, record: pickHead(expected?.record) });
  }
  expect(asBytes).toBeGreaterThan(10_000);
});

function pickHead(record: Partial<WireRecord> | undefined) {
  const { id, deviceId, bootId, seq, type, schemaVersion, sessionId, capturedAt, sha256, media } = record ?? {};
  return {
    id,
    deviceId,
    bootId,
    seq,
    type,
    schemaVersion,
    sessionId,
    capturedAt,
    sha256,
    ...(media === undefined ? {} : { media }),
  };
}
