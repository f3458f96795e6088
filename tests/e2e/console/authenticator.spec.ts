import { startAuthenticator } from '#hub/people/authenticator.fake.ts';
import { expect, look, PASSWORD, test } from './head-office.ts';
import { lookInBoth, place, signIn } from './operations-page.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'authenticator' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });
test.use({ actionTimeout: 15_000 });

test('an authenticator app: set up with a QR code, asked for at sign-in, taken away by an administrator', async ({
  page,
  office,
  complaints,
}) => {
  await signIn(page, office);
  await place(page, 'My account').click();
  await lookInBoth(page, 'account-without');
  await page.getByRole('button', { name: 'Set it up' }).click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await dialog.getByLabel('Password of now').fill('not my password');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('wrong');
  await dialog.getByLabel('Password of now').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const app = startAuthenticator((await dialog.locator('.con-secret').textContent()) ?? '');
  await look(page, 'account-qr');
  await dialog.getByLabel('Code of the authenticator app').fill('000000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('The code is wrong');
  await dialog.getByLabel('Code of the authenticator app').fill(app(Date.now()));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('listitem')).toHaveCount(10);
  const recovery = (await dialog.getByRole('listitem').first().textContent()) ?? '';
  await look(page, 'account-recovery');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText('10 recovery codes are left')).toBeVisible();
  await lookInBoth(page, 'account-with');

  const enter = async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('Sign-in name').fill('operations');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Code of the authenticator app')).toBeFocused();
  };
  await enter();
  await look(page, 'sign-in-code');
  // the next one: that of now was used to set it up
  const code = app(Date.now(), 1);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
  // used once
  await enter();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('was used before');
  await page.getByLabel('Code of the authenticator app').fill(recovery);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
  await place(page, 'My account').click();
  await expect(page.getByText('9 recovery codes are left')).toBeVisible();

  // not one's own; somebody else's
  await place(page, 'People').click();
  await page.getByRole('row', { name: /林晓/ }).click();
  await expect(dialog.getByRole('button', { name: 'Take the authenticator away' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto(office.welcome);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await place(page, 'People').click();
  await expect(page.getByRole('row', { name: /林晓/ })).toContainText('Authenticator');
  await page.getByRole('row', { name: /林晓/ }).click();
  await look(page, 'people-authenticator');
  await dialog.getByRole('button', { name: 'Take the authenticator away' }).click();
  await expect(page.getByRole('row', { name: /林晓/ })).not.toContainText('Authenticator');
  expect(complaints).toEqual([]);
});
