import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, valueAt, withValue } from './value-at.ts';

const post = { title: { en: 'a' }, items: [{ prompt: { en: 'b' }, bankId: 'x' }, { prompt: { en: 'c' } }] };

test('what was put at a path stands there, and the old value is as it was', () => {
  fc.assert(
    fc.property(fc.nat(1), fc.string(), (at, text) => {
      const path = ['items', at, 'prompt', 'en'];
      const next = withValue(post, path, text);
      expect(valueAt(next, path)).toBe(text);
      expect(valueAt(post, path)).toBe(at === 0 ? 'b' : 'c');
      // what is not on the path is the same object: nothing else is drawn anew
      expect(next.title).toBe(post.title);
    }),
  );
});

test('nothing at the path takes an optional part away, and a path that leads nowhere changes nothing', () => {
  expect(withValue(post, ['items', 0, 'bankId'], undefined).items[0]).toEqual({ prompt: { en: 'b' } });
  expect(valueAt(post, ['items', 7, 'prompt'])).toBeUndefined();
  expect(withValue(post, ['items', 7], 1)).toEqual(post);
  expect(valueAt(withValue(post, [], 3), [])).toBe(3);
});

test('a path is within another that it goes through', () => {
  expect(isWithin(['items', 1, 'prompt'], ['items', 1])).toBe(true);
  expect(isWithin(['items', 1], ['items', 1, 'prompt'])).toBe(false);
});
