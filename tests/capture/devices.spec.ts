import { expect, test } from '@playwright/test';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { chromiumArgs } from '#tests/fixtures/chromium-args.ts';
import { startMicrophoneFeed } from '#tests/fixtures/microphone-feed.ts';
import type { MicrophoneFeed } from '#tests/fixtures/microphone-feed.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { openCaptureBrowser } from './chromium.ts';
import type { CaptureBrowser } from './chromium.ts';

// Traces film the page, which costs the time these tests measure.
test.use({ trace: 'off' });
test.describe.configure({ mode: 'default', timeout: 60_000 });

test.describe('a real microphone from a sound server', () => {
  let feed: MicrophoneFeed;
  let capture: CaptureBrowser;

  test.beforeAll(async () => {
    feed = await startMicrophoneFeed({ cameraClip: cameraClip().path });
    capture = await openCaptureBrowser({ args: feed.args, env: feed.env });
    const opened = await capture.page.evaluate(() =>
      window.capturePage.open({ camera: true, microphone: true, echoCancellation: true }),
    );
    expect(opened.ok).toBe(true);
  });

  test.afterAll(async () => {
    await capture.close();
    await feed.stop();
  });

  test('a silent microphone is silent: the check cannot be passed', async () => {
    const { page } = capture;
    await page.waitForFunction(() => window.capturePage.levelCount() >= 150);
    const { noise, voice } = await page.evaluate(() => {
      const noise = window.capturePage.judgeNoise();
      return { noise, voice: window.capturePage.judgeVoice(noise.floorDbfs) };
    });
    expect(noise.verdict).toBe('quiet');
    expect(voice).toMatchObject({ verdict: 'silent', severity: 'fail' });
  });

  test('a spoken sentence passes', async () => {
    const wav = synthesizeSpeech({ text: 'Good morning. I have worked in a warehouse for two years.', locale: 'en' });
    await capture.page.evaluate(() => window.capturePage.clearLevels());
    await feed.play(wav);
    const voice = await capture.page.evaluate(() => window.capturePage.judgeVoice(-70));
    expect(voice).toMatchObject({ verdict: 'ok', severity: 'pass' });
  });

  test('pulling the plug is told at once; what was recorded is kept', async () => {
    const { page, host } = capture;
    await page.evaluate(() => window.capturePage.start({ av: 'unplugged', pcm: 'unplugged-pcm' }));
    await host.untilStored('unplugged', 2);
    await feed.unplug();
    await page.waitForFunction(() => window.capturePage.lost.some(({ kind }) => kind === 'track_ended'));
    await page.waitForFunction(() => window.capturePage.lost.some(({ kind }) => kind === 'no_pcm'));
    const lost = await page.evaluate(() => window.capturePage.lost);
    expect(lost.find(({ kind }) => kind === 'track_ended')).toMatchObject({ device: 'microphone' });
    const outcome = await page.evaluate(() => window.capturePage.stop());
    expect(outcome.av?.ok).toBe(true);
    expect(outcome.pcm?.ok).toBe(true);
    expect(host.stored('unplugged').at(-1)?.isLast).toBe(true);
    expect(await capture.misdeeds()).toEqual([]);
  });
});

test('no devices at all: each is named', async () => {
  const capture = await openCaptureBrowser({
    args: ['--use-fake-ui-for-media-stream'],
    env: { PULSE_SERVER: 'unix:/nonexistent' },
  });
  try {
    const codes = await capture.page.evaluate(async () => {
      const both = await window.capturePage.open({ camera: true, microphone: true });
      const sound = await window.capturePage.open({ camera: false, microphone: true });
      return [both, sound].map((result) => (result.ok ? 'opened' : result.error.code));
    });
    expect(codes).toEqual(['no_camera', 'no_microphone']);
  } finally {
    await capture.close();
  }
});

test('a refused permission is named', async () => {
  const args = ['--use-fake-device-for-media-stream', '--deny-permission-prompts'];
  const capture = await openCaptureBrowser({ args });
  try {
    const result = await capture.page.evaluate(() => window.capturePage.open({ camera: true, microphone: true }));
    expect(result).toMatchObject({ ok: false, error: { code: 'permission_denied' } });
  } finally {
    await capture.close();
  }
});

test('without the track processor the worklet delivers PCM and levels', async () => {
  const speech = synthesizeSpeech({ text: 'One two three four five six seven eight nine ten.', locale: 'en' });
  const capture = await openCaptureBrowser({ args: chromiumArgs({ speech }) });
  try {
    const { page, host } = capture;
    const opened = await page.evaluate(() =>
      window.capturePage.open({ camera: false, microphone: true, pcmRoute: 'audio_worklet' }),
    );
    expect(opened).toMatchObject({ ok: true, route: 'audio_worklet' });
    await page.evaluate(() => window.capturePage.start({ av: 'sound-only', pcm: 'worklet' }));
    await host.untilStored('worklet', 3);
    const outcome = await page.evaluate(() => window.capturePage.stop());
    expect(host.stored('sound-only')[0]?.mimeType).toBe('audio/webm;codecs=opus');
    expect(host.bytes('worklet').length).toBe(2 * (outcome.pcm?.ok ? outcome.pcm.value.samples : 0));
    expect(await page.evaluate(() => window.capturePage.judgeVoice(-70))).toMatchObject({ verdict: 'ok' });
    expect(await capture.misdeeds()).toEqual([]);
  } finally {
    await capture.close();
  }
});
