import { texts } from '#tests/pages/texts.ts';
import { expect, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

test('signing in by touch alone, and out again to the attract screen', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.open({ locale: 'en' });
  await page.locator('.ui-radio-card').first().click();
  for (const digit of '482915') await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('attract screen')).toBeVisible();
});

test('a technician sees no interviews', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.open({ locale: 'en' });
  await page.locator('.ui-radio-card').nth(1).click();
  await page.locator('input[type=password]').fill('482915');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sync' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Interviews' })).toHaveCount(0);
});

test('auto-lock takes everything off the screen', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  await expect(page.getByText('王芳').first()).toBeVisible();
  await kiosk.turn((fake) => fake.lock());
  await expect(page.getByRole('heading', { name: 'Staff sign-in' })).toBeVisible();
  expect(await page.content()).not.toContain('王芳');
});

test('the list and an interview are worked through with j, k, Enter and Escape', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  const rows = page.locator('.ui-table__row');
  await rows.first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  const second = await rows.nth(1).locator('.mgr-person__name').textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(second ?? '');
  // one that was reviewed opens at its decision
  await page.locator('.mgr-contents__item').first().click();
  const prompt = page.locator('.mgr-answer__prompt');
  const first = await prompt.textContent();
  await page.keyboard.press('j');
  await expect(prompt).not.toHaveText(first ?? '');
  await page.keyboard.press('k');
  await expect(prompt).toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await rows.first().waitFor();
});

test('rows are walked with arrow keys, marked with the space bar, and keep the focus while the list scrolls', async ({
  kiosk,
}) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  const row = (number: number) => page.locator(`.ui-table__row[aria-rowindex="${number + 1}"]`);
  const marked = page.locator('.ui-table__row[data-selected]');
  await row(1).waitFor();
  await page.getByRole('grid').getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(2)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(row(2)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  // a press on a box marks its row, opens nothing, and the keys go on from there
  await row(4).locator('.ui-mark').click();
  await expect(row(4)).toBeFocused();
  await expect(marked).toHaveCount(2);
  await page.keyboard.press('Space');
  await expect(marked).toHaveCount(1);
  await page.keyboard.press('PageDown');
  const below = Number(await page.locator('.ui-table__row:focus').getAttribute('aria-rowindex'));
  expect(below).toBeGreaterThan(10);
  await expect(row(below - 1)).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(row(1)).toBeFocused();
  await expect(row(1)).toBeInViewport();
  // out of sight it keeps the focus, and comes back with the next key
  await page.locator('.ui-long-table').hover();
  await page.mouse.wheel(0, 1000);
  await expect(row(1)).not.toBeInViewport();
  await expect(row(1)).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(2)).toBeFocused();
  await expect(row(2)).toBeInViewport();
  const name = await row(2).locator('.mgr-person__name').textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name ?? '');
});

test('filter, search and further pages', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  const rows = page.locator('.ui-table__row');
  const count = page.locator('.mgr-bar__count');
  await expect(count).toHaveText('64 interviews');
  // only what is in sight is drawn, and the rest comes as the reader comes to it
  expect(await rows.count()).toBeLessThan(40);
  await page.locator('.ui-long-table').hover();
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 4000);
      return rows.last().getAttribute('aria-rowindex');
    })
    .toBe('65');
  await page.getByRole('button', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Withdrawn' }).click();
  await expect(count).toHaveText('8 interviews');
  await page.getByRole('radio', { name: 'Sending stuck' }).click();
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByPlaceholder('Name, code or post').fill('lopez');
  await expect(rows.first()).toContainText('Maria Lopez');
  await page.getByPlaceholder('Name, code or post').fill('nobody at all');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(count).toHaveText('64 interviews');
});

