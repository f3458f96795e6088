import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterReveal } from './after-reveal.ts';

test('a level is alike, kept, or moved towards the machine or elsewhere', () => {
  expect(
    afterReveal([
      { blind: 3, machine: 3, final: 3, reason: null },
      { blind: 2, machine: 4, final: 2, reason: null },
      { blind: 2, machine: 4, final: 3, reason: 'asr_missed' },
      { blind: 2, machine: 4, final: 5, reason: 'asr_missed' },
      { blind: 3, machine: 3, final: 4, reason: 'anchor_misread' },
      { blind: 2, machine: 4, final: 1, reason: 'other' },
      // as far on the other side: no nearer
      { blind: 2, machine: 3, final: 4, reason: 'other' },
    ]),
  ).toEqual({
    alike: 1,
    kept: 1,
    // 2 to 5 beside 4 came nearer
    towards: 2,
    elsewhere: 3,
    reasons: [
      { reason: 'asr_missed', count: 2 },
      { reason: 'other', count: 2 },
      { reason: 'anchor_misread', count: 1 },
    ],
  });
});

test('each level is counted once', () => {
  const level = fc.integer({ min: 1, max: 5 });
  const revealed = fc.record({ blind: level, machine: level, final: level, reason: fc.constant(null) });
  fc.assert(
    fc.property(fc.array(revealed), (levels) => {
      const { alike, kept, towards, elsewhere } = afterReveal(levels);
      expect(alike + kept + towards + elsewhere).toBe(levels.length);
    }),
  );
});
