import { LOCALES, type Locale } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, SIZES, test, type Console } from './console.ts';

test.describe.configure({ timeout: 300_000 });

/** The one interview of the fake kiosk that nobody has rated. */
const UNRATED = 'John Baker';

async function open(kiosk: Console, locale: Locale): Promise<void> {
  await kiosk.openSignedIn(locale);
  await kiosk.page.locator('input[type=search], .mgr-search input').first().fill('John');
  await kiosk.page.locator('.ui-table__row', { hasText: UNRATED }).first().click();
  await kiosk.page.locator('.rev-rate').first().waitFor();
}

/** The text of a piece that can be picked, and where its character stands on the screen. */
async function placeOf({ page }: Console, piece: number, char: number): Promise<{ x: number; y: number }> {
  return page
    .locator('.mgr-clause--picks')
    .nth(piece)
    .evaluate((element, at) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
      if (node === null) throw new Error('There is nothing to pick.');
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top, height } = range.getBoundingClientRect();
      return { x: left + 1, y: top + height / 2 };
    }, char);
}

for (const locale of LOCALES) {
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'zh-CN', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('rate, compare, decide', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'review');
        const button = (key: string) => page.getByRole('button', { name: t(key), exact: true });
        await open(kiosk, locale);
        await kiosk.look('review-1-rate');
        await page.keyboard.press('4');
        await page.locator('.mgr-clause--picks').nth(2).click();
        const quotes = page.locator('.rev-quote__words');
        await expect(quotes).toHaveCount(1);

        // over the end of one piece into the next: one quote of both, from whole words to whole words
        const pieces = page.locator('.mgr-clause--picks');
        const shown = (await pieces.allInnerTexts()).map((text) => text.trim());
        const [from, to] = [await placeOf(kiosk, 0, (shown[0] ?? '').length - 3), await placeOf(kiosk, 1, 1)];
        await page.mouse.move(from.x, from.y);
        await page.mouse.down();
        await page.mouse.move(to.x + 2, to.y, { steps: 6 });
        await kiosk.look('review-1b-marking');
        await page.mouse.up();
        await expect(quotes).toHaveCount(2);
        const dragged = (await quotes.nth(1).innerText()).trim();
        const [end, begin] = dragged.split(' ').map((part) => part.trim());
        expect((shown[0] ?? '').endsWith(end ?? '?')).toBe(true);
        expect(dragged.length).toBeLessThan(`${shown[0]} ${shown[1]}`.length);
        expect((shown[1] ?? '').startsWith(begin ?? '?')).toBe(true);

        // by keys: from the piece with the focus, one step after another; Escape lets go, Enter takes
        await pieces.nth(2).focus();
        await page.keyboard.press('Shift+ArrowRight');
        await page.keyboard.press('Escape');
        await expect(quotes).toHaveCount(2);
        for (let step = 0; step < 2; step += 1) await page.keyboard.press('Shift+ArrowRight');
        await expect(page.locator('.mgr-marks button')).toBeVisible();
        await page.keyboard.press('Enter');
        await expect(quotes).toHaveCount(3);
        const keyed = (await quotes.nth(2).innerText()).trim();
        expect((shown[2] ?? '').startsWith(keyed)).toBe(true);
        expect(keyed.length).toBeLessThan((shown[2] ?? '').length);
        await expect(page.locator('.mgr-clause__part').first()).toBeVisible();
        await kiosk.look('review-1c-marked');
        await page.keyboard.press('j');
        await page.keyboard.press('0');
        await kiosk.look('review-2-rating');
        await button('rate.lock').click();
        await kiosk.look('review-3-missing');
        await page.keyboard.press('Escape');
        await kiosk.rateAll(['4', '2', '5']);
        await button('rate.lock').click();
        await kiosk.look('review-4-lock');
        await button('lock.confirm').click();
        await page.locator('.rev-compare').first().waitFor();
        await kiosk.look('review-5-quotes');
        await button('compare.show_levels').first().click();
        await page.locator('.rev-dots').nth(1).waitFor();
        await page.locator('.mgr-contents__item').first().click();
        await kiosk.look('review-6-levels');
        await button('compare.change').first().click();
        await page.locator('.rev-change .rev-scale__level').nth(2).click();
        await page.locator('.rev-change .rev-chips button').first().click();
        await page.locator('.rev-change textarea').fill('她说是自己先停的机器，转写里没有。');
        await kiosk.look('review-7-change');
        await button('compare.save').click();
        await page.locator('.rev-change').waitFor({ state: 'detached' });
        await button('compare.finish').click();
        await page.locator('.rev-decide').waitFor();
        await kiosk.look('review-8-decide');
        await page.locator('.rev-decide .ui-radio-card').first().click();
        await page.locator('.rev-decide .rev-chips button').first().click();
        await page.locator('.rev-decide textarea').fill('例子清楚，先停机再找人，符合岗位要求。');
        await kiosk.look('review-9-deciding');
        await button('decide.save').click();
        await page.locator('.rev-decision').waitFor();
        await kiosk.look('review-10-decided');
        await expect(page.locator('.rev-step--done')).toHaveCount(3);

        // papers: printed where there is a printer for pages, and whatever fails says what to do next
        const words = texts(locale, 'manager');
        const guide = page.getByRole('button', { name: t('papers.print_this', { paper: t('papers.kinds.guide') }) });
        const card = page.locator('.rev-papers').locator('xpath=ancestor::*[contains(@class, "ui-card")][1]');
        const answered = async (name: string, code: string) => {
          await guide.click();
          await expect(card.getByText(words(`problems.${code}`))).toBeVisible();
          // there is always the file
          await expect(card.getByText(t('papers.or_save'))).toBeVisible();
          await card.scrollIntoViewIfNeeded();
          await kiosk.look(name);
        };
        await answered('papers-1-no-printer', 'not_configured');
        await kiosk.turn((fake) =>
          fake.setPrinter({ kind: 'thermal', address: '10.0.0.9:9100', columns: 48, characters: 'gbk' }),
        );
        await answered('papers-2-receipts-only', 'receipts_only');
        await kiosk.turn((fake) => fake.setPrinter({ kind: 'system', name: '' }));
        await kiosk.turn((fake) => fake.failPrinting('no_paper'));
        await answered('papers-3-no-paper', 'no_paper');
        await kiosk.turn((fake) => fake.failPrinting(null));
        await guide.click();
        await expect(card.getByText(t('papers.printed', { paper: t('papers.kinds.guide') }))).toBeVisible();
        await kiosk.look('papers-4-printed');
        // Electron's window gives nobody a file: nothing of files is offered there
        await page.evaluate(() => {
          globalThis.anteroomShell = 'electron';
        });
        await kiosk.turn((fake) => fake.setPrinter(null));
        await guide.click();
        await expect(card.getByText(words('problems.not_configured'))).toBeVisible();
        await expect(card.getByText(t('papers.or_save'))).toHaveCount(0);
        await expect(card.getByRole('button')).toHaveCount(4);
        await kiosk.look('papers-5-electron');
        await page.evaluate(() => {
          globalThis.anteroomShell = undefined;
        });
      });
    });
  }
}
