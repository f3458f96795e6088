import { LOCALES } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, SIZES, test } from './console.ts';

// every part of the studio is drawn and looked through for barriers in one test
test.describe.configure({ timeout: 300_000 });

for (const locale of LOCALES) {
  const t = texts(locale, 'studio');
  // the narrow screen is where words do not fit; `ANTEROOM_SCREENS=all` looks at the wide one too
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'en', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('the job studio', async ({ kiosk }) => {
        const { page } = kiosk;
        const button = (name: string) => page.getByRole('button', { name, exact: true });
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('jobs');
        await page.locator('.job-entry').first().waitFor();
        await kiosk.look('jobs-1-list');
        const title = locale === 'en' ? 'Night shift assembler' : '夜班装配工';
        await button(t('list.read_of', { title, version: 2 })).click();
        await page.locator('.job-outline__entry').first().waitFor();
        await kiosk.look('jobs-2-read-only');
        await button(t('editor.back')).click();
        await button(t('list.go_on_with', { title })).click();
        const parts = page.locator('.job-outline__entry');
        await parts.first().waitFor();
        await kiosk.look('jobs-3-post');
        await parts.nth(1).click();
        await page.locator('details').first().locator('summary').click();
        await kiosk.look('jobs-4-dimension');
        const count = await parts.count();
        for (let index = 4; index < count - 1; index += 1) {
          await parts.nth(index).click();
          await kiosk.look(`jobs-5-part-${index}`);
        }
        await button(t('outline.add_item')).click();
        await page.getByRole('menu').waitFor();
        await kiosk.look('jobs-6-menu');
        await page.getByRole('menuitem').last().click();
        await page.locator('.bank-entry').first().waitFor();
        await kiosk.look('jobs-7-bank-picker');
        await page.locator('.bank-entry button').first().click();
        await kiosk.look('jobs-8-from-bank');
        await parts.last().click();
        await kiosk.look('jobs-9-checks');
        await button(t('preview.action')).click();
        const inside = page.frameLocator('iframe');
        await inside.locator('.c-job').waitFor();
        await kiosk.look('jobs-10-preview-card');
        await button(t('preview.next')).click();
        await inside.locator('.c-stage').waitFor();
        await kiosk.look('jobs-11-preview-question');
        await button(t('preview.close')).click();
        await button(t('export.action')).click();
        await page.locator('.job-yaml textarea').waitFor();
        await kiosk.look('jobs-12-export');
        await button(t('common.close')).click();
        await button(t('editor.publish')).click();
        await page.getByRole('dialog').waitFor();
        await kiosk.look('jobs-13-publish');
        await page.getByRole('dialog').locator('button').last().click();
        await page.locator('.ui-banner--good').waitFor();
        await kiosk.look('jobs-14-published');
        await button(t('bank.title')).click();
        await page.locator('.bank-entry').first().waitFor();
        await kiosk.look('jobs-15-bank');
      });

      test('a draft with everything to put right, and a file that is no post', async ({ kiosk }) => {
        const { page } = kiosk;
        const button = (name: string) => page.getByRole('button', { name, exact: true });
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('jobs');
        await button(t('list.create')).click();
        await page.locator('.job-outline__entry').first().waitFor();
        await kiosk.look('jobs-20-blank');
        await button(t('editor.publish')).click();
        await page.locator('.job-finding').first().waitFor();
        await kiosk.look('jobs-21-problems');
        await page.locator('.job-finding').first().click();
        await expect(page.locator('[data-path="title/zh-CN"] input')).toBeFocused();
        await kiosk.look('jobs-22-problem-at-its-field');
        await button(t('editor.discard')).click();
        await kiosk.look('jobs-23-discard');
        await page.getByRole('dialog').locator('button').last().click();
        await button(t('import.action')).click();
        await page.locator('.job-yaml textarea').fill('id: night-shift\nversion: 1\ntitle: Night shift\n');
        await page.getByRole('dialog').locator('button').last().click();
        await page.locator('.job-import__problems li').first().waitFor();
        await kiosk.look('jobs-24-import-refused');
      });

      test('a kiosk on which nothing was written', async ({ kiosk }) => {
        await kiosk.openSignedIn(locale, { isEmpty: true });
        await kiosk.goTo('jobs');
        await kiosk.page.locator('.job-entry').first().waitFor();
        await kiosk.look('jobs-30-nothing-written');
        await kiosk.page.getByRole('button', { name: t('bank.title'), exact: true }).click();
        await kiosk.page.locator('.mgr-empty').waitFor();
        await kiosk.look('jobs-31-empty-bank');
      });
    });
  }
}
