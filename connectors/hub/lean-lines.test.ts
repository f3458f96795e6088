import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '#shared/wire/canonical.ts';
import { fromLean, toLean } from './lean-lines.ts';

const LIMIT = 1_000_000;
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    hex,
    fc.constant(null),
    tie('list'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
})).any;

function recordOf(fields: Record<string, unknown>): { line: Buffer; sha256: string } {
  const sha256 = hash('sha256', canonicalText(fields));
  return { sha256, line: Buffer.from(canonicalText({ ...fields, sha256 })) };
}

const fields = fc.record({
  body: value,
  hashes: fc.array(hex, { maxLength: 3 }),
  type: fc.constant('test.done'),
  zeta: value,
});

describe('lean lines', () => {
  test('come back byte for byte, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fields, { minLength: 1, maxLength: 5 }), fc.option(hex), (list, claimed) => {
        const records = list.map(recordOf);
        const claim = claimed === null ? null : canonicalText({ head: { sha256: claimed } });
        const full = fromLean(toLean(records, claim), LIMIT);
        expect(full?.bytes.toString()).toBe(records.map(({ line }) => `${line.toString()}\n`).join(''));
        expect(full?.own).toEqual(records.map(({ sha256 }) => sha256));
        expect(full?.claim).toBe(claim);
      }),
      { numRuns: 200 },
    );
  });

  test('a record whose hash is wrong does not come back as it was', () => {
    const record = recordOf({ body: 'a', type: 'test.done' });
    const wrong = {
      sha256: 'f'.repeat(64),
      line: Buffer.from(record.line.toString().replace(record.sha256, 'f'.repeat(64))),
    };
    expect(fromLean(toLean([wrong], null), LIMIT)?.bytes.toString()).toBe(`${record.line.toString()}\n`);
  });

  test('a hash said twice is sent once', () => {
    const one = recordOf({ body: ['a'.repeat(64)], type: 'test.done' });
    const two = recordOf({ body: ['a'.repeat(64), 'a'.repeat(64)], type: 'test.done' });
    const bytesApart = (records: Parameters<typeof toLean>[0]): number => {
      const lean = toLean(records, null);
      return lean.length - 1 - lean.lastIndexOf('\n\0');
    };
    expect(bytesApart([two])).toBe(bytesApart([one]));
    expect(fromLean(toLean([one, two], null), LIMIT)?.bytes.toString()).toBe(
      `${one.line.toString()}\n${two.line.toString()}\n`,
    );
  });

  test('bytes that are no lean lines are told apart, and none of them throws', () => {
    const lean = toLean([recordOf({ body: 'b'.repeat(64), type: 'test.done' })], null);
    expect(fromLean(Buffer.from('{"a":1}\n'), LIMIT)).toBeNull();
    expect(fromLean(lean.subarray(0, -1), LIMIT)).toBeNull();
    expect(fromLean(Buffer.concat([lean, Buffer.alloc(32)]), LIMIT)).toBeNull();
    expect(fromLean(lean, 100)).toBeNull();
    expect(fromLean(Buffer.from('\0{"a":"\u0002"}\n\0'), LIMIT)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (noise, at) => {
        const bytes = Buffer.from(lean);
        bytes.set(noise.subarray(0, bytes.length), 0);
        fromLean(bytes, LIMIT);
        const flipped = Buffer.from(lean);
        const place = at % flipped.length;
        flipped[place] = (flipped[place] ?? 0) ^ (1 + (at % 255));
        // a line that is not what it was is for the hash in the headers to find
        expect(fromLean(flipped, LIMIT)?.bytes.equals(fromLean(lean, LIMIT)?.bytes ?? Buffer.of())).not.toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
