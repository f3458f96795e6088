import { expect, type Page } from '@playwright/test';
import { texts } from '#tests/pages/texts.ts';
import { inMs, questionView, readBackView, RECORDING, viewOf } from './views.ts';
import { receipt } from './sample-receipts.ts';
import { test } from './story-test.ts';

const sent = (page: Page) => page.evaluate(() => window.sentEvents.splice(0));
const spoken = async (page: Page) => (await page.evaluate(() => window.spokenTexts)).join('\n');
const show = (page: Page, view: ReturnType<typeof viewOf>) => page.evaluate((next) => window.showView(next), view);

async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
}

/** Presses digits as fast as fingers do: letters are told apart by time, of which a busy machine takes as much as it likes. */
const tap = (page: Page, digits: string) =>
  page.evaluate((keys) => {
    for (const key of keys)
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, digits);

/** Waits until the numbers stand on the choices of the screen. */
const numbered = (page: Page, count: number) =>
  expect.poll(() => page.locator('[data-keypad-key]').count()).toBe(count);

/** Steps on by the point until something of that name has the focus. */
async function stepTo(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('.');
    const isThere = await page.evaluate((wanted) => {
      const { activeElement } = document;
      const label = activeElement?.getAttribute('aria-labelledby')?.split(' ')[0] ?? '';
      const names = [
        activeElement?.textContent,
        activeElement?.getAttribute('aria-label'),
        document.getElementById(label)?.textContent,
      ];
      return names.some((each) => each?.trim() === wanted);
    }, name);
    if (isThere) return;
  }
  throw new Error(`the point leads to no “${name}”`);
}

test('an interview is walked by the keys of a keypad alone, from the post to the receipt', async ({
  page,
  openStory,
}) => {
  const t = texts('en', 'candidate');
  await openStory(page, { view: viewOf('en', { kind: 'idle' }), hasKeypad: true });
  await numbered(page, 4);
  await press(page, '2');
  expect(await sent(page)).toMatchObject([{ type: 'job_chosen' }]);

  await show(page, viewOf('en', { kind: 'language' }));
  await numbered(page, 2);
  await press(page, 'Enter');
  expect(await sent(page)).toEqual([{ type: 'language_confirmed' }]);

  await show(page, viewOf('en', { kind: 'notice' }));
  await page.locator('.c-dock__actions .ui-button--primary').waitFor();
  await press(page, 'Enter');
  expect(await sent(page)).toMatchObject([{ type: expect.stringContaining('notice') }]);

  await show(page, viewOf('en', { kind: 'consent' }));
  for (const answer of ['1', '1', '1', '2']) {
    await numbered(page, 2);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
    await press(page, answer);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
    await press(page, 'Enter');
  }
  await page.getByRole('heading', { name: t('consent.summary') }).waitFor();
  await press(page, 'Enter');
  await expect
    .poll(() => sent(page))
    .toMatchObject([{ consents: { recording: true, scoring: true, sending: true, talentPool: false } }]);

  await show(page, viewOf('en', { kind: 'identity' }));
  await stepTo(page, t('identity.name'));
  // l i space n a, as on a telephone
  await tap(page, '5554440662');
  await expect(page.getByRole('textbox', { name: t('identity.name') })).toHaveValue('li na');
  await stepTo(page, t('identity.phone'));
  await press(page, '1 3 8 0 0 1 3 8 0 0 0');
  await press(page, 'Enter');
  await page.getByText(t('needs.age')).waitFor();
  await numbered(page, 5);
  await press(page, '1 2 Enter');
  await expect
    .poll(() => sent(page))
    .toMatchObject([{ identity: { by: 'name', name: 'li na' }, isOfAge: true, accommodations: { textInstead: true } }]);

  await show(page, questionView('en', 'choice', { phase: 'open' }));
  await page.locator('.c-answer .ui-radio-card').first().waitFor();
  await expect(page.locator('[data-keypad-key="2"]')).toBeVisible();
  await press(page, '2');
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toMatchObject([{ type: 'answer_given', body: { kind: 'choice' } }]);

  await show(page, questionView('en', 'spoken', { phase: 'think', deadlineAt: null }));
  await page.getByText('Start my answer').waitFor();
  await expect(page.getByRole('button', { name: 'Start my answer' })).toBeEnabled();
  await press(page, 'Enter');
  expect(await sent(page)).toEqual([{ type: 'answer_started' }]);
  const recordings = { av: RECORDING, pcm: RECORDING };
  await show(
    page,
    questionView('en', 'spoken', { phase: 'recording', recordings, startedAt: inMs(0), deadlineAt: inMs(90_000) }),
  );
  await page.getByRole('button', { name: 'I am done' }).waitFor();
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toMatchObject([{ type: 'answer_stopped' }]);

  await show(page, readBackView('en', 2));
  await page.locator('.c-clause').first().waitFor();
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toMatchObject([{ type: 'read_back_confirmed' }]);

  await show(page, viewOf('en', { kind: 'survey' }));
  await page.locator('.c-survey').waitFor();
  // each answer leads to the next row
  for (const mark of ['5', '4', '3']) {
    const before = await page.getByRole('radio', { checked: true }).count();
    await press(page, mark);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(before + 1);
  }
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toMatchObject([{ survey: { ease: 5, clarity: 4, fairness: 3 } }]);

  await show(page, viewOf('en', { kind: 'receipt' }, { receipt: receipt('en'), canPrint: true }));
  await page.locator('.c-ticket').waitFor();
  await press(page, 'Backspace');
  await expect.poll(() => sent(page)).toEqual(['printed']);
  await expect(page.locator('.c-receipt__printed')).not.toBeEmpty();
  await press(page, 'Enter');
  expect(await sent(page)).toEqual([{ type: 'receipt_read' }]);
});

