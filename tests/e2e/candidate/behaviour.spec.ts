import { expect } from '@playwright/test';
import { LOCALES } from '#shared/localized.ts';
import { texts } from '#tests/pages/texts.ts';
import { rolePlayItem } from './sample-items.ts';
import { longest as longestReceipt } from './sample-receipts.ts';
import { inMs, itemView, questionView, RECORDING, viewOf } from './views.ts';
import { test } from './story-test.ts';

const next = '.c-dock__actions .ui-button--primary';

test('no consent is given beforehand, and there is no way on without an answer', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'consent' }) });
  await expect(page.getByRole('radio')).toHaveCount(2);
  for (const radio of await page.getByRole('radio').all()) await expect(radio).not.toBeChecked();
  await expect(page.locator(next)).toBeDisabled();
});

test('a dead microphone does not pass the check, answering by touch does', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'check' }), devices: 'silent' });
  await page.locator('.c-check__step--warn').waitFor();
  await expect(page.locator(next)).toBeDisabled();
  await page.getByRole('button', { name: 'Answer by touch instead' }).click();
  expect(await page.evaluate(() => window.sentEvents)).toEqual([{ type: 'touch_chosen' }]);
});

test('a heard voice passes the check with its figures', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'check' }) });
  await page.locator(next).click();
  expect(await page.evaluate(() => window.sentEvents)).toEqual([
    {
      type: 'check_finished',
      report: {
        camera: 'ok',
        microphone: 'ok',
        speechDbfs: expect.closeTo(-26, 0),
        noiseDbfs: expect.closeTo(-66, 0),
      },
    },
  ]);
});

test('an answer is recorded while the core says so, and ends with the number of its slices', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: questionView('en', 'spoken', { phase: 'think', deadlineAt: null }) });
  await page.getByRole('button', { name: 'Start my answer' }).click();
  const recordings = { av: RECORDING, pcm: RECORDING };
  await page.evaluate(
    (view) => window.showView(view),
    questionView('en', 'spoken', { phase: 'recording', recordings, startedAt: inMs(0), deadlineAt: inMs(90_000) }),
  );
  await page.getByRole('button', { name: 'I am done' }).click();
  await expect
    .poll(() => page.evaluate(() => window.sentEvents))
    .toEqual([{ type: 'answer_started' }, { type: 'answer_stopped', avSlices: 3, pcmSlices: 3 }]);
});

test('an answer stops by itself when its time is over', async ({ page, openStory }) => {
  await openStory(page, { view: questionView('en', 'spoken', { phase: 'think', deadlineAt: null }) });
  await expect(page.getByRole('button', { name: 'Start my answer' })).toBeEnabled();
  const recordings = { av: RECORDING, pcm: RECORDING };
  await page.evaluate(
    (view) => window.showView(view),
    questionView('en', 'spoken', { phase: 'recording', recordings, startedAt: inMs(-90_000), deadlineAt: inMs(300) }),
  );
  await expect
    .poll(() => page.evaluate(() => window.sentEvents))
    .toEqual([{ type: 'answer_stopped', avSlices: 3, pcmSlices: 3 }]);
});

test('a page that is loaded in the middle of an answer says that the recorder is gone', async ({ page, openStory }) => {
  const recordings = { av: RECORDING, pcm: RECORDING };
  await openStory(page, {
    view: questionView('en', 'spoken', { phase: 'recording', recordings, startedAt: inMs(0), deadlineAt: null }),
  });
  await expect
    .poll(() => page.evaluate(() => window.sentEvents))
    .toEqual([{ type: 'capture_lost', reason: 'track_ended' }]);
});

test('a code that is not known here is said to be, stops nobody, and is looked at anew when it is changed', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: viewOf('en', { kind: 'identity' }), invitation: { kind: 'unknown' } });
  await page.getByText('Invitation code').first().click();
  const code = page.getByRole('textbox', { name: 'Invitation code' });
  await code.fill('abc');
  await expect(page.locator(next)).toBeDisabled();
  await code.fill('abcd-efgh');
  await expect(page.locator('.ui-banner')).toContainText('does not know this code');
  await expect(page.locator(next)).toBeEnabled();
  await code.fill('abc');
  await expect(page.locator('.ui-banner')).toHaveCount(0);
});

