import type { Locator } from '@playwright/test';
import { texts } from '#tests/pages/texts.ts';
import { expect, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

/** The console's page has a mouse; a touch as the page hears of it, and the focus that follows. */
const touch = (field: Locator) =>
  field.evaluate((input: HTMLElement) => {
    input.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', bubbles: true }));
    input.focus();
  });

test('a PIN is typed on the keys of the screen, over a dialog that stays', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn('en', { place: 'staff' });
  const t = texts('en', 'manager');
  await page
    .getByRole('button', { name: t('staff.add') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  const pin = dialog.locator('input[type=password]').first();
  await touch(pin);
  const keyboard = page.locator('.ui-keyboard--numbers');
  for (const digit of '48291') await keyboard.getByRole('button', { name: digit, exact: true }).click();
  await keyboard.getByRole('button', { name: texts('en', 'common')('keyboard.erase') }).click();
  await expect(pin).toHaveValue('4829');
  await expect(pin).toBeFocused();
  await expect(dialog).toBeVisible();
  const top = (await keyboard.boundingBox())?.y ?? 0;
  const field = await pin.boundingBox();
  await kiosk.look('keyboard-pin');
  expect((field?.y ?? Number.NaN) + (field?.height ?? 0)).toBeLessThanOrEqual(top);
});

test('the page behind the keyboard gives up its room: the last field of the settings can be seen', async ({
  kiosk,
}) => {
  const { page } = kiosk;
  await kiosk.openSignedIn('zh-CN', { place: 'settings' });
  const field = page.getByRole('textbox', { name: texts('zh-CN', 'manager')('settings.recovery_key') });
  await touch(field);
  await page.locator('.ui-keyboard--pinyin').waitFor();
  await kiosk.look('keyboard-settings');
  const top = (await page.locator('.ui-keyboard').boundingBox())?.y ?? 0;
  const box = await field.boundingBox();
  expect((box?.y ?? Number.NaN) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
});
