// Finds a Chromium-family browser, or fetches one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Playwright from 'playwright-core';
import { aptInstall } from './apt-install.ts';
import { isExecutable, programOnPath } from './programs.ts';

const require = createRequire(import.meta.url);

/** Where each platform keeps a Chromium-family browser: names looked up on PATH, or absolute paths. */
function systemCandidates(): string[] {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ];
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((variable) => {
        const base = process.env[variable];
        if (base === undefined) return [];
        return [
          'Google\\Chrome\\Application\\chrome.exe',
          'Microsoft\\Edge\\Application\\msedge.exe',
          'Chromium\\Application\\chrome.exe',
        ].map((rest) => join(base, rest));
      });
    default:
      return [
        'chromium',
        'chromium-browser',
        'google-chrome-stable',
        'google-chrome',
        'microsoft-edge-stable',
        'microsoft-edge',
        'brave-browser',
      ];
  }
}

/** The build Playwright downloaded earlier, when it is there. */
function playwrightOwn(): string | undefined {
  const { chromium } = require('playwright-core') as typeof Playwright;
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** A browser installed on the system, whatever `ANTEROOM_BROWSER` says. */
export function systemBrowser(): string | undefined {
  return systemCandidates()
    .map((candidate) => (/[\\/]/.test(candidate) ? candidate : programOnPath(candidate)))
    .find((path) => path !== undefined && isExecutable(path));
}

/**
 * Chromium without the browser around the page, where the system has it: screens are drawn with it in half the time. It has
 * no media devices, so nothing is recorded with it.
 */
export function drawingBrowser(): string | undefined {
  return process.env['ANTEROOM_BROWSER'] === undefined ? programOnPath('chromium-headless-shell') : undefined;
}

/**
 * Path of the browser to use: `ANTEROOM_BROWSER`, else Playwright's own build, else one installed on the system.
 * @throws when `ANTEROOM_BROWSER` names something that cannot be run
 */
export function findBrowser(): string | undefined {
  const forced = process.env['ANTEROOM_BROWSER'];
  if (forced) {
    if (!isExecutable(forced)) throw new Error(`ANTEROOM_BROWSER=${forced} is not an executable file.`);
    return forced;
  }
  return playwrightOwn() ?? systemBrowser();
}

/** Playwright's installer; on Debian and Ubuntu as root it brings the libraries the build needs as well. */
function playwrightInstall(): void {
  // cli.js is not in the package's exports map
  const cli = join(dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const dependencies = process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : [];
  spawnSync(process.execPath, [cli, 'install', ...dependencies, 'chromium'], {
    stdio: ['ignore', 2, 2],
    timeout: 300_000,
  });
}

/**
 * Path of a browser, fetched when there is none: Debian's package first where apt-get may be used (smaller, with its
 * libraries), else Playwright's build.
 * @throws with the next step for a person when neither can be had
 */
export function ensureBrowser(log: (line: string) => void = console.error): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  aptInstall(['chromium', 'chromium-sandbox'], log);
  const fromSystem = systemBrowser();
  if (fromSystem !== undefined) return fromSystem;
  log('No Chromium, Chrome or Edge found; asking Playwright for its own build …');
  playwrightInstall();
  const own = playwrightOwn();
  if (own !== undefined) return own;
  throw new Error('No browser. Install Chromium, Chrome or Edge, or set ANTEROOM_BROWSER to its path.');
}

if (process.argv[1] === import.meta.filename) console.log(ensureBrowser());
