import { texts } from '#tests/pages/texts.ts';
import type { Locale } from '#shared/localized.ts';
import { shippedJob } from '#tests/scoring/fixtures.ts';
import { bareScores } from './bare-scores.ts';
import { expect, test, type Console } from './console.ts';
import { INTERVIEWS } from './stories.ts';
import { tellInterview, type ReadStory } from './tell-interview.ts';

test.describe.configure({ timeout: 180_000 });

const [assembler] = INTERVIEWS;
if (assembler === undefined) throw new Error('Nobody told an interview.');
const told = tellInterview(assembler);

function story(itemId: string): ReadStory {
  const found = told.stories.find((each) => each.itemId === itemId);
  if (found === undefined) throw new Error(`${itemId} was not told.`);
  return found;
}

async function openQuestion(kiosk: Console, number: number, locale: Locale = 'en'): Promise<void> {
  const { page } = kiosk;
  await kiosk.openSignedIn(locale);
  await page.locator('.ui-table__row', { hasText: '王芳' }).first().click();
  await page
    .locator('.mgr-contents__item')
    .nth(number - 1)
    .click();
}

const position = (kiosk: Console) =>
  kiosk.page
    .locator('video')
    .evaluate(({ currentTime, paused }: HTMLVideoElement) => ({ ms: currentTime * 1000, paused }));

test('a quote plays exactly its words and stops behind them', async ({ kiosk }) => {
  await openQuestion(kiosk, 1);
  const clause = story('found-a-fault').assessment.indicators[0]?.evidence[0]?.clause;
  if (clause?.startMs == null || clause.endMs === null) throw new Error('The first quote has no time.');
  const { startMs, endMs } = clause;
  expect(endMs - startMs).toBeGreaterThan(1000);
  await kiosk.page.getByRole('button', { name: `Play “${clause.text}”` }).click();
  await expect.poll(async () => (await position(kiosk)).paused).toBe(false);
  expect((await position(kiosk)).ms).toBeGreaterThanOrEqual(startMs - 50);
  await expect.poll(async () => (await position(kiosk)).paused, { timeout: 20_000 }).toBe(true);
  const stopped = await position(kiosk);
  expect(stopped.ms).toBeGreaterThanOrEqual(endMs - 50);
  expect(stopped.ms).toBeLessThan(endMs + 400);
});

test('words of a follow-up play in the recording of the follow-up', async ({ kiosk }) => {
  await openQuestion(kiosk, 3);
  const { page } = kiosk;
  const clause = story('learned-with-hands').assessment.clauses.find(({ answerKey }) => answerKey.endsWith('.probe'));
  if (clause?.startMs == null) throw new Error('The follow-up has no words with a time.');
  const takes = page.getByRole('radiogroup', { name: 'Takes and parts' });
  await expect(takes.getByRole('radio', { name: 'Answer, take 1, part 1' })).toBeChecked();
  const before = await page.locator('video').getAttribute('src');
  await page.getByRole('button', { name: `Play ${clause.text}`, exact: true }).click();
  await expect(takes.getByRole('radio', { name: 'Follow-up, take 1, part 1' })).toBeChecked();
  expect(await page.locator('video').getAttribute('src')).not.toBe(before);
  await expect.poll(async () => (await position(kiosk)).ms).toBeGreaterThanOrEqual(clause.startMs - 50);
});

test('a provisional number and its levels are hidden until the notes were read', async ({ kiosk }) => {
  await openQuestion(kiosk, 5);
  const { page } = kiosk;
  expect(story('worked-with-others').assessment).toMatchObject({
    isProvisional: true,
    status: 'needs_review:integrity',
  });
  await expect(page.getByText('Much of it is said twice or more.')).toBeVisible();
  await expect(page.locator('.mgr-score-words, .mgr-interval, .mgr-level')).toHaveCount(0);
  await page.getByRole('button', { name: 'show anyway' }).click();
  await expect(page.getByRole('heading', { name: 'What the words show — provisional' })).toBeVisible();
  await expect(page.locator('.mgr-score-words')).toHaveCount(1);
  await expect(page.locator('.mgr-level').first()).toBeVisible();
});

test('observations are closed, and said not to be part of the score', async ({ kiosk }) => {
  await openQuestion(kiosk, 1);
  const { page } = kiosk;
  await expect(page.getByText('not part of the score')).toBeVisible();
  await expect(page.getByText('Median pitch')).toBeHidden();
  await page.locator('.mgr-observations summary').click();
  await expect(page.getByText('Median pitch')).toBeVisible();
  await expect(page.getByRole('button', { name: /0:12–0:17 more than one person/ })).toBeVisible();
});

test('no score stands anywhere without its error', async ({ kiosk }) => {
  await openQuestion(kiosk, 1);
  const { page } = kiosk;
  // a provisional number is hidden until somebody asks for it
  const shown = told.stories.flatMap(({ assessment: { interval, isProvisional } }) =>
    interval === null || isProvisional || interval.score > 99 ? [] : [Math.round(interval.score)],
  );
  expect(shown.length).toBeGreaterThan(2);
  const main = page.locator('.mgr-detail__main');
  const texts: string[] = [];
  for (const item of await page.locator('.mgr-contents__item').all()) {
    await item.click();
    texts.push(await main.innerText());
  }
  expect(texts.flatMap((text) => bareScores(text, shown))).toEqual([]);
  const all = texts.join('\n');
  for (const score of shown) expect(all).toMatch(new RegExp(`\\b${score} \\(`, 'u'));

  // the detector sees a number that has lost its error
  await page.locator('.mgr-contents__item').first().click();
  await page.locator('.mgr-score-words strong').evaluate((strong) => {
    strong.textContent = (strong.textContent ?? '').replace(/\s?[(（].*/u, '');
  });
  expect(bareScores(await main.innerText(), shown)).toHaveLength(1);
});

test('every number of the result carries its error, and an incomplete one has no total', async ({ kiosk }) => {
  const { page } = kiosk;
  await kiosk.openSignedIn();
  await page.getByRole('searchbox').fill('Lopez');
  await page.locator('.ui-table__row', { hasText: 'Maria Lopez' }).first().click();
  await page.locator('.mgr-contents__item').last().click();
  const numbers = await page.locator('.mgr-score-words').allInnerTexts();
  expect(numbers.length).toBeGreaterThan(0);
  for (const text of numbers)
    expect(text).toMatch(/^\d{1,3} \(\d{1,3}–\d{1,3}\), (high|medium|low) confidence, from \d answers?$/);
  await expect(page.locator('.mgr-dimension--total .mgr-score-words')).toHaveCount(0);
  await expect(page.locator('.mgr-dimension--total')).toContainText('Incomplete:');
  await expect(page.getByText('No verdict is made here')).toBeVisible();
});

for (const locale of ['en', 'zh-CN'] as const) {
  test(`a rating stands beside the one of its key, which says whose it is (${locale})`, async ({ kiosk }) => {
    const { page } = kiosk;
    const { items } = shippedJob('assembly-operator');
    const item = items.find(({ kind }) => kind === 'rating');
    if (item?.kind !== 'rating') throw new Error('The job has nothing to rate.');
    await openQuestion(kiosk, items.indexOf(item) + 1, locale);
    const rows = page.locator('.mgr-rated tbody tr');
    await expect(rows).toHaveCount(item.options.length);
    const t = texts(locale, 'manager');
    for (const { text, keyMean } of item.options) {
      const mean = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(keyMean);
      const row = rows.filter({ hasText: text[locale] });
      await expect(row).toContainText(t(`rating.mean_${item.key.source}`, { mean }));
    }
  });
}
