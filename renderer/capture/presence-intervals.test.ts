import { expect, test } from 'vitest';
import { PresenceObservation } from '#shared/presence.ts';
import type { SeenFace } from './face-look.ts';
import { createPresenceIntervals } from './presence-intervals.ts';
import { createPresenceWatch } from './presence-watch.ts';

const PICTURE_MS = 200;
const face = (ear = 0.44, pitch = 0.55): SeenFace => ({
  x: 0.5,
  y: 0.5,
  width: 0.3,
  height: 0.4,
  look: { ear, pitch },
});
const ONE = [face()];
const TURNED = [face(0.8)];
const DOWN = [face(0.44, 0.7)];
const TWO = [face(), face()];

/** Five pictures a second: what each stretch shows, and for how long. */
function watch(stretches: readonly [faces: readonly SeenFace[], ms: number][]): PresenceObservation {
  const intervals = createPresenceIntervals();
  let atMs = 0;
  for (const [faces, ms] of stretches) {
    for (const end = atMs + ms; atMs < end; atMs += PICTURE_MS) intervals.add(faces, atMs);
  }
  return PresenceObservation.parse(intervals.finish(atMs));
}

test('somebody who sits and looks has no events', () => {
  expect(watch([[ONE, 20_000]])).toEqual({ watchedMs: 19_800, absentMs: 0, severalMs: 0, awayMs: 0, events: [] });
});

test('leaving counts from the first empty picture to the first with a face', () => {
  expect(
    watch([
      [ONE, 4000],
      [[], 3000],
      [ONE, 1000],
    ]),
  ).toMatchObject({
    absentMs: 3000,
    events: [{ kind: 'absent', startMs: 4000, endMs: 7000 }],
  });
});

test('two missing pictures are a flicker, three are an absence', () => {
  expect(
    watch([
      [ONE, 4000],
      [[], 400],
      [ONE, 1000],
    ]).events,
  ).toEqual([]);
  expect(
    watch([
      [ONE, 4000],
      [[], 600],
      [ONE, 1000],
    ]).events,
  ).toHaveLength(1);
});

test('a second face counts as several, never as looking away', () => {
  expect(
    watch([
      [ONE, 4000],
      [[face(0.9), face(0.9)], 2000],
      [ONE, 1000],
    ]),
  ).toMatchObject({
    severalMs: 2000,
    awayMs: 0,
    absentMs: 0,
  });
});

test.each([
  ['turned', TURNED],
  ['down', DOWN],
])('a head %s for a second is away, shorter is not', (_name, faces) => {
  expect(
    watch([
      [ONE, 4000],
      [faces, 1000],
      [ONE, 1000],
    ]),
  ).toMatchObject({
    awayMs: 1000,
    events: [{ kind: 'away', startMs: 4000, endMs: 5000 }],
  });
  expect(
    watch([
      [ONE, 4000],
      [faces, 800],
      [ONE, 1000],
    ]).events,
  ).toEqual([]);
});

test('the way a person sits is their own measure: a camera at the side is not looking away', () => {
  expect(watch([[TURNED, 20_000]]).awayMs).toBe(0);
  expect(
    watch([
      [TURNED, 4000],
      [ONE, 2000],
    ]).awayMs,
  ).toBe(2000);
});

test('nothing is told of the first three seconds of looking', () => {
  expect(
    watch([
      [ONE, 1600],
      [TURNED, 1200],
      [ONE, 3000],
    ]).awayMs,
  ).toBe(0);
});

test('what was not looked at is not told: a gap ends an event', () => {
  const intervals = createPresenceIntervals();
  for (const atMs of [0, 200, 400, 600, 800, 5000, 5200]) intervals.add([], atMs);
  const seen = intervals.finish(9000);
  expect(seen.absentMs).toBe(800);
  expect(seen.watchedMs).toBe(1000);
});

test('an event that lasts to the end ends with the recording', () => {
  expect(
    watch([
      [ONE, 4000],
      [TWO, 2000],
    ]).events,
  ).toEqual([{ kind: 'several', startMs: 4000, endMs: 6000 }]);
});

test('a pause does not exist in the time of the recording', () => {
  const answer = createPresenceWatch();
  answer.begin(100_000);
  for (let atMs = 100_000; atMs < 102_000; atMs += PICTURE_MS) answer.see(ONE, atMs);
  answer.pause(102_000);
  expect(answer.isWatching()).toBe(false);
  answer.see([], 102_100);
  answer.resume(160_000);
  for (let atMs = 160_000; atMs < 161_000; atMs += PICTURE_MS) answer.see([], atMs);
  expect(answer.finish(161_000)).toMatchObject({
    absentMs: 1000,
    events: [{ kind: 'absent', startMs: 2000, endMs: 3000 }],
  });
});

test('an answer during which no picture was looked at has no observation', () => {
  const answer = createPresenceWatch();
  answer.begin(0);
  expect(answer.finish(5000)).toBeNull();
  answer.see(ONE, 6000);
  expect(answer.finish(7000)).toBeNull();
});
