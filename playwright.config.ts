import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { drawingBrowser, ensureBrowser } from './scripts/browser.ts';

/** Screens drawn from made-up states, without the core. */
const DRAWN = /e2e\/(candidate|manager)\/.*\.spec\.ts$/;
/**
 * Sound and pictures in real time, measured: a busy machine would lose some, or see faces late. The kiosk's own browser is watched
 * from outside, which hangs when another browser takes the machine while it starts.
 */
const LIVE = /(shell\/kiosk-browser|capture\/(recording|vision)|kiosk\/page-crash)\.spec\.ts$/;
/** Interviews walked through and devices opened in real time, most of it waiting: two stand each other well. */
const WALKS = /(capture\/devices|playback\/.*|kiosk\/(demo|disk|handset|power-cut))\.spec\.ts$/;

/** No camera, no microphone: half the time. */
const WITHOUT_DEVICES = { launchOptions: { executablePath: drawingBrowser() ?? ensureBrowser() } };

// kiosks of tests leave nothing in the developer's own configuration
process.env['ANTEROOM_KEY_FILE'] ??= join(tmpdir(), `anteroom-tests-${userInfo().uid}`, 'kiosk.key');
// what tests start from its sources is stripped of types and compiled once
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, 'node_modules/.cache/compile');

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // two cores shared with others: a page may take its time, a wrong one fails at once
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // what was not run is named, with the reason
  reporter: [['line'], ['./tests/skipped-reporter.ts']],
  use: {
    viewport: { width: 1280, height: 800 },
    // recorded all the time it took half of every test
    trace: 'on-first-retry',
    launchOptions: { executablePath: ensureBrowser() },
  },
  projects: [
    // a device that a busy machine starved gets another chance, which is printed as flaky
    { name: 'live', testMatch: LIVE, workers: 1, retries: 2 },
    { name: 'walks', testMatch: WALKS, retries: 2 },
    { name: 'shells', testMatch: /\.spec\.ts$/, testIgnore: [DRAWN, LIVE, WALKS], retries: 1, use: WITHOUT_DEVICES },
    { name: 'drawn', testMatch: DRAWN, retries: 1, use: WITHOUT_DEVICES },
  ],
});
