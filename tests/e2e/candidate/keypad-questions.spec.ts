import { expect, type Page } from '@playwright/test';
import { texts } from '#tests/pages/texts.ts';
import { assemblyItem, changeItem, ratingItem, signItem, spotItem } from './sample-items.ts';
import { itemView, questionView, viewOf } from './views.ts';
import { test } from './story-test.ts';

const t = texts('en', 'candidate');
const sent = (page: Page) => page.evaluate(() => window.sentEvents.splice(0));
const press = async (page: Page, keys: string) => {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
};
const keys = (page: Page) => page.locator('[data-keypad-key]');

test('the device check and the practice are passed by Enter alone, as soon as they can be', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: viewOf('en', { kind: 'check' }), hasKeypad: true });
  await page.locator('.c-check__step--done').nth(1).waitFor();
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toMatchObject([{ type: 'check_finished', report: { microphone: 'ok' } }]);

  const show = (phase: 'ready' | 'recording' | 'playback') =>
    page.evaluate((next) => window.showView(next), viewOf('en', { kind: 'practice', phase }));
  await show('ready');
  await expect(page.getByRole('button', { name: t('practice.start') })).toBeEnabled();
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toEqual([{ type: 'practice_started' }]);
  await show('recording');
  await page.getByRole('button', { name: t('question.done') }).waitFor();
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toEqual([{ type: 'practice_stopped' }]);
  await show('playback');
  await page.getByRole('button', { name: t('practice.begin') }).waitFor();
  await press(page, 'Backspace');
  await expect.poll(() => sent(page)).toEqual([{ type: 'practice_repeated' }]);
  await press(page, 'Enter');
  await expect.poll(() => sent(page)).toEqual([{ type: 'practice_finished' }]);
});

test('steps are put in order by the numbers on their arrows, as text and as pictures', async ({ page, openStory }) => {
  await openStory(page, { view: questionView('en', 'ranking', { phase: 'open' }), hasKeypad: true });
  const row = page.locator('.ui-sortable__row');
  const first = await row.first().locator('.ui-sortable__text').textContent();
  // two arrows on each row but the first and the last
  await expect(keys(page)).toHaveCount(2 * (await row.count()) - 2);
  await press(page, '1');
  await expect(row.nth(1).locator('.ui-sortable__text')).toHaveText(first ?? '');
  await press(page, 'Enter');
  const [given] = await sent(page);
  expect(given).toMatchObject({ type: 'answer_given', body: { kind: 'ranking' } });

  await page.evaluate((next) => window.showView(next), itemView('en', assemblyItem('en'), { phase: 'open' }));
  await page.locator('.c-assembly').waitFor();
  // of ten arrows the last is another way of doing what the one before does
  await expect(row).toHaveCount(6);
  await expect(keys(page)).toHaveCount(9);
  await press(page, '1 Enter');
  await expect
    .poll(() => sent(page))
    .toMatchObject([{ body: { kind: 'work_sample', result: { type: 'assembly_order' } } }]);
});

test('each way to act is rated by a digit, and Enter goes to the next until all are', async ({ page, openStory }) => {
  const item = ratingItem('en');
  await openStory(page, { view: itemView('en', item, { phase: 'open' }), hasKeypad: true });
  const options = item.kind === 'rating' ? item.options : [];
  const marks = options.map((_, at) => String(7 - (at % 7)));
  for (const [at, mark] of marks.entries()) {
    await page.getByText(t('rating.count', { number: at + 1, total: options.length }), { exact: true }).waitFor();
    await expect(keys(page)).toHaveCount(7);
    await press(page, mark);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
    if (at < marks.length - 1) await press(page, 'Enter');
  }
  expect(await sent(page)).toEqual([]);
  await press(page, 'Enter');
  const ratings = Object.fromEntries(options.map(({ id }, at) => [id, Number(marks[at])]));
  await expect.poll(() => sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'rating', ratings } }]);
});

test('work samples: a sign is chosen, places are marked, change is given', async ({ page, openStory }) => {
  const show = (next: ReturnType<typeof itemView>) => page.evaluate((view) => window.showView(view), next);
  await openStory(page, { view: itemView('en', signItem('en'), { phase: 'open' }), hasKeypad: true });
  await expect(keys(page)).toHaveCount(4);
  await press(page, '3 Enter');
  await expect
    .poll(() => sent(page))
    .toMatchObject([{ body: { result: { type: 'safety_sign', optionId: 'repair-unplugged' } } }]);

  await show(itemView('en', spotItem('en'), { phase: 'open' }));
  await expect(page.locator('.c-spot__picture')).toHaveAttribute('data-keypad-key', '2 4 6 8 · 5');
  await press(page, '8 4 4 5 9 6 6 6 5');
  await expect(page.locator('.c-spot__ring')).toHaveCount(2);
  await press(page, 'Enter');
  const [spotted] = await sent(page);
  // from the middle of 1000 × 700: forty a press
  expect(spotted).toMatchObject({
    body: {
      result: {
        type: 'spot_defect',
        touches: [
          { x: 420, y: 310 },
          { x: 580, y: 270 },
        ],
      },
    },
  });

  await show(itemView('en', changeItem('en'), { phase: 'open' }));
  await page.locator('.c-till').waitFor();
  await expect(keys(page)).toHaveCount(8);
  await press(page, '4');
  // what lies on the tray takes no number: the till keeps its own
  await expect(page.locator('.c-till__pile')).toHaveCount(1);
  await expect(keys(page)).toHaveCount(8);
  await press(page, '6 Enter');
  await page.getByText(t('workSample.customer', { number: 2, total: 2 })).waitFor();
  await press(page, '3 Enter');
  await expect
    .poll(() => sent(page))
    .toMatchObject([
      {
        body: {
          result: {
            type: 'count_change',
            given: [
              [
                { fen: 1000, count: 1 },
                { fen: 100, count: 1 },
              ],
              [{ fen: 2000, count: 1 }],
            ],
          },
        },
      },
    ]);
});
