import { rootCertificates } from 'node:tls';
import { LOCALES } from '#shared/localized.ts';
import { CERTIFICATE_REFUSALS } from '#shared/wire/certificate-refusal.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

for (const locale of LOCALES) {
  test(`sync: what waits for its hours says until when (${locale})`, async ({ kiosk }) => {
    const { page } = kiosk;
    await kiosk.openSignedIn(locale);
    await kiosk.goTo('sync');
    // the browser stands in China
    await kiosk.turn((fake) =>
      fake.setSync({ state: 'scheduled', recordsWaiting: 3, nextAttemptAt: '2026-03-02T14:00:00.000Z' }),
    );
    const t = texts(locale, 'manager');
    await expect(page.getByText(t('sync.states.scheduled.title', { at: '22:00' }))).toBeVisible();
    await expect(page.getByText(t('sync.states.scheduled.next'))).toBeVisible();
  });

  test(`sync: a bad certificate is told with its next step (${locale})`, async ({ kiosk }) => {
    const { page } = kiosk;
    await kiosk.openSignedIn(locale);
    await kiosk.goTo('sync');
    const t = texts(locale, 'manager');
    for (const lastError of CERTIFICATE_REFUSALS) {
      await page.evaluate(
        (code) => window.kiosk.setSync({ state: 'refused', recordsWaiting: 3, lastError: code }),
        lastError,
      );
      await expect(page.getByText(t(`sync.states.${lastError}.title`))).toBeVisible();
      await expect(page.getByText(t(`sync.states.${lastError}.next`))).toBeVisible();
      await expect(page.getByText(t(`sync.errors.${lastError}`))).toBeVisible();
    }
  });

  test(`settings: ceiling, hours and certificates are set, and what is wrong is named (${locale})`, async ({
    kiosk,
  }) => {
    const { page } = kiosk;
    await kiosk.openSignedIn(locale);
    await kiosk.goTo('settings');
    const t = texts(locale, 'manager');
    const field = (name: string) => page.getByRole('textbox', { name: t(`settings.${name}`), exact: true });
    const save = page.getByRole('button', { name: t('settings.save'), exact: true });
    await page.getByText(t('settings.hub_on')).click();
    await page.getByLabel(t('settings.hub_url'), { exact: true }).first().fill('https://hub.example.com');
    await page.getByLabel(t('settings.hub_token'), { exact: true }).fill('0123456789abcdef');
    await field('ceiling').fill('63');
    await page.getByText(t('settings.hours_on')).click();
    await page.getByLabel(t('settings.hours_to'), { exact: true }).fill('22:00');
    await field('authority').fill('certificate');
    await field('pin_key').fill('sha256/abc');
    await save.click();
    for (const error of ['kbitPerSecond', 'window.to', 'caPem', 'pins'])
      await expect(page.getByText(t(`settings.errors.sending.${error}`))).toBeVisible();
    await field('ceiling').fill('512');
    await page.getByLabel(t('settings.hours_to'), { exact: true }).fill('05:30');
    await field('authority').fill(rootCertificates[0] ?? '');
    await field('pin_key').fill(`sha256/${'A'.repeat(43)}=`);
    await save.click();
    await expect(page.getByText(t('settings.saved'))).toBeVisible();
    await expect(field('pin_key')).toHaveValue(`${'A'.repeat(43)}=`);
    await expect(page.getByLabel(t('settings.hours_from'), { exact: true })).toHaveValue('22:00');
    await kiosk.look('settings-sending');
  });
}
