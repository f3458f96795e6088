import { array, assert, constantFrom, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { createReferenceText } from './reference-text.ts';

const lists = constantFrom(/^[ab1]{1,6}$/, /^[ab1]{4}$/).chain((pattern) =>
  array(stringMatching(pattern), { maxLength: 20 }),
);

test('finds what looking through each would find, each once', () => {
  assert(
    property(lists, stringMatching(/^[ab1]{1,3}$/), (references, part) => {
      const items = references.map((reference, index) => ({ reference, index }));
      const text = createReferenceText<(typeof items)[number]>(({ reference }) => reference);
      for (const item of items) text.add(item);
      expect(text.find(part)).toEqual(items.filter(({ reference }) => reference.includes(part)));
    }),
  );
});

test('nothing and what spans two texts find nothing', () => {
  const text = createReferenceText<string>((each) => each);
  text.add('ab');
  text.add('ba');
  expect(text.find('')).toEqual([]);
  expect(text.find('b\nb')).toEqual([]);
  expect(text.find('bb')).toEqual([]);
});