test('interviews to listen to come before the others', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  const cells = page.locator('.ui-table__row [aria-colindex="6"]');
  await cells.first().waitFor();
  const isFlagged = (await cells.allTextContents()).map((text) => text.includes('answer'));
  expect(isFlagged.lastIndexOf(true)).toBeLessThan(isFlagged.indexOf(false));
});

test('a recording without a length in its header gets one, and a press on the timeline plays from there', async ({
  kiosk,
}) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  await page.locator('.ui-table__row').first().click();
  await page.locator('.mgr-contents__item').first().click();
  const video = page.locator('video');
  await expect.poll(() => video.evaluate((player: HTMLVideoElement) => Math.round(player.duration))).toBe(64);
  await page.locator('.mgr-observations summary').click();
  const line = page.locator('.mgr-timeline__svg');
  const box = await line.boundingBox();
  if (box === null) throw new Error('The timeline is not on the screen.');
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
  await expect
    .poll(() =>
      video.evaluate(
        (player: HTMLVideoElement) => player.currentTime > 46 && player.currentTime < 60 && player.readyState >= 2,
      ),
    )
    .toBe(true);
  await page.getByRole('radio', { name: '1.5×' }).click();
  expect(await video.evaluate((player: HTMLVideoElement) => player.playbackRate)).toBe(1.5);
});

test('settings: what is wrong is named and focused, what was saved can be undone', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  await kiosk.goTo('settings');
  const name = page.getByLabel('Name of the site');
  await name.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(name).toBeFocused();
  await expect(page.getByText('Enter a name of 1 to 80 characters.')).toBeVisible();
  await name.fill('Gate 9');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('Riverside Works, Gate 2');
  await kiosk.turn((fake) => fake.setInterviewRunning(true));
  await name.fill('Gate 9');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('An interview is going on.')).toBeVisible();
  await expect(name).toHaveValue('Gate 9');
});

for (const [locale, sentence] of [
  ['en', /or in your own network \(https:\/\/ only\)/],
  ['zh-CN', /自己网络里的地址（只能用 https:\/\/）/],
] as const) {
  test(`settings: an address that the kiosk refuses is named at its field (${locale})`, async ({ kiosk }) => {
    const { page } = kiosk;
    const t = texts(locale, 'manager');
    await kiosk.openSignedIn(locale);
    await kiosk.goTo('settings');
    await kiosk.turn((fake) => fake.refuseSetting('probeModel.url'));
    await page.getByText(t('settings.probe_on')).click();
    const address = page.getByRole('textbox', { name: t('settings.probe_url'), exact: true });
    await address.fill('https://203.0.113.9/v1');
    await page.getByRole('textbox', { name: t('settings.probe_model'), exact: true }).fill('local');
    await page.getByRole('button', { name: t('settings.save'), exact: true }).click();
    await expect(address).toHaveAccessibleDescription(sentence);
    await expect(address).toHaveAttribute('aria-invalid', 'true');
    await address.fill('http://127.0.0.1:8080/v1');
    await expect(address).not.toHaveAttribute('aria-invalid', 'true');
  });
}

test('a guessable PIN is refused in words, and the set-up goes on behind the account', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.open({ locale: 'en', isNew: true });
  const next = page.locator('button[type=submit]');
  await next.click();
  await page.getByLabel('Name of the site').fill('Gate 2');
  await next.click();
  await page.getByLabel('Your name').fill('Zhou Min');
  for (const field of await page.locator('input[type=password]').all()) await field.fill('111111');
  await next.click();
  await expect(page.getByText('one of the first anybody would guess')).toBeVisible();
  for (const field of await page.locator('input[type=password]').all()) await field.fill('482915');
  await next.click();
  await expect(page.getByRole('heading', { name: 'Which legal rules apply here?' })).toBeVisible();
});

test('somebody came to the candidate who asked', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  await kiosk.turn((fake) => fake.askPerson());
  await page.getByRole('button', { name: 'Somebody has come' }).click();
  await expect(page.getByText('A candidate asked for a person')).toHaveCount(0);
});
