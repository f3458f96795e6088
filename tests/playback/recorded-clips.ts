import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from '#scripts/browser.ts';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { chromiumArgs } from '#tests/fixtures/chromium-args.ts';
import { FIXTURE_CACHE, synthesizeSpeech } from '#tests/fixtures/speech.ts';

export interface RecordedClip {
  name: 'h264' | 'vp9' | 'vp8' | 'audio';
  /** As the recorder reports it. */
  mimeType: string;
  /** Slices as MediaRecorder delivered them, put together. */
  path: string;
}

/** Bump when the recipe changes. */
const RECIPE = 1;
/** Three of the encoder's intervals between key frames. */
export const CLIP_MS = 12_000;
const DIRECTORY = join(FIXTURE_CACHE, 'playback');
const ORIGIN = 'http://localhost/';
const SPEECH =
  'A customer had waited for two hours. I listened, I said sorry, and I found him a seat on the next train.';

/** The types renderer/capture/recorder.ts may choose. */
const CLIPS: readonly RecordedClip[] = (
  [
    ['h264', 'video/x-matroska;codecs=avc1,opus'],
    ['vp9', 'video/webm;codecs=vp9,opus'],
    ['vp8', 'video/webm;codecs=vp8,opus'],
    ['audio', 'audio/webm;codecs=opus'],
  ] as const
).map(([name, mimeType]) => ({ name, mimeType, path: join(DIRECTORY, `${name}-${RECIPE}.bin`) }));

/** Records one clip and returns its bytes; runs in the page. */
async function record({ mimeType, durationMs }: { mimeType: string; durationMs: number }): Promise<number[]> {
  const hasVideo = mimeType.startsWith('video');
  const video = { width: 640, height: 480, frameRate: 30 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, ...(hasVideo ? { video } : {}) });
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 1e6, audioBitsPerSecond: 64_000 });
  const slices: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => slices.push(data));
  const stopped = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve, { once: true });
  });
  recorder.start(1000);
  setTimeout(() => recorder.stop(), durationMs);
  await stopped;
  return Array.from(new Uint8Array(await new Blob(slices).arrayBuffer()));
}

/** Recordings by a real browser in each type the recorder may choose; made once, all at the same time. */
export async function recordedClips(): Promise<readonly RecordedClip[]> {
  const missing = CLIPS.filter(({ path }) => !existsSync(path));
  if (missing.length === 0) return CLIPS;
  mkdirSync(DIRECTORY, { recursive: true });
  const speech = synthesizeSpeech({ text: SPEECH, locale: 'en' });
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    headless: false, // the old headless shell has no media devices
    ignoreDefaultArgs: ['--mute-audio'],
    args: [...chromiumArgs({ cameraClip: cameraClip().path, speech }), '--headless=new', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.route(`${ORIGIN}**`, (route) => route.fulfill({ contentType: 'text/html', body: '<p>recording</p>' }));
    await page.goto(ORIGIN);
    await Promise.all(
      missing.map(async ({ name, mimeType, path }) => {
        const bytes = await page.evaluate(record, { mimeType, durationMs: CLIP_MS });
        const made = join(DIRECTORY, `.${name}-${process.pid}`);
        writeFileSync(made, Buffer.from(bytes));
        renameSync(made, path);
      }),
    );
  } finally {
    await browser.close();
  }
  return CLIPS;
}
