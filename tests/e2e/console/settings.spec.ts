import { MessageSettingsShown } from '#shared/hub/messages.ts';
import { expect, look, test } from './head-office.ts';
import { lookInBoth, place, signIn } from './operations-page.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'settings' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', actionTimeout: 15_000 });

test('messages, sites, partners and recruiting systems are set up without a command line', async ({
  page,
  office,
  complaints,
}) => {
  const settings = async () => MessageSettingsShown.parse(await (await office.ask('/v1/message-settings')).json());
  await signIn(page, office);
  await place(page, 'Settings').click();
  await expect(page.getByText('No mail server is set up')).toBeVisible();
  await lookInBoth(page, 'settings-empty');

  await page.getByLabel('Name of the organisation').fill('East Gate Works');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved.')).toBeVisible();
  expect((await settings()).organisation).toBe('East Gate Works');

  // what is wrong is said where it is wrong; a port nobody changed follows the protection
  await page.getByRole('textbox', { name: 'Server' }).fill('https://mail.example.com');
  await page.getByRole('button', { name: /Protection/ }).click();
  await page.getByRole('option', { name: 'STARTTLS' }).click();
  await expect(page.getByLabel('Port')).toHaveValue('587');
  await page.getByLabel('Sender').fill('HR <hr@example.com>');
  await page.getByLabel('User name').fill('hr');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByText("The server's name only")).toBeVisible();
  await expect(page.getByText('Enter the password for this user name.')).toBeVisible();
  await look(page, 'settings-wrong');
  await page.getByRole('textbox', { name: 'Server' }).fill('mail.example.com');
  await page.getByLabel('Password').fill('quiet words');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect.poll(async () => (await settings()).smtp).toMatchObject({ port: 587, user: 'hr', hasPassword: true });

  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('textbox', { name: 'Address' }).first().fill('https://sms.example.com/send');
  await page.getByLabel('Headers').fill('Authorization: Bearer abc');
  await page.getByRole('button', { name: 'Save', exact: true }).nth(1).click();
  await expect(page.getByText('Sent through sms.example.com')).toBeVisible();

  await page.getByRole('button', { name: 'Add a site' }).click();
  await page.getByRole('button', { name: 'Save the sites' }).click();
  await expect(page.getByText('Lower-case letters and digits, joined by hyphens.')).toBeVisible();
  const site = page.getByRole('group', { name: 'Site 1' });
  await site.getByLabel('Short name').fill('east-gate');
  await site.getByLabel('Name, 中文').fill('东门');
  await site.getByLabel('Name, English').fill('East gate');
  await page.getByRole('button', { name: 'Save the sites' }).click();
  await expect.poll(async () => (await settings()).sites.map(({ id }) => id)).toEqual(['east-gate']);

  await page.getByRole('button', { name: 'Add a partner' }).click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await dialog.getByLabel('Name', { exact: true }).fill('Trust Checks');
  await dialog.getByLabel('Short name').fill('Trust');
  await expect(dialog.getByText('Lower-case letters and digits')).toBeVisible();
  await dialog.getByLabel('Short name').fill('trust');
  await dialog.getByLabel('Address').fill('https://trust.example.com/orders');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(dialog.getByText('whsec_')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await page
    .getByRole('row', { name: /Trust Checks/ })
    .getByRole('button', { name: 'New secret' })
    .click();
  await dialog.getByRole('button', { name: 'New secret' }).click();
  await expect(dialog.getByText('whsec_')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();

  await page.getByRole('button', { name: 'Add a recruiting system' }).click();
  await dialog.getByLabel('Short name').fill('gh');
  await dialog.getByRole('button', { name: /Invited at/ }).click();
  await page.getByRole('option', { name: 'east-gate' }).click();
  await look(page, 'settings-vendor');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(dialog.getByText(`${office.url}/v1/greenhouse/gh`)).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await lookInBoth(page, 'settings');
  await page
    .getByRole('row', { name: /Greenhouse/ })
    .getByRole('button', { name: 'End' })
    .click();
  await dialog.getByRole('button', { name: 'End' }).click();
  await expect(page.getByRole('row', { name: /Greenhouse/ })).toContainText('Ended');
  expect(complaints).toEqual([]);
});
