import { expect, test } from '@playwright/test';
import { openCaptureBrowser } from './chromium.ts';
import type { CaptureBrowser } from './chromium.ts';
import { clipPicture, visionClip } from './clips.ts';
import type { VisionScene } from './clips.ts';
import type { ClipReadings } from './page/main.ts';

// Traces film the page, which costs the time these tests measure.
test.use({ trace: 'off' });
test.describe.configure({ mode: 'default', timeout: 60_000 });

let capture: CaptureBrowser;

test.beforeAll(async () => {
  capture = await openCaptureBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
});

test.afterAll(() => capture.close());

function read(scene: VisionScene, seconds = 2.5): Promise<ClipReadings> {
  return capture.page.evaluate(({ name, seconds }) => window.capturePage.readClip(name, seconds), {
    name: visionClip(scene),
    seconds,
  });
}

function shareOf<Value>(values: readonly Value[], wanted: Value): number {
  return values.filter((value) => value === wanted).length / Math.max(1, values.length);
}

/** The advice most pictures got. */
function usual(advice: readonly string[]): string | undefined {
  return [...new Set(advice)].sort((a, b) => shareOf(advice, b) - shareOf(advice, a))[0];
}

test('nothing is started where the jurisdiction pack does not allow it', async () => {
  const requests: string[] = [];
  capture.page.on('request', (request) => requests.push(request.url()));
  expect(await capture.page.evaluate(() => window.capturePage.presence(false))).toEqual({ code: 'not_allowed' });
  expect(requests).toEqual([]);
});

test.describe('with the photograph', () => {
  test.skip(() => clipPicture() === 'drawing', 'the photograph could not be fetched');

  test('one person is one face in at least 98 % of the pictures', async () => {
    const { counts, states, tookMs, observed } = await read('seated');
    expect(counts.length).toBeGreaterThan(7);
    expect(shareOf(counts, 1)).toBeGreaterThanOrEqual(0.98);
    expect(states).toEqual([]);
    expect(observed).toMatchObject({ absentMs: 0, severalMs: 0, awayMs: 0, events: [] });
    expect(observed?.watchedMs).toBeGreaterThan(1000);
    expect([...tookMs].sort((a, b) => a - b)[Math.floor(tookMs.length / 2)]).toBeLessThan(40);
  });

  test('two people are told once', async () => {
    const { counts, states, observed } = await read('two');
    expect(shareOf(counts, 2)).toBeGreaterThanOrEqual(0.98);
    expect(states.map(({ state }) => state)).toEqual(['several']);
    expect(observed).toMatchObject({ absentMs: 0, awayMs: 0, events: [{ kind: 'several' }] });
  });

  test('leaving and coming back are told once each, no sooner than 0.4 s after', async () => {
    const { states, observed } = await read('leaves', 6.5);
    expect(states.map(({ state }) => state)).toEqual(['absent', 'one']);
    const [absent, back] = states.map(({ clipSeconds }) => clipSeconds);
    // Out of the picture from 2.0 s to 4.5 s. On a quiet machine it is told within a second; others share this one.
    expect(absent).toBeGreaterThan(2.4);
    expect(absent).toBeLessThan(4);
    expect(back).toBeGreaterThan(4.9);
    expect(back).toBeLessThan(6.5);
    expect(observed?.events.map(({ kind }) => kind)).toEqual(['absent']);
    expect(Math.abs((observed?.absentMs ?? 0) - 2500)).toBeLessThan(1000);
  });

  test('a face far away is no face to the short-range model, and the advice says so', async () => {
    const { counts, withFaces } = await read('far');
    expect(shareOf(counts, 0)).toBe(1);
    expect(usual(withFaces)).toBe('no_face');
  });

  for (const [scene, advice] of [
    ['seated', 'ok'],
    ['dark', 'too_dark'],
    ['backlit', 'backlit'],
  ] as const) {
    test(`advice on the ${scene} clip is ${advice}, with and without a face box`, async () => {
      const { counts, lightOnly, withFaces } = await read(scene);
      expect(shareOf(counts, 1)).toBeGreaterThanOrEqual(0.9);
      expect(usual(withFaces)).toBe(advice);
      expect(usual(lightOnly)).toBe(advice);
    });
  }
});

for (const scene of ['wall', 'noise'] as const) {
  test(`negative control: no face is seen in ${scene}`, async () => {
    const { counts, states } = await read(scene);
    expect(counts.length).toBeGreaterThan(7);
    expect(shareOf(counts, 0)).toBe(1);
    expect(states.map(({ state }) => state)).toEqual(['absent']);
  });
}

test('a covered lens is recognised', async () => {
  const { lightOnly, withFaces } = await read('covered');
  expect(usual(lightOnly)).toBe('covered');
  expect(usual(withFaces)).toBe('covered');
});

test('nothing left the host, broke the policy or asked the person', async () => {
  expect(await capture.misdeeds()).toEqual([]);
});

test('without WebGL 2 presence is unavailable, without a dialog', async () => {
  const blind = await openCaptureBrowser({
    args: ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'],
  });
  try {
    expect(await blind.page.evaluate(() => window.capturePage.presence(true))).toEqual({
      code: 'unavailable',
      reason: 'WebGL 2 is missing',
    });
    expect(await blind.misdeeds()).toEqual([]);
  } finally {
    await blind.close();
  }
});
