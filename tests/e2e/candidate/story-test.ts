import { type ConsoleMessage, type Page, test as base } from '@playwright/test';
import type { StorySetup } from './page/story-setup.ts';
import { serveStories } from './story-server.ts';

/** Draws a story on the page; what is left out behaves well. */
export type OpenStory = (page: Page, setup: Pick<StorySetup, 'view'> & Partial<StorySetup>) => Promise<void>;

const VIEWPORT = { width: 1280, height: 800 };

/**
 * A browser test with the story page of its worker. Loading it takes several times as long as drawing a story, so the stories of
 * a worker follow each other on one page; each is mounted anew. A test that changes the page itself opens one of its own in
 * `context`. `complaints` is what the page said was wrong.
 */
export const test = base.extend<{ openStory: OpenStory; complaints: string[] }, { storyUrl: string; stage: Page }>({
  storyUrl: [
    async ({ browserName }, provide, info) => {
      const server = await serveStories(`${browserName}-${info.workerIndex}`);
      await provide(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  stage: [
    async ({ browser }, provide) => {
      const page = await browser.newPage({ viewport: VIEWPORT });
      await provide(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
  page: ({ stage }, provide) => provide(stage),
  complaints: async ({ stage }, provide) => {
    const complaints: string[] = [];
    const note = (message: ConsoleMessage) => {
      // the media and speech files of a story do not exist
      if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
    };
    const noteError = (error: Error) => complaints.push(error.message);
    stage.on('console', note).on('pageerror', noteError);
    await provide(complaints);
    stage.off('console', note).off('pageerror', noteError);
  },
  openStory: async ({ storyUrl }, provide) => {
    await provide(async (page, setup) => {
      const whole: StorySetup = {
        devices: 'voice',
        isConnected: true,
        keyboard: 'automatic',
        hasKeypad: false,
        refusal: null,
        invitation: { kind: 'none_here' },
        ...setup,
      };
      if (page.url() !== storyUrl) {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await page.goto(storyUrl);
      }
      // nothing is hovered over, and the window is as the kiosk's
      await page.mouse.move(0, 0);
      await page.setViewportSize(VIEWPORT);
      await page.evaluate((given) => window.openStory(given), whole);
      await page.locator('#root > *').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
    });
  },
});
