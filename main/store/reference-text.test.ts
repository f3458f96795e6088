import { array, assert, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { createReferenceText } from './reference-text.ts';

const aReference = stringMatching(/^[ab1]{1,6}$/);

test('finds what looking through each would find, each once', () => {
  assert(
    property(array(aReference, { maxLength: 20 }), stringMatching(/^[ab1]{1,3}$/), (references, part) => {
      const text = createReferenceText();
      for (const [index, reference] of references.entries()) text.add(String(index), reference);
      const wanted = references.flatMap((reference, index) => (reference.includes(part) ? [String(index)] : []));
      expect(text.find(part)).toEqual(wanted);
    }),
  );
});

test('nothing and what spans two texts find nothing', () => {
  const text = createReferenceText();
  text.add('1', 'ab');
  text.add('2', 'ba');
  expect(text.find('')).toEqual([]);
  expect(text.find('b\nb')).toEqual([]);
  expect(text.find('bb')).toEqual([]);
});
