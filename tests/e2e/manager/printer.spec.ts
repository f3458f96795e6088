import { texts } from '#tests/pages/texts.ts';
import { expect, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

test('a receipt printer is set up: a wrong address is said, the test page waits for the save, missing paper has a next step', async ({
  kiosk,
}) => {
  const { page } = kiosk;
  const t = texts('en', 'manager');
  await kiosk.openSignedIn('en', { place: 'settings' });
  await page.getByRole('button', { name: t('settings.printer_kind') }).click();
  await page.getByRole('option', { name: t('settings.printers.thermal') }).click();
  const address = page.getByRole('textbox', { name: t('settings.printer_address') });
  const save = page.getByRole('button', { name: t('settings.save') });
  await address.fill('the printer');
  await save.click();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await address.fill('192.168.1.50:9100');
  const testPage = page.getByRole('button', { name: t('settings.printer_test') });
  await expect(testPage).toBeDisabled();
  await save.click();
  await testPage.click();
  await expect(page.getByText(t('settings.printer_tested'))).toBeVisible();
  await kiosk.turn((fake) => fake.failPrinting('no_paper'));
  await testPage.click();
  await expect(page.getByText(t('problems.no_paper'))).toBeVisible();
  await kiosk.look('settings-printer');
});
