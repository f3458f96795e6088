import { expect, type Page } from '@playwright/test';
import { assemblyItem, changeItem, FOLLOWED, followUpItem, ratingItem, signItem, spotItem } from './sample-items.ts';
import { test } from './story-test.ts';
import { itemView } from './views.ts';

const OPEN = { phase: 'open' } as const;
const sent = (page: Page) => page.evaluate(() => window.sentEvents);
const give = '.c-dock__actions .ui-button--primary';
const picture = '.c-spot__picture';

async function touch(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator(picture).boundingBox();
  if (box === null) throw new Error('There is no picture to touch.');
  await page.locator(picture).click({ position: { x: (x / 1000) * box.width, y: (y / 700) * box.height } });
}

test('an answer to a rating can be given once every way is rated, and any of them can be changed', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: itemView('en', ratingItem('en'), OPEN) });
  const values = [6, 2, 7, 3, 4, 6, 1];
  for (const [at, value] of values.entries()) {
    await expect(page.locator(give)).toBeDisabled();
    await page.getByRole('button', { name: `Way ${at + 1}, not rated yet` }).click();
    await page
      .locator('.c-scale .ui-radio-card')
      .nth(value - 1)
      .click();
  }
  await page.getByRole('button', { name: 'Way 2, rated 2 of 7' }).click();
  await page.locator('.c-scale .ui-radio-card').nth(2).click();
  await page.locator(give).click();
  const ratings = Object.fromEntries(values.with(1, 3).map((value, at) => [`way-${at + 1}`, value]));
  expect(await sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'rating', ratings } }]);
});

test('a rating is done by keyboard alone, and a draft brings back where one was', async ({ page, openStory }) => {
  const draft = { kind: 'rating', ratings: { 'way-1': 5 } } as const;
  await openStory(page, { view: itemView('en', ratingItem('en'), OPEN, { draft }) });
  await expect(page.locator('.c-rating__count')).toHaveText('2 of 7');
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio').nth(1)).toBeChecked();
  await expect(page.getByRole('button', { name: 'Way 2, rated 2 of 7' })).toBeVisible();
});

test('a touch marks a place in the drawing, a second one takes the mark away', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', spotItem('en'), OPEN) });
  await expect(page.locator(give)).toBeDisabled();
  for (const [x, y] of [
    [190, 250],
    [600, 300],
    [850, 410],
  ] as const)
    await touch(page, x, y);
  await expect(page.locator('.c-work__status')).toContainText('3 of 4 marked');
  await touch(page, 610, 310);
  await expect(page.locator('.c-work__status')).toContainText('2 of 4 marked');
  await page.locator(give).click();
  const [event] = (await sent(page)) as { body: { result: { touches: { x: number; y: number }[] } } }[];
  const touches = event?.body.result.touches ?? [];
  expect(touches).toHaveLength(2);
  expect(touches[0]?.x).toBeCloseTo(190, -1);
  expect(touches[1]?.y).toBeCloseTo(410, -1);
});

test('beyond the number of things to find no mark is set, and the screen says so', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', spotItem('en'), OPEN) });
  for (const x of [100, 300, 500, 700, 900]) await touch(page, x, 350);
  await expect(page.locator('.c-work__status')).toContainText('4 of 4 marked');
  await expect(page.locator('.c-work__status')).toContainText('All marks are set');
  await expect(page.locator('.c-spot__ring')).toHaveCount(4);
});

test('by keyboard a cross is moved and sets marks', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', spotItem('en'), OPEN) });
  await expect(page.locator('.c-spot__cross')).toBeHidden();
  await page.locator(picture).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('.c-spot__cross')).toBeVisible();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Space');
  await page.locator(give).click();
  const result = {
    type: 'spot_defect',
    touches: [
      { x: 420, y: 250 },
      { x: 500, y: 250 },
    ],
  };
  expect(await sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'work_sample', result } }]);
});

