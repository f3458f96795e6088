import { expect, test } from 'vitest';
import { createResampler } from './resample.ts';

function tone(frequency: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / rate));
}

function levelDb(samples: Float32Array): number {
  const steady = samples.subarray(800, samples.length - 800);
  const power = steady.reduce((sum, value) => sum + value * value, 0) / steady.length;
  return 10 * Math.log10(2 * power);
}

for (const rate of [44_100, 48_000]) {
  test(`${rate} Hz: tones up to 7 kHz keep their level within 0.1 dB`, () => {
    for (const frequency of [100, 1000, 3400, 7000]) {
      const level = levelDb(createResampler(rate, 16_000).process(tone(frequency, rate, 1)));
      expect(Math.abs(level), `${frequency} Hz`).toBeLessThan(0.1);
    }
  });

  test(`${rate} Hz: tones that would alias are at least 60 dB down`, () => {
    for (const frequency of [8000, 8200, 9000, 12_000, 15_000, 19_000]) {
      const level = levelDb(createResampler(rate, 16_000).process(tone(frequency, rate, 1)));
      expect(level, `${frequency} Hz`).toBeLessThan(-60);
    }
  });

  test(`${rate} Hz: the output does not depend on how the input was cut`, () => {
    const input = tone(777, rate, 1);
    const whole = createResampler(rate, 16_000).process(input);
    const cut = createResampler(rate, 16_000);
    const pieces: number[] = [];
    const sizes = [1, 441, 480, 7, 1024, 3];
    for (let at = 0, turn = 0; at < input.length; turn += 1) {
      const size = sizes.at(turn % sizes.length) ?? 1;
      pieces.push(...cut.process(input.subarray(at, at + size)));
      at += size;
    }
    expect(pieces).toEqual([...whole]);
  });

  test(`${rate} Hz: 10 s give 160 000 samples less the filter's delay`, () => {
    const samples = createResampler(rate, 16_000).process(new Float32Array(rate * 10)).length;
    expect(samples).toBeGreaterThan(159_900);
    expect(samples).toBeLessThanOrEqual(160_000);
  });
}

test('picking every third sample would alias: the bar can be missed', () => {
  const input = tone(9000, 48_000, 1);
  const decimated = input.filter((_, index) => index % 3 === 0);
  expect(levelDb(decimated)).toBeGreaterThan(-1);
});

test('after a reset nothing of the past is left', () => {
  const resampler = createResampler(48_000, 16_000);
  resampler.process(tone(1000, 48_000, 1));
  resampler.reset();
  expect(resampler.process(new Float32Array(4800)).every((value) => value === 0)).toBe(true);
});

test('the same rate passes through', () => {
  const input = tone(440, 16_000, 1);
  expect(createResampler(16_000, 16_000).process(input)).toBe(input);
});
