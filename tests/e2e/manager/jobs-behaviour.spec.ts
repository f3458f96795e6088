import { texts } from '#tests/pages/texts.ts';
import { expect, type Console, test } from './console.ts';

// a busy machine takes its time to build the page
test.describe.configure({ timeout: 180_000 });

const t = texts('en', 'studio');

/** The third version of a post that is being written; its fourth question is missing. */
async function openDraft(kiosk: Console) {
  const { page } = kiosk;
  await kiosk.openSignedIn('en');
  await kiosk.goTo('jobs');
  await page.getByRole('button', { name: t('list.go_on_with', { title: 'Night shift assembler' }) }).click();
  const parts = page.locator('.job-outline__entry');
  await parts.first().waitFor();
  return { page, parts, field: (path: string) => page.locator(`[data-path="${path}"] :is(input, textarea)`).first() };
}

test('steps are taken back and done again by keyboard, and the draft is kept at each', async ({ kiosk }) => {
  const { page, field } = await openDraft(kiosk);
  const title = field('title/en');
  await title.fill('Dawn shift');
  await field('card/pay/en').fill('By the hour');
  await page.keyboard.press('Control+z');
  await expect(field('card/pay/en')).not.toHaveValue('By the hour');
  await page.keyboard.press('Control+z');
  await expect(title).toHaveValue('Night shift assembler');
  await page.keyboard.press('Control+Shift+z');
  await expect(title).toHaveValue('Dawn shift');
  await expect(page.getByText(t('editor.keeping.saved'))).toBeVisible();
  await page.getByRole('button', { name: t('editor.back') }).click();
  await expect(page.getByRole('button', { name: t('list.go_on_with', { title: 'Dawn shift' }) })).toBeVisible();
});

test('a weight that is moved by key takes from the others, and the whole stays the whole', async ({ kiosk }) => {
  const { page, parts } = await openDraft(kiosk);
  await parts.nth(1).click();
  const slider = page.getByRole('slider').first();
  await slider.focus();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await expect(page.locator('.job-weight output').first()).toHaveText('35%');
  const shares = await page.locator('.job-weight output').allInnerTexts();
  expect(shares.reduce((sum, share) => sum + Number.parseInt(share, 10), 0)).toBe(100);
});

test('words are typed as they come: a comma at the end is no word, and none is kept twice', async ({ kiosk }) => {
  const { page, field, parts } = await openDraft(kiosk);
  await parts.nth(5).click();
  const words = field('items/0/referenceWords/en');
  await words.fill('');
  await words.pressSequentially('belt, noise,');
  await expect(words).toHaveValue('belt, noise,');
  await words.pressSequentially(' belt');
  await parts.nth(6).click();
  await parts.nth(5).click();
  await expect(words).toHaveValue('belt, noise');
  await expect(page.getByText(t('editor.keeping.saved'))).toBeVisible();
});

test('a draft that was discarded on another page is read only, with a sentence that says so', async ({ kiosk }) => {
  const { page, field } = await openDraft(kiosk);
  await kiosk.turn(async ({ client }) => {
    const { jobs } = await client.jobs.list({ locale: 'en' });
    for (const { draft } of jobs) if (draft !== null) await client.jobs.discardDraft({ draftId: draft.id });
  });
  await field('title/en').fill('Too late');
  await expect(page.getByText(texts('en', 'manager')('problems.draft_unknown'))).toBeVisible();
  await expect(field('title/en')).toHaveAttribute('readonly', '');
  await expect(page.getByRole('button', { name: t('editor.publish') })).toBeDisabled();
});

test('the last post stays on the start screen, and the list says so', async ({ kiosk }) => {
  const { page } = await openDraft(kiosk);
  await page.getByRole('button', { name: t('editor.back') }).click();
  const switches = page.locator('.job-entry .ui-switch');
  await expect(switches).toHaveCount(3);
  for (let at = 0; at < 3; at += 1) await switches.nth(at).click();
  await expect(page.getByText(texts('en', 'manager')('problems.last_offered'))).toBeVisible();
  await expect(page.getByRole('switch').last()).toBeChecked();
});