test('change is given by keyboard alone, customer after customer, and the sum is never said', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: itemView('en', changeItem('en'), OPEN) });
  const put = async (name: string, times = 1) => {
    await page.getByRole('button', { name: `Put down ${name}`, exact: true }).focus();
    for (let piece = 0; piece < times; piece += 1) await page.keyboard.press('Enter');
  };
  await expect(page.locator(give)).toBeDisabled();
  await put('10 yuan');
  await put('1 yuan', 5);
  await page.getByRole('button', { name: 'Take back 1 yuan, 5 on the tray' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await put('5 jiao');
  await expect(page.locator('main')).not.toContainText('13.50');
  await page.locator(give).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Customer 2 of 2' })).toBeVisible();
  await put('100 yuan');
  await put('10 yuan');
  await page.locator(give).click();
  const given = [
    [
      { fen: 1000, count: 1 },
      { fen: 100, count: 3 },
      { fen: 50, count: 1 },
    ],
    [
      { fen: 10_000, count: 1 },
      { fen: 1000, count: 1 },
    ],
  ];
  const result = { type: 'count_change', given };
  expect(await sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'work_sample', result } }]);
});

test('taking back the last piece keeps the keyboard at the tray', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', changeItem('en'), OPEN) });
  await page.getByRole('button', { name: 'Put down 5 jiao' }).click();
  await page.getByRole('button', { name: 'Take back 5 jiao, 1 on the tray' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Your change' })).toBeFocused();
});

test('pictures are put in order by their arrows, by keyboard alone', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', assemblyItem('en'), OPEN) });
  await page.getByRole('button', { name: 'Earlier: The pole is set into the base' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').first()).toContainText('The pole is set into the base');
  await page.locator(give).click();
  const stepIds = ['fan-pole', 'fan-blade', 'fan-front-guard', 'no-such-drawing', 'fan-rear-guard', 'fan-motor'];
  const result = { type: 'assembly_order', stepIds };
  expect(await sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'work_sample', result } }]);
});

test('pictures are put in order by dragging', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', assemblyItem('en'), OPEN) });
  const rows = page.getByRole('row');
  const [from, to] = [await rows.nth(5).boundingBox(), await rows.nth(0).boundingBox()];
  if (from === null || to === null) throw new Error('no cards');
  await page.mouse.move(from.x + from.width / 2, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 - 40, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x + 6, to.y + 60, { steps: 8 });
  await page.mouse.up();
  await expect(rows.first()).toContainText('The motor is put on');
});

test('the picture that does what the sign says is chosen, none is beforehand', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', signItem('en'), OPEN) });
  for (const radio of await page.getByRole('radio').all()) await expect(radio).not.toBeChecked();
  await expect(page.locator(give)).toBeDisabled();
  await page.locator('.ui-radio-card').nth(2).click();
  await page.locator(give).click();
  const result = { type: 'safety_sign', optionId: 'repair-unplugged' };
  expect(await sent(page)).toEqual([{ type: 'answer_given', body: { kind: 'work_sample', result } }]);
});

test('a drawing that this version does not know is shown by its words', async ({ page, openStory }) => {
  await openStory(page, { view: itemView('en', assemblyItem('en'), OPEN) });
  await expect(page.locator('.c-drawing--unknown')).toHaveText('The fan is plugged in and tried');
  await expect(page.locator('.c-drawing--unknown')).toHaveCount(1);
});

test('a follow-up question is skipped by one touch', async ({ page, openStory }) => {
  const view = itemView('en', followUpItem('en'), OPEN, { followsUp: FOLLOWED.en }, { stage: 'probe', probe: 'short' });
  await openStory(page, { view });
  await expect(page.getByText('One more question about question 3')).toBeVisible();
  await expect(page.getByText(FOLLOWED.en)).toBeVisible();
  await page.getByRole('button', { name: 'Skip, that is fine' }).click();
  expect(await sent(page)).toEqual([{ type: 'question_skipped' }]);
});
