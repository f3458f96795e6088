import { LOCALES, type Locale } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, SIZES, test, type Console } from './console.ts';

test.describe.configure({ timeout: 300_000 });

/** The one interview of the fake kiosk that nobody has rated. */
const UNRATED = 'John Baker';

async function open(kiosk: Console, locale: Locale): Promise<void> {
  await kiosk.openSignedIn(locale);
  await kiosk.page.locator('input[type=search], .mgr-search input').first().fill('John');
  await kiosk.page.locator('.ui-table__row', { hasText: UNRATED }).first().click();
  await kiosk.page.locator('.rev-rate').first().waitFor();
}

/** Rates everything by keys alone, question after question. */
async function rateAll({ page }: Console, levels: readonly string[]): Promise<void> {
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

for (const locale of LOCALES) {
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'zh-CN', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('rate, compare, decide', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'review');
        const button = (key: string) => page.getByRole('button', { name: t(key), exact: true });
        await open(kiosk, locale);
        await kiosk.look('review-1-rate');
        await page.keyboard.press('4');
        await page.locator('.mgr-clause--picks').nth(2).click();
        await page.keyboard.press('j');
        await page.keyboard.press('0');
        await kiosk.look('review-2-rating');
        await button('rate.lock').click();
        await kiosk.look('review-3-missing');
        await page.keyboard.press('Escape');
        await rateAll(kiosk, ['4', '2', '5']);
        await button('rate.lock').click();
        await kiosk.look('review-4-lock');
        await button('lock.confirm').click();
        await page.locator('.rev-compare').first().waitFor();
        await kiosk.look('review-5-quotes');
        await button('compare.show_levels').first().click();
        await page.locator('.rev-dots').nth(1).waitFor();
        await page.locator('.mgr-contents__item').first().click();
        await kiosk.look('review-6-levels');
        await button('compare.change').first().click();
        await page.locator('.rev-change .rev-scale__level').nth(2).click();
        await page.locator('.rev-change .rev-chips button').first().click();
        await page.locator('.rev-change textarea').fill('她说是自己先停的机器，转写里没有。');
        await kiosk.look('review-7-change');
        await button('compare.save').click();
        await page.locator('.rev-change').waitFor({ state: 'detached' });
        await button('compare.finish').click();
        await page.locator('.rev-decide').waitFor();
        await kiosk.look('review-8-decide');
        await page.locator('.rev-decide .ui-radio-card').first().click();
        await page.locator('.rev-decide .rev-chips button').first().click();
        await page.locator('.rev-decide textarea').fill('例子清楚，先停机再找人，符合岗位要求。');
        await kiosk.look('review-9-deciding');
        await button('decide.save').click();
        await page.locator('.rev-decision').waitFor();
        await kiosk.look('review-10-decided');
        await expect(page.locator('.rev-step--done')).toHaveCount(3);
      });
    });
  }
}
