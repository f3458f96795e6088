import { LOCALES } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { SIZES, test } from './console.ts';

// ten questions are drawn and looked through for barriers in one test
test.describe.configure({ timeout: 300_000 });

for (const locale of LOCALES) {
  // the narrow screen is where words do not fit; `ANTEROOM_SCREENS=all` looks at the wide one too
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'en', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('first set-up', async ({ kiosk }) => {
        const { page } = kiosk;
        await kiosk.open({ locale, isNew: true });
        const next = page.locator('button[type=submit]');
        await kiosk.look('setup-1-welcome');
        await next.click();
        await page
          .locator('input')
          .first()
          .fill(locale === 'en' ? 'Riverside Works, Gate 2' : '滨江工厂 2 号门');
        await page.locator('input[type=tel]').fill('+86 512 5555 0123');
        await kiosk.look('setup-2-site');
        await next.click();
        await page.locator('input').first().fill('周敏');
        await page.locator('input[type=password]').first().fill('482915');
        await page.locator('input[type=password]').last().fill('482916');
        await next.click();
        await kiosk.look('setup-3-account-problem');
        await page.locator('input[type=password]').last().fill('482915');
        await next.click();
        await page.getByRole('radio').first().waitFor();
        await kiosk.look('setup-4-pack');
        await next.click();
        await page.locator('input[type=checkbox]').first().waitFor({ state: 'attached' });
        await kiosk.look('setup-5-posts');
        await next.click();
        await page.locator('.ui-switch').click();
        await kiosk.look('setup-6-hub');
        await page.locator('.ui-switch').click();
        await next.click();
        await page.locator('.setup__points').waitFor();
        await kiosk.look('setup-7-done');
        await next.click();
        await page.locator('.mgr-nav').waitFor();
      });

      test('sign-in', async ({ kiosk }) => {
        const { page } = kiosk;
        await kiosk.open({ locale });
        await kiosk.look('sign-in-1');
        await page.locator('.ui-radio-card').first().click();
        for (let attempt = 1; attempt <= 5; attempt += 1) {
          await page.locator('input[type=password]').fill('739104');
          await page.keyboard.press('Enter');
          await page.locator('.mgr-sign-in__message .ui-banner').waitFor();
          if (attempt === 1) await kiosk.look('sign-in-2-wrong');
          await page.waitForFunction(
            () => document.querySelector<HTMLInputElement>('input[type=password]')?.value === '',
          );
        }
        await page.locator('.mgr-sign-in__message .ui-banner--warn').waitFor();
        await kiosk.look('sign-in-3-locked');
      });

      test('interviews', async ({ kiosk }) => {
        const { page } = kiosk;
        await kiosk.openSignedIn(locale);
        await page.locator('.ui-table__row').first().waitFor();
        await kiosk.look('list-1');
        const questions = page.locator('.mgr-contents__item');
        const open = async (name: string): Promise<void> => {
          await page.getByRole('searchbox').fill(name);
          await page.locator('.ui-table__row', { hasText: name }).first().click();
          await questions.first().waitFor();
        };
        await open(locale === 'en' ? 'Maria Lopez' : '王芳');
        const count = await questions.count();
        for (let index = 0; index < count; index += 1) {
          await questions.nth(index).click();
          await kiosk.look(`detail-${index + 1}`);
        }
        await page.locator('.mgr-detail__head button').first().click();
        await open('王芳');
        await page.locator('.mgr-detail__head button').last().click();
        await page.getByRole('alertdialog').waitFor();
        await page.getByRole('alertdialog').locator('input').fill('WRONG-1');
        await page.getByRole('alertdialog').locator('button').last().click();
        await page.locator('.ui-field__error').waitFor();
        await kiosk.look('erase-wrong-code');
        await page.getByRole('alertdialog').locator('input').fill('MOSS-4471');
        await page.getByRole('alertdialog').locator('button').last().click();
        await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
        await page.locator('.ui-banner').waitFor();
        await kiosk.look('detail-erased');
      });

      test('holds and deletions', async ({ kiosk }) => {
        const { page } = kiosk;
        await kiosk.openSignedIn(locale);
        await page.locator('.ui-table__row').first().waitFor();
        const head = page.locator('.mgr-detail__head button');
        const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
        // completed, everything sent, not held
        await page.locator('.ui-table__row', { hasText: 'K7-204' }).click();
        await page.locator('.mgr-contents__item').last().click();
        await page.locator('.mgr-overview').waitFor();
        await kiosk.look('kept-until');
        await head.nth(1).click();
        await dialog.waitFor();
        await dialog.locator('.ui-radio-card').nth(1).click();
        await dialog.locator('input[type=text]').fill('12 O 77/26');
        await kiosk.look('hold-1-dialog');
        await dialog.locator('button').last().click();
        await dialog.waitFor({ state: 'hidden' });
        await page.locator('.ui-banner').waitFor();
        await kiosk.look('hold-2-held');
        await head.last().click();
        await dialog.locator('input').fill('MOSS-4471');
        await dialog.locator('button').last().click();
        await page.locator('.ui-field__error').waitFor();
        await kiosk.look('hold-3-erase-refused');
        await dialog.locator('button').first().click();
        // the wish stands where the hold stands
        await page.locator('.ui-banner--warn button').waitFor();
        await head.first().click();
        await page.locator('.ui-table__row').first().waitFor();
        await kiosk.look('hold-4-list');
        await page.locator('.ui-table__row', { hasText: 'K7-204' }).click();
        await page.locator('.ui-banner--warn button').click();
        await dialog.waitFor();
        await kiosk.look('hold-5-release');
        await dialog.locator('button').last().click();
        await page.locator('.ui-banner--info').waitFor();
        await kiosk.goTo('deletions');
        await page.locator('.ui-table__row').first().waitFor();
        await kiosk.look('deletions-1');
        await page.locator('.ui-table__row button').first().click();
        await dialog.waitFor();
        await kiosk.look('deletions-2-certificate');
        await page.emulateMedia({ media: 'print' });
        await page.locator('.mgr-side').waitFor({ state: 'hidden' });
        await kiosk.look('deletions-3-printed');
      });

      test('an empty kiosk', async ({ kiosk }) => {
        await kiosk.openSignedIn(locale, { isEmpty: true });
        await kiosk.page.locator('.mgr-empty').waitFor();
        await kiosk.turn((fake) => fake.askPerson());
        await kiosk.turn((fake) => fake.setLock(42_000));
        await kiosk.page.locator('.mgr-lock-hint').waitFor();
        await kiosk.look('list-2-empty-person-asked-locking');
      });

      test('sync, readiness, settings', async ({ kiosk }) => {
        const { page } = kiosk;
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('sync');
        await kiosk.look('sync-1-idle');
        await page.locator('.mgr-header button').click();
        await page.getByRole('progressbar').first().waitFor();
        await kiosk.look('sync-2-sending');
        await kiosk.turn((fake) =>
          fake.setSync({
            state: 'offline',
            recordsWaiting: 12,
            filesWaiting: 9,
            bytesWaiting: 212_000_000,
            lastError: 'unreachable',
            nextAttemptAt: '2026-03-02T09:45:00.000Z',
          }),
        );
        await kiosk.look('sync-3-offline');
        await kiosk.turn((fake) => fake.setSync({ state: 'parked', recordsParked: 2, lastError: 'weird_code' }));
        await page.locator('.ui-banner--danger').waitFor();
        await kiosk.look('sync-4-parked');
        await kiosk.goTo('readiness');
        await page.locator('.mgr-check').first().waitFor();
        await kiosk.look('readiness');
        await kiosk.goTo('settings');
        await page.locator('input').first().waitFor();
        await kiosk.look('settings-1');
        await page.locator('input').first().fill('');
        for (const control of await page.locator('.ui-switch').all()) await control.click();
        for (const address of await page.locator('input[type=url]').all()) await address.fill('ftp://hub');
        await page.locator('button[type=submit]').click();
        await page.locator('.ui-field__error').first().waitFor();
        await kiosk.look('settings-2-wrong');
      });
    });
  }
}
