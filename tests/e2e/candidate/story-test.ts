import { type Page, test as base } from '@playwright/test';
import type { StorySetup } from './page/story-setup.ts';
import { serveStories } from './story-server.ts';

/** Opens the story page with a view; what is left out behaves well. */
export type OpenStory = (page: Page, setup: Pick<StorySetup, 'view'> & Partial<StorySetup>) => Promise<void>;

/** A browser test with the story page of its worker. */
export const test = base.extend<{ openStory: OpenStory }, { storyUrl: string }>({
  storyUrl: [
    async ({ browserName }, provide, info) => {
      const server = await serveStories(`${browserName}-${info.workerIndex}`);
      await provide(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  openStory: async ({ storyUrl }, provide) => {
    await provide(async (page, setup) => {
      const whole: StorySetup = { devices: 'voice', isConnected: true, refusal: null, ...setup };
      await page.addInitScript((given) => {
        window.story = given;
      }, whole);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(storyUrl);
      await page.locator('#root > *').first().waitFor();
      await page.evaluate(() => document.fonts.ready);
    });
  },
});
