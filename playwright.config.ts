import { defineConfig } from '@playwright/test';
import { ensureBrowser } from './scripts/browser.ts';

/** Screens drawn from made-up states, without the core. */
const DRAWN = /e2e\/(candidate|manager)\/.*\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // most of the time is waiting: for speech to be spoken, for a page to be painted
  workers: 3,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'line',
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: ensureBrowser() },
  },
  projects: [
    // recorded in real time: three of them at once would starve each other on two cores
    { name: 'live', testMatch: /\.spec\.ts$/, testIgnore: DRAWN, workers: 2 },
    { name: 'drawn', testMatch: DRAWN },
  ],
});
