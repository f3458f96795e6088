import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { LOCALES } from '#shared/localized.ts';
import { findLayoutFaults } from './layout-faults.ts';
import { STORIES } from './stories.ts';
import { test } from './story-test.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
/** Product rule: every target of a candidate's screen is at least 64 px. */
const MIN_TARGET = 64;

/** What axe finds wrong, with the elements concerned. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    // there are no frames; without this axe opens a page of its own to put results together
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/**
 * Every screen in Chinese; every second one also in English, whose words are longer, by default: `ANTEROOM_SCREENS=all` draws them
 * all.
 */
const DRAWS_ALL = process.env['ANTEROOM_SCREENS'] === 'all';

for (const [index, story] of STORIES.entries()) {
  for (const locale of DRAWS_ALL || index % 2 === 0 ? LOCALES : [LOCALES[0]]) {
    test(`${story.name} in ${locale} is accessible and whole`, async ({ page, openStory }, info) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        // the media and speech files of a story do not exist
        if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await openStory(page, { ...story.setup, view: story.view(locale) });
      await story.prepare?.(page);

      // a wide screen has room for either language; the narrow one is where words do not fit
      for (const size of locale === LOCALES[0] ? SIZES : [SIZES[0]]) {
        await page.setViewportSize(size);
        const pictures = join(info.project.outputDir, 'candidate-screens', `${locale}-${size.width}`);
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${story.name}.png`) });
        expect(await findLayoutFaults(page, MIN_TARGET), `${size.width}×${size.height}`).toEqual([]);
      }
      // markup and colours are the same in every language
      if (locale === LOCALES[0]) expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
}
