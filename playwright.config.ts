import { defineConfig } from '@playwright/test';
import { drawingBrowser, ensureBrowser } from './scripts/browser.ts';

/** Screens drawn from made-up states, without the core. */
const DRAWN = /e2e\/(candidate|manager)\/.*\.spec\.ts$/;
/** What is lost, late or missing in a recording is measured: nothing else may run meanwhile. */
const MEASURED = /(capture\/(recording|devices)|kiosk\/(handset|power-cut))\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // one more than cores: much of it is waiting for sound
  workers: 3,
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
    // a device that a busy machine starved gets another chance, which is printed as flaky
    { name: 'measured', testMatch: MEASURED, workers: 1, retries: 2 },
    { name: 'live', testMatch: /\.spec\.ts$/, testIgnore: [DRAWN, MEASURED], retries: 2 },
    {
      name: 'drawn',
      testMatch: DRAWN,
      retries: 1,
      use: { launchOptions: { executablePath: drawingBrowser() ?? ensureBrowser() } },
    },
  ],
});
