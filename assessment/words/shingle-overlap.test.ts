import { expect, test } from 'vitest';
import { shingleOverlap } from './shingle-overlap.ts';

test('the same words overlap wholly, whatever their punctuation and case', () => {
  expect(
    shingleOverlap('First I stopped the belt, then I called.', 'first i stopped the belt then I called', 'en'),
  ).toBe(1);
  expect(shingleOverlap('我先停机，然后叫班长。', '我先停机然后叫班长', 'zh-CN')).toBe(1);
});

test('two stories of the same kind hardly overlap', () => {
  const one = 'I stopped the belt and told my team leader because there was a crack in the housing';
  const other = 'A box was torn so I put it aside and asked the lead what to do with it';
  expect(shingleOverlap(one, other, 'en')).toBeLessThan(0.1);
  expect(shingleOverlap('我发现外壳裂了就拿出来做了记号', '箱子破了我放到一边去问组长', 'zh-CN')).toBeLessThan(0.1);
});

test('half a script copied stands between, and nothing to compare overlaps with nothing', () => {
  const script = 'a b c d e f g h';
  expect(shingleOverlap(script, 'a b c d e x y z', 'en')).toBeCloseTo(3 / 9, 12);
  expect(shingleOverlap('', '', 'en')).toBe(0);
  expect(shingleOverlap('hello there', 'hello there', 'en')).toBe(0);
});
