import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ensureBrowser } from '#scripts/browser.ts';
import { FIXTURE_CACHE } from '#tests/fixtures/speech.ts';
import { builtCapturePage } from './capture-page.ts';
import { startCaptureHost } from './host.ts';
import type { CaptureHost } from './host.ts';

export const CAPTURE_CACHE = join(FIXTURE_CACHE, 'capture');

/** A browser of its own with the capture page open: cameras and microphones are chosen when a browser starts. */
export interface CaptureBrowser {
  page: Page;
  host: CaptureHost;
  /** Requests that left the host, policy violations, page errors and dialogs so far. */
  misdeeds(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts host and browser. `args` choose camera and microphone; without any there is neither. */
export async function openCaptureBrowser(options: {
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}): Promise<CaptureBrowser> {
  mkdirSync(CAPTURE_CACHE, { recursive: true });
  const host = await startCaptureHost({ page: await builtCapturePage(), clips: CAPTURE_CACHE });
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    headless: false, // the old headless shell has no media devices
    args: [...options.args, '--headless=new', '--no-sandbox', '--enable-unsafe-swiftshader'],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...(process.env as Record<string, string>), ...options.env },
  });
  const page = await browser.newPage();
  const noted: string[] = [];
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(host.url) && !/^(blob|data):/.test(url)) noted.push(`request to ${url}`);
  });
  page.on('console', (message) => {
    // A request answered 503 on purpose is logged as an error by the browser.
    if (message.type() === 'error' && !message.text().includes('status of 503')) noted.push(message.text());
  });
  page.on('pageerror', (error) => noted.push(`page error: ${error.message}`));
  page.on('dialog', (dialog) => {
    noted.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(host.url);
  return {
    page,
    host,
    misdeeds: async () => [...noted, ...(await page.evaluate(() => window.capturePage.violations))],
    async close() {
      await browser.close();
      await host.close();
    },
  };
}
