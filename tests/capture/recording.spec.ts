import { expect, test } from '@playwright/test';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { chromiumArgs } from '#tests/fixtures/chromium-args.ts';
import { openCaptureBrowser } from './chromium.ts';
import type { CaptureBrowser } from './chromium.ts';
import { checkContinuity, fromS16le } from './continuity.ts';
import { noiseMicrophone } from './noise-microphone.ts';
import { readRecording, soundOf } from './recorded-file.ts';

const { wav, reference } = noiseMicrophone();

// One browser, and each recording is read by several tests: in order, in one worker.
// Traces film the page, which costs the time these tests measure.
test.use({ trace: 'off' });
test.describe.configure({ mode: 'default', timeout: 90_000 });

let capture: CaptureBrowser;

test.beforeAll(async () => {
  const args = chromiumArgs({ cameraClip: cameraClip().path, speech: wav, playOnce: true });
  capture = await openCaptureBrowser({ args });
  const opened = await capture.page.evaluate(() =>
    window.capturePage.open({ camera: true, microphone: true, echoCancellation: false, giveUpAfterMs: 1500 }),
  );
  expect(opened).toEqual({ ok: true, route: 'track_processor', video: [640, 480] });
});

test.afterAll(() => capture.close());

test.describe('22 seconds with face detection running beside it', () => {
  const SLICES = 22;
  let outcome: Awaited<ReturnType<typeof window.capturePage.stop>>;
  let vision: { counts: number[]; tookMs: number[]; advice: string };

  test.beforeAll(async () => {
    const { page, host } = capture;
    await page.evaluate(async () => {
      window.preview = await window.capturePage.watchPreview();
      window.capturePage.start({ av: 'answer-av', pcm: 'answer-pcm' });
    });
    await host.untilStored('answer-av', SLICES);
    outcome = await page.evaluate(() => window.capturePage.stop());
    vision = await page.evaluate(() => {
      if (!window.preview) throw new Error('the preview was not watched');
      return window.preview.stop();
    });
  });

  test('every slice arrives in order, whole, and only the last is marked', () => {
    for (const id of ['answer-av', 'answer-pcm']) {
      const slices = capture.host.stored(id);
      expect(slices.every(({ bytes }) => bytes.length > 0)).toBe(true);
      expect(slices.every(({ hasRightHash }) => hasRightHash)).toBe(true);
      expect(slices.map(({ isLast }) => isLast)).toEqual(slices.map((_, index) => index === slices.length - 1));
    }
    expect(outcome.av?.ok && outcome.av.value.slices).toBe(capture.host.stored('answer-av').length);
    expect(outcome.pcm?.ok && outcome.pcm.value.slices).toBe(capture.host.stored('answer-pcm').length);
  });

  test('slices come at most 1.3 s apart, and never 2 s on a busy machine', () => {
    const times = capture.host.stored('answer-av').map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    const inTime = gaps.filter((gapMs) => gapMs <= 1300).length;
    expect(inTime / gaps.length).toBeGreaterThan(0.85);
    expect(Math.max(...gaps)).toBeLessThan(2000);
  });

  test('the slices put together are one playable file of the right length', () => {
    const file = readRecording(capture.host.bytes('answer-av'));
    expect(outcome.av?.ok).toBe(true);
    const durationMs = outcome.av?.ok ? outcome.av.value.durationMs : 0;
    expect(Math.abs(file.durationSeconds - durationMs / 1000)).toBeLessThan(1);
    expect(file).toMatchObject({ audioCodec: 'opus', decodeErrors: '' });
    expect(['h264', 'vp9', 'vp8']).toContain(file.videoCodec);
    expect(file.videoFrames).toBeGreaterThan(0.8 * 30 * file.durationSeconds);
  });

  test('the type reported is the one in the file', () => {
    const types = new Set(capture.host.stored('answer-av').map(({ mimeType }) => mimeType));
    expect(types.size).toBe(1);
    expect(outcome.av?.ok && types.has(outcome.av.value.mimeType)).toBe(true);
    const matroska = capture.host.bytes('answer-av').subarray(0, 64).includes('matroska');
    expect([...types][0]?.includes('matroska')).toBe(matroska);
  });

  test('what was stored before a kill plays: any prefix of slices does', () => {
    const slices = capture.host.stored('answer-av');
    const prefix = Buffer.concat(slices.slice(0, 9).map(({ bytes }) => bytes));
    const file = readRecording(prefix);
    expect(file.durationSeconds).toBeGreaterThan(9 - 1.2);
    expect(file.videoFrames).toBeGreaterThan(0.8 * 30 * file.durationSeconds);
  });

  test('not one PCM sample is lost or added', () => {
    const pcm = fromS16le(capture.host.bytes('answer-pcm'));
    const continuity = checkContinuity(pcm, reference);
    expect(continuity).toMatchObject({ jumps: [], badBlocks: 0 });
    expect(continuity.checkedSeconds).toBeGreaterThan(20);
    expect(outcome.pcm?.ok && outcome.pcm.value.samples).toBe(pcm.length);
  });

  test('negative control: 160 samples taken out of that PCM are found', () => {
    const pcm = fromS16le(capture.host.bytes('answer-pcm'));
    const cut = Float32Array.from([...pcm.subarray(0, 100_000), ...pcm.subarray(100_160)]);
    expect(checkContinuity(cut, reference).jumps.map(({ samples }) => samples)).toEqual([160]);
  });

  test('the sound inside the recording is whole too', () => {
    const continuity = checkContinuity(fromS16le(soundOf(capture.host.bytes('answer-av'))), reference, 1);
    expect(continuity).toMatchObject({ jumps: [], badBlocks: 0 });
    expect(continuity.checkedSeconds).toBeGreaterThan(19);
    // A quote found in the PCM is shown in the video: both must begin at about the same moment.
    const pcm = checkContinuity(fromS16le(capture.host.bytes('answer-pcm')).subarray(0, 16_000), reference);
    const apart = Math.abs(continuity.beginsAtSeconds - pcm.beginsAtSeconds);
    test.info().annotations.push({ type: 'sound of recording and PCM begin apart, s', description: apart.toFixed(3) });
    expect(apart).toBeLessThan(0.2);
  });

  test('presence saw one person in at least 98 % of the pictures meanwhile', () => {
    test.skip(cameraClip().picture === 'drawing', 'the photograph could not be fetched');
    const right = vision.counts.filter((count) => count === 1).length;
    expect(vision.counts.length).toBeGreaterThan(50);
    expect(right / vision.counts.length).toBeGreaterThanOrEqual(0.98);
    expect(vision.advice).toBe('ok');
  });

  test('with storage that keeps up nothing stalls', async () => {
    const kinds = await capture.page.evaluate(() => window.capturePage.events.map(({ kind }) => kind));
    expect(kinds).not.toContain('stalled');
    expect(await capture.page.evaluate(() => window.capturePage.held.most)).toBeLessThanOrEqual(2);
  });
});