test('the star asks for a person, and the dialog is left by its own key', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'consent' }), hasKeypad: true });
  await press(page, '*');
  await page.getByRole('dialog').waitFor();
  expect(await sent(page)).toEqual([{ type: 'person_asked' }]);
  await press(page, 'Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the code of the return card is typed on the keys', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'idle' }), hasKeypad: true });
  await page.locator('.c-job').first().waitFor();
  await press(page, 'Enter');
  await page.getByRole('dialog').waitFor();
  await press(page, '4 8 9');
  await press(page, 'Backspace');
  await press(page, '2 1');
  await expect.poll(() => sent(page)).toEqual([{ type: 'code_entered', code: '4821' }]);
});

test('with a headset every screen is read by itself, and every key says what it did; without one all is quiet', async ({
  page,
  openStory,
}) => {
  const t = texts('en', 'candidate');
  const plug = (labels: readonly string[]) =>
    page.evaluate((names) => {
      const devices = names.map((label) => ({ kind: 'audiooutput', deviceId: 'default', groupId: '', label }));
      navigator.mediaDevices.enumerateDevices = async () => devices as unknown as MediaDeviceInfo[];
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    }, labels);
  await openStory(page, { view: viewOf('en', { kind: 'consent' }), hasKeypad: true });
  await plug(['Built-in loudspeaker']);
  await numbered(page, 2);
  await press(page, '1');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
  expect(await spoken(page)).toBe('');

  await plug(['Built-in loudspeaker', 'USB Headset']);
  await expect.poll(() => spoken(page)).toMatch(/Press 1 for: .+\.\s+Press 2 for: .+\.\s+Press Enter for: Next\./);
  await page.evaluate(() => window.spokenTexts.splice(0));
  await press(page, '2');
  await expect.poll(() => spoken(page)).toContain('Chosen: ');
  await press(page, '-');
  await expect.poll(() => spoken(page)).toContain(t('keypad.volume', { percent: 90 }));
  await press(page, '+ +');
  await expect.poll(() => spoken(page)).toContain(t('keypad.volume', { percent: 100 }));
  await press(page, '9');
  await expect.poll(() => spoken(page)).toContain(t('keypad.nothing', { key: 9 }));
  await page.evaluate(() => window.spokenTexts.splice(0));
  await press(page, '/');
  await expect.poll(() => spoken(page)).toContain('Press 1 for');
});

test('on a kiosk without a keypad digits choose nothing', async ({ page, openStory }) => {
  await openStory(page, { view: viewOf('en', { kind: 'consent' }) });
  await page.getByRole('radio').first().waitFor({ state: 'attached' });
  await press(page, '1 Enter');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.locator('[data-keypad-key]')).toHaveCount(0);
});
