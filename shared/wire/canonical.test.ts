import { expect, test } from 'vitest';
import { canonicalRecordText, canonicalText } from './canonical.ts';

test('key order and spacing do not change the canonical text', () => {
  expect(canonicalText({ b: [1, { d: '候选人', c: 1e21 }], a: null })).toBe(
    '{"a":null,"b":[1,{"c":1e+21,"d":"候选人"}]}',
  );
});

test('the record text leaves out sha256 and keeps unknown fields', () => {
  expect(canonicalRecordText({ sha256: 'x', id: '1', futureField: true })).toBe('{"futureField":true,"id":"1"}');
});

test('a value without a JSON form is refused', () => {
  expect(() => canonicalText(undefined)).toThrow(TypeError);
  expect(() => canonicalText({ a: Number.NaN })).toThrow('NaN');
});