test('slow storage: never more than two slices in the page, the recording waits, and the file plays', async () => {
  const { page, host } = capture;
  host.behave('slow', { delayMs: 1600 });
  await page.evaluate(() => {
    window.capturePage.held.most = 0;
    window.capturePage.events.length = 0;
    window.capturePage.start({ av: 'slow', pcm: 'beside-slow' });
  });
  await host.untilStored('slow', 4);
  host.behave('slow', {});
  const outcome = await page.evaluate(() => window.capturePage.stop());
  const { kinds, most } = await page.evaluate(() => ({
    kinds: window.capturePage.events.filter(({ part }) => part === 'av').map(({ kind }) => kind),
    most: window.capturePage.held.most,
  }));
  expect(most).toBe(2);
  expect(kinds).toContain('stalled');
  expect(kinds).toContain('drained');
  const file = readRecording(host.bytes('slow'));
  expect(file.decodeErrors).toBe('');
  const seconds = outcome.av?.ok ? outcome.av.value.durationMs / 1000 : 0;
  expect(Math.abs(file.durationSeconds - seconds)).toBeLessThan(1);
  // The PCM beside it waited as well: both tell the same time.
  const pcmSeconds = outcome.pcm?.ok ? outcome.pcm.value.durationMs / 1000 : 0;
  expect(Math.abs(pcmSeconds - seconds)).toBeLessThan(0.5);
});

