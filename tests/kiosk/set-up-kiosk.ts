import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locale } from '#shared/localized.ts';
import { setupPage } from '#tests/pages/setup-page.ts';
import { managerPage } from '#tests/pages/manager-page.ts';
import { type KioskBrowser, openKioskBrowser } from './kiosk-browser.ts';
import { type HostProgram, startHostProgram } from './programs.ts';

/** A kiosk at its attract screen: its own process, its own data, a real browser. */
export interface SetUpKiosk {
  readonly data: string;
  readonly browser: KioskBrowser;
  host(): HostProgram;
  /** `kill -9`, then a new start over the same data. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

export const STAFF = { name: '李经理', pin: '730214' } as const;

/** Starts a kiosk and goes through its first run as a technician would. */
export async function setUpKiosk(
  locale: Locale,
  options: { hub?: { url: string; token: string } } = {},
): Promise<SetUpKiosk> {
  const data = mkdtempSync(join(tmpdir(), 'anteroom-kiosk-'));
  let host = await startHostProgram({ data, ...options });
  const browser = await openKioskBrowser();
  const close = async () => {
    await browser.close();
    await host.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const setup = setupPage(browser.page, locale);
    await setup.open(host.ready.url);
    await setup.nameSite('A');
    await setup.makeAccount(STAFF.name, STAFF.pin);
    await setup.confirmAccount();
    await setup.acceptRest();
    await setup.finish();
    await managerPage(browser.page, locale).signOut();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    data,
    browser,
    host: () => host,
    async killAndRestart() {
      await host.kill();
      host = await startHostProgram({ data, ...options });
      await browser.page.goto(host.ready.url);
    },
    close,
  };
}
