import { LOCALES } from '#shared/localized.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, SIZES, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

for (const locale of LOCALES) {
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('a printer is set up: a wrong address is said, the test page waits for the save, missing paper has a next step', async ({
        kiosk,
      }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale, { place: 'settings' });
        const choose = async (key: string, option: string) => {
          await page.getByRole('button', { name: t(key) }).click();
          await page.getByRole('option', { name: t(option) }).click();
        };
        const testPage = page.getByRole('button', { name: t('settings.printer_test') });
        const save = page.getByRole('button', { name: t('settings.save') });
        const look = async (name: string) => {
          await testPage.evaluate((button) => button.closest('.ui-card')?.scrollIntoView({ block: 'center' }));
          await kiosk.look(`settings-printer-${name}`);
        };
        await choose('settings.printer_kind', 'settings.printers.system');
        await look('1-system');
        await choose('settings.printer_kind', 'settings.printers.thermal');
        const address = page.getByRole('textbox', { name: t('settings.printer_address') });
        await address.fill('the printer');
        await save.click();
        await expect(address).toHaveAttribute('aria-invalid', 'true');
        await look('2-wrong');
        await address.fill('192.168.1.50:9100');
        await expect(testPage).toBeDisabled();
        // a printer without Chinese in it is drawn for
        await choose('settings.printer_characters', 'settings.printer_sets.picture');
        await expect(page.getByText(t('settings.printer_set_hints.picture'))).toBeVisible();
        await save.click();
        await testPage.click();
        await expect(page.getByText(t('settings.printer_tested'))).toBeVisible();
        await look('3-tested');
        await kiosk.turn((fake) => fake.failPrinting('no_paper'));
        await testPage.click();
        await expect(page.getByText(t('problems.no_paper'))).toBeVisible();
        await look('4-no-paper');
        expect(await page.evaluate(() => window.kiosk.settings().printer)).toMatchObject({ characters: 'picture' });
      });
    });
  }
}
