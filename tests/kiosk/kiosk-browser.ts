import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { ensureBrowser } from '#scripts/browser.ts';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { type MicrophoneFeed, startMicrophoneFeed } from '#tests/fixtures/microphone-feed.ts';

/** A real Chromium with a video file as its camera and a microphone that hears what it is told. */
export interface KioskBrowser {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly microphone: MicrophoneFeed;
  /** Console errors, page errors, dialogs and requests that left this machine, so far. */
  misdeeds(): readonly string[];
  close(): Promise<void>;
}

/** Requests that stay on this machine: the loopback host, and what the page made itself. */
function isLocal(url: string): boolean {
  return /^(blob|data|about):/.test(url) || new URL(url).hostname === '127.0.0.1';
}

/** @param options.program another Chromium than the machine's own, such as one without media devices */
export async function openKioskBrowser(
  options: { width?: number; height?: number; locale?: string; program?: string } = {},
): Promise<KioskBrowser> {
  const { path } = cameraClip();
  const microphone = await startMicrophoneFeed({ cameraClip: path });
  const profile = mkdtempSync(join(tmpdir(), 'anteroom-profile-'));
  let browser: Browser | null = null;
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: options.program ?? ensureBrowser(),
      headless: false, // the old headless shell has no media devices
      args: [
        ...microphone.args,
        '--headless=new',
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
      ignoreDefaultArgs: ['--mute-audio'],
      env: { ...(process.env as Record<string, string>), ...microphone.env },
      viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      ...(options.locale === undefined ? {} : { locale: options.locale }),
    });
    browser = context.browser();
    const noted: string[] = [];
    context.on('request', (request) => {
      if (!isLocal(request.url())) noted.push(`request to ${request.url()}`);
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.on('console', (message) => {
      if (message.type() === 'error') noted.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => noted.push(`page error: ${error.message}`));
    page.on('dialog', (dialog) => {
      noted.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return {
      page,
      context,
      microphone,
      misdeeds: () => noted,
      async close() {
        await context.close();
        await microphone.stop();
        rmSync(profile, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await browser?.close();
    await microphone.stop();
    rmSync(profile, { recursive: true, force: true });
    throw error;
  }
}

/** Process id of the browser: the parent of all its processes. */
export async function browserProcessId(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('This page has no browser.');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const found = processInfo.find(({ type }) => type === 'browser');
  if (found === undefined) throw new Error('The browser does not say which process it is.');
  return found.id;
}
