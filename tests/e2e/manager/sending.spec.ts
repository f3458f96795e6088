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
      await expect(page.getByText(t(`sync.errors.${lastError}`), { exact: true })).toBeVisible();
    }
  });
}
