import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { LOCALES } from '#shared/localized.ts';
import { IS_QUICK } from '#scripts/left-for-all.ts';
import { findBarriers, waitUntilStill } from '../barriers.ts';
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

/**
 * Every screen is measured always. Pictures take longer than that: of the narrow one they are made except in `npm test`, where nobody
 * looks at them, of the wide one only when asked.
 */
const FILMED = SIZES.filter((size) => process.env['ANTEROOM_SCREENS'] === 'all' || (size === SIZES[0] && !IS_QUICK));

for (const story of STORIES) {
  for (const locale of LOCALES) {
    test(`${story.name} in ${locale} is accessible and whole`, async ({ page, openStory, complaints }, info) => {
      await openStory(page, { ...story.setup, view: story.view(locale) });
      await story.prepare?.(page);

      // a wide screen has room for either language; the narrow one is where words do not fit
      for (const size of locale === LOCALES[0] ? SIZES : [SIZES[0]]) {
        await page.setViewportSize(size);
        await waitUntilStill(page);
        if (FILMED.includes(size)) {
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
