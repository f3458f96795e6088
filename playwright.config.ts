import { defineConfig } from '@playwright/test';
import { ensureBrowser } from './scripts/browser.ts';

/** Screens drawn from made-up states, without the core. */
const DRAWN = /e2e\/(candidate|manager)\/.*\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // two cores shared with others: a page may take its time, a wrong one fails at once
  timeout: 90_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'line',
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: ensureBrowser() },
  },
  projects: [
    // recorded in real time, one at a time; a device that a busy machine starved gets another chance, which is printed as flaky
    { name: 'live', testMatch: /\.spec\.ts$/, testIgnore: DRAWN, workers: 1, retries: 2 },
    { name: 'drawn', testMatch: DRAWN, retries: 1 },
  ],
});
