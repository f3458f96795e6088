import { LOCALES } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { expect, SIZES, test } from './console.ts';

test.describe.configure({ timeout: 240_000 });

const repeated = (row: string, n: number) => `${row}\n`.repeat(n);
/** Women are selected half as often as men; there are three people of a third kind. */
const PEOPLE = `sex,origin,hired,points\n${repeated('F,local,yes,71', 14)}${repeated('F,local,no,55', 40)}${repeated('F,away,yes,66', 8)}${repeated('F,away,no,52', 30)}${repeated('M,local,yes,75', 31)}${repeated('M,local,no,58', 30)}${repeated('M,away,yes,70', 22)}${repeated('M,away,no,60', 25)}${repeated('X,away,no,61', 3)}${repeated(',local,no,50', 6)}`;
const OUTCOMES = `code,grade,post\n${Array.from({ length: 140 }, (_, index) => `R${1000 + index},${index % 7},store`).join('\n')}`;
const csv = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

for (const locale of LOCALES) {
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'zh-CN', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('figures, an audit, outcomes, and a rehearsal up to its approval', async ({ kiosk }) => {
        const { page } = kiosk;
        const tab = (index: number) => page.locator('.ins-bar .mgr-segments__item').nth(index).click();
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('insights');
        await page.locator('.ins-funnel').waitFor();
        await kiosk.look('insights-1-overview');
        await page.locator('.mgr-main').evaluate((main) => main.scrollTo(0, 620));
        await kiosk.look('insights-2-overview-middle');
        await page.locator('.mgr-main').evaluate((main) => main.scrollTo(0, 10_000));
        await kiosk.look('insights-3-overview-end');

        await tab(1);
        await kiosk.look('insights-4-audit-empty');
        await page.locator('input[type=file]').setInputFiles(csv(PEOPLE));
        await page.locator('.ins-groups').waitFor();
        await page.locator('.ins-groups label').nth(0).click();
        await page.locator('.ins-groups label').nth(1).click();
        await page.locator('.ui-select__button').last().click();
        await page.locator('.ui-select__option').first().click();
        await page.locator('.ui-button--primary').click();
        await page.locator('.ins-plain').first().waitFor();
        await kiosk.look('insights-5-audit');
        await page.locator('.mgr-main').evaluate((main) => main.scrollTo(0, 10_000));
        await kiosk.look('insights-6-audit-end');

        await tab(2);
        await page.locator('input[type=file]').setInputFiles(csv(OUTCOMES));
        await page.locator('.ins-form').waitFor();
        await page.locator('.ins-form .ui-select__button').nth(1).click();
        await page.locator('.ui-select__option').first().click();
        await page.locator('.ui-button--primary').click();
        await page.locator('.ins-plain').first().waitFor();
        await kiosk.look('insights-7-outcomes');
        await page.locator('.mgr-main').evaluate((main) => main.scrollTo(0, 10_000));
        await kiosk.look('insights-8-outcomes-end');

        await tab(3);
        await page.locator('.ins-weights').waitFor();
        await page.locator('.ins-weights input').last().fill('70');
        await page.locator('.ui-button--primary').click();
        await page.locator('.ins-crossings').waitFor();
        await kiosk.look('insights-9-rehearsal');
        await page
          .locator('.ins-propose input')
          .fill(locale === 'en' ? 'Seventy points is what the shift needs.' : '本班次人手紧张，七十分已经够用。');
        await page.locator('.ins-propose button').click();
        await page.locator('.ins-change').waitFor();
        await kiosk.look('insights-10-proposed');
        await expect(page.locator('.ins-change .ui-button--primary')).toHaveCount(0);
        await kiosk.turn((fake) => fake.proposedByOther());
        await tab(0);
        await tab(3);
        await page.locator('.ins-change .ui-button--primary').click();
        await page.locator('.ins-change .ui-badge--good').waitFor();
        await kiosk.look('insights-11-approved');
      });
    });
  }
}

test('nobody was interviewed yet: every tab says what to do', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn('zh-CN', { isEmpty: true });
  await kiosk.goTo('insights');
  await page.locator('.mgr-empty').waitFor();
  await kiosk.look('insights-0-empty');
  for (const index of [2, 3]) {
    await page.locator('.ins-bar .mgr-segments__item').nth(index).click();
    await expect(page.locator('.ui-banner')).toBeVisible();
  }
});

test('a file without rows, and weights that do not sum to 100 %, are refused with what to do', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn('en');
  await kiosk.goTo('insights');
  await page.locator('.ins-funnel').waitFor();
  await page.locator('.ins-bar .mgr-segments__item').nth(1).click();
  await page.locator('input[type=file]').setInputFiles(csv('sex,hired\n'));
  await expect(page.getByRole('alert')).toContainText('The file has a header and no rows.');
  await page.locator('.ins-bar .mgr-segments__item').nth(3).click();
  await page.locator('.ins-weights input').first().fill('90');
  await expect(page.locator('.ins-actions')).toContainText('they have to sum to 100');
  await expect(page.locator('.ins-weights .ui-field__error').first()).toContainText('in one change');
  await expect(page.locator('.ui-button--primary')).toBeDisabled();
});
