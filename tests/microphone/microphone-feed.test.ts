// Chromium with the real getUserMedia: the camera is a file, the microphone says what it is told, when it is told.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser } from '#scripts/browser.ts';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { type MicrophoneFeed, startMicrophoneFeed } from '#tests/fixtures/microphone-feed.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>capture</title>');
});
let feed: MicrophoneFeed;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  feed = await startMicrophoneFeed({ cameraClip: cameraClip({ seconds: 10 }).path });
  browser = await chromium.launch({
    executablePath: findBrowser() ?? 'chromium',
    headless: false,
    args: ['--headless=new', ...feed.args],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...process.env, ...feed.env },
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await feed?.stop();
  server.close();
});

/** Records RMS levels in the page until `stopListening`. */
async function startListening(): Promise<void> {
  await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: true,
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(stream).connect(analyser);
    const levels: number[] = [];
    const buffer = new Float32Array(2048);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(buffer);
      levels.push(Math.sqrt(buffer.reduce((sum, value) => sum + value * value, 0) / buffer.length));
    }, 40);
    let hasEnded = false;
    stream.getAudioTracks()[0]?.addEventListener('ended', () => {
      hasEnded = true;
    });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    Object.assign(globalThis, {
      capture: {
        levels,
        stream,
        video,
        hasEnded: () => hasEnded,
        end() {
          clearInterval(timer);
          stream.getTracks().forEach((track) => track.stop());
        },
      },
    });
  });
}

interface Capture {
  levels: number[];
  stream: MediaStream;
  video: HTMLVideoElement;
  hasEnded: () => boolean;
  end: () => void;
}

/** Takes the levels heard since the last time. */
function heard(): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { capture: Capture }).capture.levels.splice(0));
}

/** RMS above which somebody speaks; a quiet microphone gives zeros. */
const VOICE = 0.01;

function spoken(levels: readonly number[]): number {
  return levels.filter((level) => level > VOICE).length;
}

/** Resolves once nothing has been heard for half a second: what is played comes through later, on a busy machine by much. */
async function quietAgain(): Promise<void> {
  await page.waitForFunction((threshold) => {
    const last = (globalThis as unknown as { capture: Capture }).capture.levels.slice(-13);
    return last.length === 13 && last.every((level) => level <= threshold);
  }, VOICE);
}

test(
  'one browser run hears two different answers, silence between them, and sees the camera clip',
  { timeout: 60_000 },
  async () => {
    const short = synthesizeSpeech({ text: 'Yes, I can work at night.', locale: 'en' });
    const long = synthesizeSpeech({
      text: '我以前在一家超市工作，有一次顾客很生气，我先听他把话说完，然后帮他换了一件新的。',
      locale: 'zh-CN',
    });
    await startListening();
    await heard();
    await feed.play(short);
    await quietAgain();
    const first = await heard();
    await page.waitForFunction(() => (globalThis as unknown as { capture: Capture }).capture.levels.length > 25);
    const between = await heard();
    await feed.play(long);
    await quietAgain();
    const second = await heard();
    console.log(`spoken: ${spoken(first)} of ${first.length} and ${spoken(second)} of ${second.length} levels`);
    expect(spoken(first)).toBeGreaterThan(10);
    expect(spoken(second)).toBeGreaterThan(spoken(first) * 1.5);
    // negative control: a microphone nobody speaks into is silent
    expect(spoken(between)).toBe(0);

    const picture = await page.evaluate(() => {
      const { video, stream } = (globalThis as unknown as { capture: Capture }).capture;
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = canvas.getContext('2d');
      context?.drawImage(video, 0, 0);
      const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const { frameRate } = stream.getVideoTracks()[0]?.getSettings() ?? {};
      return { width: canvas.width, height: canvas.height, frameRate, colours: new Set(pixels).size };
    });
    expect(picture).toMatchObject({ width: 640, height: 480, frameRate: 30 });
    expect(picture.colours).toBeGreaterThan(100);
  },
);

test('unplugging the microphone ends its track in the page', async () => {
  await feed.unplug();
  await page.waitForFunction(() => (globalThis as unknown as { capture: Capture }).capture.hasEnded());
  await page.evaluate(() => (globalThis as unknown as { capture: Capture }).capture.end());
}, 30_000);
