import { type ConsoleMessage, expect, type Page, test as base } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import { IS_QUICK } from '#scripts/left-for-all.ts';
import { findBarriers, waitUntilStill } from '../barriers.ts';
import type { FakeKiosk } from './page/fake-kiosk.ts';
import { startManagerHost, type ManagerHost } from './manager-host.ts';

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** In the order of the console's places. */
const PLACES = [
  'today',
  'interviews',
  'proposals',
  'jobs',
  'insights',
  'deletions',
  'sync',
  'readiness',
  'staff',
  'audit',
  'settings',
] as const;

export interface OpenAs {
  readonly locale: Locale;
  /** Nobody has set it up yet. */
  readonly isNew?: boolean;
  /** Nobody has been interviewed yet. */
  readonly isEmpty?: boolean;
}

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
    page.on('console', this.#noteMessage).on('pageerror', this.#noteError);
  }

  readonly #noteMessage = (message: ConsoleMessage): void => {
    // an unknown name in the app's permissions policy is Chromium's remark about itself
    const isAboutPolicy = message.text().startsWith('Error with Permissions-Policy header');
    if (['error', 'warning'].includes(message.type()) && !isAboutPolicy) this.complaints.push(message.text());
  };

  readonly #noteError = (error: Error): void => {
    this.complaints.push(String(error));
  };

  /** Listens no more: the page goes on to the next test. */
  leave(): void {
    this.page.off('console', this.#noteMessage).off('pageerror', this.#noteError);
  }

  async open({ locale, isNew = false, isEmpty = false }: OpenAs): Promise<void> {
    if (this.page.url() !== this.#url) {
      await this.page.goto(this.#url);
      await this.page.locator('html[data-is-ready]').waitFor({ timeout: 30_000 });
    }
    await this.page.mouse.move(0, 0);
    await this.page.evaluate((start) => window.openKiosk(start), { locale, isNew, isEmpty });
    await this.page.locator('h1').first().waitFor({ timeout: 30_000 });
  }

  /** Signs in a manager, who looks at the list of interviews unless told otherwise. */
  async openSignedIn(
    locale: Locale = 'en',
    { isEmpty = false, place = 'interviews' }: { isEmpty?: boolean; place?: (typeof PLACES)[number] } = {},
  ): Promise<void> {
    await this.open({ locale, isEmpty });
    await this.page.locator('.ui-radio-card').first().click();
    await this.page.locator('input[type=password]').fill('482915');
    await this.page.keyboard.press('Enter');
    await this.page.locator('.mgr-nav').waitFor();
    await this.goTo(place);
  }

  async goTo(place: (typeof PLACES)[number]): Promise<void> {
    const index = PLACES.indexOf(place);
    await this.page.locator('.mgr-nav button').nth(index).click();
    await this.page.locator('h1').first().waitFor();
  }

  /** Rates everything by keys alone, question after question. */
  async rateAll(levels: readonly string[]): Promise<void> {
    const { page } = this;
    const total = await page.locator('.mgr-contents__item').count();
    for (let question = 0; question < total - 2; question += 1) {
      await page.locator('.mgr-contents__item').nth(question).click();
      const items = await page.locator('.rev-item').count();
      for (let item = 0; item < items; item += 1) {
        await page.keyboard.press(levels[(question + item) % levels.length] ?? '3');
        if (item < items - 1) await page.keyboard.press('j');
      }
    }
  }

  async turn(knob: (kiosk: FakeKiosk) => unknown): Promise<void> {
    const source = knob.toString();
    await this.page.evaluate(`(${source})(window.kiosk); undefined`);
  }

  /**
   * Holds the screen against axe, in this language and size, and saves a picture of it under test-results, except in `npm test`,
   * where nobody looks at it.
   */
  async look(name: string): Promise<void> {
    await waitUntilStill(this.page);
    const { width } = this.page.viewportSize() ?? { width: 0 };
    const lang = await this.page.locator('html').getAttribute('lang');
    if (!IS_QUICK)
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

/**
 * Loading the page and signing in take longer than most tests: the consoles of a worker follow each other on one page, each
 * mounted anew over a kiosk of its own.
 */
export const test = base.extend<{ kiosk: Console }, { host: ManagerHost; stage: Page }>({
  host: [
    async ({ browserName }, provide) => {
      if (browserName !== 'chromium') throw new Error(`The kiosk runs in Chromium, not in ${browserName}.`);
      const host = await startManagerHost();
      await provide(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  stage: [
    async ({ browser }, provide) => {
      const page = await browser.newPage({ timezoneId: 'Asia/Shanghai', viewport: SIZES[0] });
      await provide(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
  page: ({ stage }, provide) => provide(stage),
  kiosk: async ({ page, host, viewport, reducedMotion }, provide) => {
    await page.setViewportSize(viewport ?? SIZES[0]);
    await page.emulateMedia({ reducedMotion: reducedMotion ?? 'no-preference' });
    const kiosk = new Console(page, host.url);
    await provide(kiosk);
    kiosk.leave();
    expect(kiosk.complaints).toEqual([]);
  },
});
export { expect };
