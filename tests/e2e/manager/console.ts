import { expect, test as base, type Page } from '@playwright/test';
import { findBarriers } from '../barriers.ts';
import type { FakeKiosk } from './page/fake-kiosk.ts';
import { startManagerHost, type ManagerHost } from './manager-host.ts';

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** In the order of the console's places. */
const PLACES = ['interviews', 'deletions', 'sync', 'readiness', 'settings'] as const;

/** The console in the browser, over the fake kiosk. */
export class Console {
  readonly page: Page;
  readonly #url: string;
  /** Everything the browser complained about: policy violations, exceptions, failed requests. */
  readonly complaints: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.setDefaultTimeout(25_000);
    page.on('console', (message) => {
      // an unknown name in the app's permissions policy is Chromium's remark about itself
      const isAboutPolicy = message.text().startsWith('Error with Permissions-Policy header');
      if (['error', 'warning'].includes(message.type()) && !isAboutPolicy) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  async open(parameters: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`${this.#url}?${new URLSearchParams(parameters).toString()}`);
    await this.page.locator('h1').first().waitFor({ timeout: 30_000 });
  }

  async openSignedIn(locale = 'en', parameters: Record<string, string> = {}): Promise<void> {
    await this.open({ locale, ...parameters });
    await this.page.locator('.ui-radio-card').first().click();
    await this.page.locator('input[type=password]').fill('482915');
    await this.page.keyboard.press('Enter');
    await this.page.locator('.mgr-nav').waitFor();
  }

  async goTo(place: (typeof PLACES)[number]): Promise<void> {
    const index = PLACES.indexOf(place);
    await this.page.locator('.mgr-nav button').nth(index).click();
    await this.page.locator('h1').first().waitFor();
  }

  async turn(knob: (kiosk: FakeKiosk) => unknown): Promise<void> {
    const source = knob.toString();
    await this.page.evaluate(`(${source})(window.kiosk); undefined`);
  }

  /** Saves a picture under test-results and holds the screen against axe, in this language and size. */
  async look(name: string): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    const { width } = this.page.viewportSize() ?? { width: 0 };
    const lang = await this.page.locator('html').getAttribute('lang');
    await this.page.screenshot({ path: `${base.info().project.outputDir}/manager/${lang}-${width}/${name}.png` });
    // axe judges markup and colours, which are the same at every size; where things stand is looked at in each
    if (width === SIZES[0].width) {
      // react-aria announces a finished button by pointing at it; the pointer outlives the button for seconds
      const except = '[data-live-announcer]';
      expect(await findBarriers(this.page, { except }), name).toEqual([]);
    }
    const isWider = await this.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider, `${name} needs sideways scrolling`).toBe(false);
  }
}

export const test = base.extend<{ kiosk: Console }, { host: ManagerHost }>({
  host: [
    async ({ browserName }, provide) => {
      if (browserName !== 'chromium') throw new Error(`The kiosk runs in Chromium, not in ${browserName}.`);
      const host = await startManagerHost();
      await provide(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  kiosk: async ({ page, host }, provide) => {
    const kiosk = new Console(page, host.url);
    await provide(kiosk);
    expect(kiosk.complaints).toEqual([]);
  },
});
export { expect };