test('what one candidate typed is gone from the page when the next one stands before it', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: viewOf('en', { kind: 'identity' }) });
  await page.getByRole('textbox', { name: 'Your name' }).fill('CANARY-7319');
  await page.evaluate((view) => window.showView(view), viewOf('en', { kind: 'idle' }));
  await page.locator('.c-job').first().waitFor();
  await page.evaluate((view) => window.showView(view), viewOf('en', { kind: 'identity' }));
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('');
  expect(await page.content()).not.toContain('CANARY-7319');
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('a ranking is put in order by keyboard alone', async ({ page, openStory }) => {
  await openStory(page, { view: questionView('en', 'ranking', { phase: 'open' }) });
  const rows = page.getByRole('row');
  const first = await rows.first().locator('.ui-sortable__text').innerText();
  await rows.first().getByRole('button').last().focus();
  await page.keyboard.press('Enter');
  await expect(rows.nth(1).locator('.ui-sortable__text')).toHaveText(first);
});

for (const [what, view] of [
  ['a typed answer', questionView('en', 'typed', { phase: 'open' })],
  ['a typed line of a conversation', itemView('en', rolePlayItem('en', 1), { phase: 'open' })],
] as const) {
  test(`${what} says that text was pasted into it, own words that were moved do not count`, async ({
    page,
    openStory,
  }) => {
    await openStory(page, { view });
    const field = page.locator('.c-typed textarea');
    await field.pressSequentially('First I stopped it. ');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+X');
    await page.keyboard.press('ControlOrMeta+V');
    await expect(field).toHaveValue('First I stopped it. ');
    await expect(page.locator('.c-saved svg')).toBeVisible();
    const drafts = () => page.evaluate(() => window.savedDrafts.at(-1));
    expect(await drafts()).toMatchObject({ draft: { kind: 'typed', text: 'First I stopped it. ' } });
    expect(JSON.stringify(await drafts())).not.toContain('isPasted');

    await page.evaluate(() => {
      const elsewhere = document.createElement('textarea');
      elsewhere.value = 'My greatest strength is attention to detail.';
      document.body.append(elsewhere);
      elsewhere.select();
    });
    await page.keyboard.press('ControlOrMeta+C');
    await field.focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('ControlOrMeta+V');
    const text = 'First I stopped it. My greatest strength is attention to detail.';
    await expect(field).toHaveValue(text);
    await page.locator(next).click();
    expect(await page.evaluate(() => window.sentEvents)).toEqual([
      { type: 'answer_given', body: { kind: 'typed', text, isPasted: true } },
    ]);
  });
}

test('that text was pasted is still known after a reload', async ({ page, openStory }) => {
  const draft = { kind: 'typed', text: 'Pasted before the power cut.', isPasted: true } as const;
  await openStory(page, { view: questionView('en', 'typed', { phase: 'open' }, { draft }) });
  await page.locator('textarea').press('End');
  await page.keyboard.type(' And more.');
  await page.locator(next).click();
  expect(await page.evaluate(() => window.sentEvents)).toMatchObject([{ body: { isPasted: true } }]);
});

for (const locale of LOCALES) {
  test(`the longest receipt keeps heading and next step in sight, and arrows lead to the last word (${locale})`, async ({
    page,
    openStory,
  }) => {
    const receipt = longestReceipt(locale);
    await openStory(page, { view: viewOf(locale, { kind: 'receipt' }, { receipt }) });
    const t = texts(locale, 'candidate');
    const seen = (words: string) => expect(page.getByText(words, { exact: true })).toBeInViewport({ ratio: 1 });
    await seen(t('receipt.strengths'));
    await seen(receipt.nextStep);
    await seen(t('receipt.readByComputer'));
    await seen(receipt.deletionCode);
    const list = page.locator('.c-receipt__strengths');
    const down = page.getByRole('button', { name: t('pages.down') });
    await down.focus();
    for (let press = 0; press < 10 && (await down.isEnabled()); press += 1) await page.keyboard.press('Enter');
    await expect
      .poll(() => list.evaluate((each) => each.scrollHeight - each.clientHeight - each.scrollTop))
      .toBeLessThan(2);
    await expect(page.getByRole('button', { name: t('pages.up') })).toBeEnabled();
  });
}

test('a receipt of ordinary length needs no arrows', async ({ page, openStory }) => {
  const receipt = { ...longestReceipt('en'), strengths: [{ text: 'You put safety first.', quote: 'Stop the line.' }] };
  await openStory(page, { view: viewOf('en', { kind: 'receipt' }, { receipt }) });
  await expect(page.getByText('You put safety first.')).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.c-pages')).toHaveCount(0);
});
