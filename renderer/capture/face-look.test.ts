import { expect, test } from 'vitest';
import { faceLook } from './face-look.ts';

/** Right eye, left eye, nose, mouth, right ear, left ear of somebody who faces the camera. */
const STRAIGHT = [
  { x: 0.45, y: 0.4 },
  { x: 0.55, y: 0.4 },
  { x: 0.49, y: 0.46 },
  { x: 0.5, y: 0.51 },
  { x: 0.4, y: 0.42 },
  { x: 0.6, y: 0.42 },
];

test('a face towards the camera has its nose between the ears and between eyes and mouth', () => {
  const look = faceLook(STRAIGHT);
  expect(look?.ear).toBeCloseTo(0.45, 5);
  expect(look?.pitch).toBeCloseTo(0.06 / 0.11, 5);
});

test('turning moves the nose towards one ear', () => {
  const turned = STRAIGHT.with(2, { x: 0.56, y: 0.46 });
  expect(faceLook(turned)?.ear).toBeCloseTo(0.8, 5);
});

test('points that are missing or lie on one spot tell nothing', () => {
  expect(faceLook(STRAIGHT.slice(0, 5))).toBeNull();
  expect(faceLook(STRAIGHT.with(5, { x: 0.4, y: 0.42 }))).toBeNull();
});
