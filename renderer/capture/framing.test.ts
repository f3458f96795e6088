import { expect, test } from 'vitest';
import { adviseFraming, createFramingAdviser, measureLight } from './framing.ts';
import type { FaceBox, LumaFrame } from './framing.ts';

const WIDTH = 160;
const HEIGHT = 120;
const SEATED: FaceBox = { x: 0.5, y: 0.47, width: 0.32, height: 0.42 };

/** A flat background with a textured ellipse (darker eyes, lighter cheeks) where the face is. */
function picture(background: number, face: number, box: FaceBox = SEATED): LumaFrame {
  const luma = new Uint8Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const dx = (column / WIDTH - box.x) / (box.width / 2);
      const dy = (row / HEIGHT - box.y) / (box.height / 2);
      const texture = (column + row) % 2 === 0 ? 10 : -10;
      const value = dx * dx + dy * dy <= 1 ? face + texture : background + texture;
      luma[row * WIDTH + column] = Math.max(0, Math.min(255, value));
    }
  }
  return { luma, width: WIDTH, height: HEIGHT };
}

test('measures the face, not the picture', () => {
  const light = measureLight(picture(167, 26), SEATED);
  expect(light.subject).toBeCloseTo(26, -1);
  expect(light.background).toBeGreaterThan(150);
  expect(light.mean).toBeGreaterThan(130);
});

test.each([
  ['ok', picture(155, 144), [SEATED]],
  ['too_dark', picture(38, 36), [SEATED]],
  ['backlit', picture(190, 26), [SEATED]],
  ['no_face', picture(155, 144), []],
  ['too_far', picture(170, 167), [{ ...SEATED, width: 0.07, height: 0.1 }]],
  ['too_near', picture(150, 150), [{ ...SEATED, width: 0.65, height: 0.9 }]],
  ['off_centre', picture(150, 150, { ...SEATED, x: 0.8 }), [{ ...SEATED, x: 0.8 }]],
] satisfies [string, LumaFrame, FaceBox[]][])('with a detector: %s', (advice, frame, faces) => {
  expect(adviseFraming(frame, faces)).toBe(advice);
});

test('without a detector light is judged on the oval in the middle', () => {
  expect(adviseFraming(picture(155, 144))).toBe('ok');
  expect(adviseFraming(picture(38, 36))).toBe('too_dark');
  expect(adviseFraming(picture(230, 26, { ...SEATED, width: 0.4, height: 0.65 }))).toBe('backlit');
});

test('a covered lens has no contrast, whatever its brightness', () => {
  const flat = (value: number): LumaFrame => ({
    luma: new Uint8Array(WIDTH * HEIGHT).fill(value),
    width: WIDTH,
    height: HEIGHT,
  });
  expect(adviseFraming(flat(3))).toBe('covered');
  expect(adviseFraming(flat(120), [])).toBe('covered');
});

test('a plain wall with something small in front of it is not a covered lens', () => {
  const wall: LumaFrame = { luma: new Uint8Array(WIDTH * HEIGHT).fill(170), width: WIDTH, height: HEIGHT };
  for (let at = 60 * WIDTH + 70; at < 60 * WIDTH + 90; at += 1) wall.luma[at] = 40;
  expect(adviseFraming(wall, [])).toBe('no_face');
});

test('the nearest of two faces is the one judged', () => {
  const bystander = { x: 0.9, y: 0.4, width: 0.08, height: 0.1 };
  expect(adviseFraming(picture(155, 144), [bystander, SEATED])).toBe('ok');
});

test('advice changes after two steady seconds, not on a flicker', () => {
  const adviser = createFramingAdviser();
  const good = picture(155, 144);
  const dark = picture(38, 36);
  expect(adviser.add(dark, 0)).toBeUndefined();
  expect(adviser.add(good, 500)).toBeUndefined();
  expect(adviser.add(dark, 1000)).toBeUndefined();
  expect(adviser.add(dark, 2900)).toBeUndefined();
  expect(adviser.add(dark, 3000)).toBe('too_dark');
  expect(adviser.current()).toBe('too_dark');
});