test('a slice refused twice is sent again and nothing is missing', async () => {
  const { page, host } = capture;
  host.behave('refused', { isRefused: (sequence, attempt) => sequence === 1 && attempt <= 2 });
  await page.evaluate(() => window.capturePage.start({ pcm: 'refused' }));
  await host.untilStored('refused', 3);
  const outcome = await page.evaluate(() => window.capturePage.stop());
  const pcm = fromS16le(host.bytes('refused'));
  expect(outcome.pcm?.ok && outcome.pcm.value.samples).toBe(pcm.length);
  expect(checkContinuity(pcm, reference)).toMatchObject({ jumps: [], badBlocks: 0 });
});

test('storage that refuses for good ends in a named failure', async () => {
  const { page, host } = capture;
  host.behave('hopeless', { isRefused: () => true });
  await page.evaluate(() => {
    window.capturePage.events.length = 0;
    window.capturePage.start({ av: 'hopeless' });
  });
  await page.waitForFunction(() => window.capturePage.events.some(({ kind }) => kind === 'failed'));
  const outcome = await page.evaluate(() => window.capturePage.stop());
  expect(outcome.av).toMatchObject({
    ok: false,
    error: { code: 'put_failed', sequence: 0, message: 'host answered 503' },
  });
});

test('a pause writes nothing: no sound, no picture, no level', async () => {
  const { page, host } = capture;
  await page.evaluate(() => window.capturePage.start({ av: 'paused-av', pcm: 'paused-pcm' }));
  await host.untilStored('paused-av', 2);
  const levelsWhilePaused = await page.evaluate(async () => {
    window.capturePage.pause();
    await new Promise((resolve) => setTimeout(resolve, 300)); // levels already on their way
    window.capturePage.clearLevels();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return window.capturePage.levelCount();
  });
  expect(levelsWhilePaused).toBe(0);
  const before = host.stored('paused-av').length;
  await page.evaluate(() => window.capturePage.resume());
  // The first slice after a pause comes at once and holds next to nothing.
  await host.untilStored('paused-av', before + 2);
  const outcome = await page.evaluate(() => window.capturePage.stop());
  const avSeconds = outcome.av?.ok ? outcome.av.value.durationMs / 1000 : 0;
  const pcm = fromS16le(host.bytes('paused-pcm'));
  expect(Math.abs(pcm.length / 16_000 - avSeconds)).toBeLessThan(0.5);
  expect(Math.abs(readRecording(host.bytes('paused-av')).durationSeconds - avSeconds)).toBeLessThan(1);
  const { jumps } = checkContinuity(pcm, reference);
  const away = jumps.reduce((sum, { samples }) => sum + samples, 0) / 16_000;
  expect(away).toBeGreaterThan(2.2);
  expect(away).toBeLessThan(3.2);
});

test('stopped as soon as started: nothing is lost or refused, however little there is', async () => {
  const { page, host } = capture;
  const outcome = await page.evaluate(() => {
    window.capturePage.start({ av: 'short-av', pcm: 'short-pcm' });
    return window.capturePage.stop();
  });
  expect(outcome.av?.ok && outcome.av.value.slices).toBe(host.stored('short-av').length);
  expect(outcome.pcm?.ok && outcome.pcm.value.slices).toBe(host.stored('short-pcm').length);
});

test('closing ends every track, and nothing left the host or broke the policy', async () => {
  expect(await capture.page.evaluate(() => window.capturePage.close())).toEqual(['ended', 'ended']);
  expect(await capture.misdeeds()).toEqual([]);
});
