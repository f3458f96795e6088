import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { LOCALES } from '#shared/localized.ts';
import { findBarriers } from '../barriers.ts';
import { findLayoutFaults } from './layout-faults.ts';
import { STORIES } from './stories.ts';
import { test } from './story-test.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
/** Product rule: every target of a candidate's screen is at least 64 px. */
const MIN_TARGET = 64;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The wide screen is measured always, and filmed only when asked: a picture of it takes longer than all the rest. */
const FILMS_ALL = process.env['ANTEROOM_SCREENS'] === 'all';

for (const story of STORIES) {
  for (const locale of LOCALES) {
    test(`${story.name} in ${locale} is accessible and whole`, async ({ page, openStory, complaints }, info) => {
      await openStory(page, { ...story.setup, view: story.view(locale) });
      await story.prepare?.(page);

      // a wide screen has room for either language; the narrow one is where words do not fit
      for (const size of locale === LOCALES[0] ? SIZES : [SIZES[0]]) {
        await page.setViewportSize(size);
        // what measures itself has done so after two frames
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        if (FILMS_ALL || size === SIZES[0]) {
          const pictures = join(info.project.outputDir, 'candidate-screens', `${locale}-${size.width}`);
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: join(pictures, `${story.name}.png`) });
        }
        expect(await findLayoutFaults(page, MIN_TARGET), `${size.width}×${size.height}`).toEqual([]);
      }
      // markup and colours are the same in every language
      if (locale === LOCALES[0]) expect(await findBarriers(page, { tags: RULES })).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
}
