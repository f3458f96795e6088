import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { ensureBrowser } from '#scripts/browser.ts';
import { openDisplay } from '#scripts/launcher/display.ts';
import { openKioskBrowser } from '#scripts/launcher/kiosk-browser.ts';
import { Processes } from '#scripts/launcher/processes.ts';
import { FakeApp } from '../contract/app.fake.ts';
import { serveForTest } from './serve-for-test.ts';

test('the kiosk browser lets our page, and no other, use camera and microphone without asking', async () => {
  test.setTimeout(90_000);
  const host = await serveForTest(new FakeApp());
  const other = await serveForTest(new FakeApp());
  const home = mkdtempSync(join(tmpdir(), 'anteroom-kiosk-'));
  const processes = new Processes();
  const display = await openDisplay(home, processes, () => undefined);
  const browser = openKioskBrowser({
    program: ensureBrowser(),
    home,
    profile: 'profile',
    address: { url: host.mint().url, origin: host.origin },
    display,
    // only here: the kiosk itself never listens
    extra: ['--remote-debugging-port=0'],
  });
  processes.track(browser.process);
  const portFile = join(home, 'profile', 'DevToolsActivePort');
  // the file is there before its words are
  const port = () => (existsSync(portFile) ? (readFileSync(portFile, 'utf8').split('\n')[0] ?? '') : '');
  await expect.poll(port, { timeout: 30_000 }).toMatch(/^[0-9]+$/);
  const remote = await chromium.connectOverCDP(`http://127.0.0.1:${port()}`);
  const page = remote.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The browser shows no page.');
  await page.waitForLoadState();
  const states = () =>
    page.evaluate(async () => {
      const names = ['camera', 'microphone', 'geolocation'] as PermissionName[];
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
  expect(await states()).toEqual(['granted', 'granted', 'denied']);
  await page.goto(other.origin);
  expect(await states()).toEqual(['prompt', 'prompt', 'denied']);
  await remote.close();
  await processes.stopped();
  rmSync(home, { recursive: true, maxRetries: 5 });
  await host.close();
  await other.close();
});
