import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { texts } from '#tests/pages/texts.ts';
import { findBarriers } from '../barriers.ts';
import { clauseTool } from './hands.ts';
import { findLayoutFaults } from './layout-faults.ts';
import { questionView, readBackView, viewOf } from './views.ts';
import { type OpenStory, test as base } from './story-test.ts';

const MIN_TARGET = 64;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** A page that is touched, with a hand for its keyboard. */
const test = base.extend<{ touchPage: Page }>({
  touchPage: async ({ browser }: { browser: Browser }, provide) => {
    const page = await browser.newPage({ hasTouch: true, viewport: SIZES[0] });
    await provide(page);
    await page.close();
  },
});

const keyboard = (page: Page) => page.locator('.ui-keyboard');
const key = (page: Page, name: string) => keyboard(page).getByRole('button', { name, exact: true });

async function typeKeys(page: Page, letters: string): Promise<void> {
  for (const letter of letters) await key(page, letter).tap();
}

/** A candidate of the bar, wherever it stands. */
async function choose(page: Page, text: string): Promise<void> {
  const wanted = keyboard(page)
    .locator('.ui-keyboard__candidates .ui-key')
    .filter({ has: page.getByText(text, { exact: true }) });
  for (let turn = 0; turn < 20 && !(await wanted.isVisible()); turn += 1) {
    await keyboard(page).locator('.ui-key--page').last().tap();
  }
  await wanted.tap();
}

/** Opens a story and touches a field of it. */
async function touchField(page: Page, openStory: OpenStory, locale: Locale, field: string): Promise<void> {
  await openStory(page, { view: viewOf(locale, { kind: 'identity' }) });
  await page.getByRole('textbox', { name: field }).tap();
  await keyboard(page).waitFor();
}

const nameField = (locale: Locale) => texts(locale, 'candidate')('identity.name');

test('a Chinese name is written by touch: pinyin, choosing, and the second character from the rest', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'zh-CN', nameField('zh-CN'));
  const field = page.getByRole('textbox', { name: nameField('zh-CN') });
  await typeKeys(page, 'zhangwei');
  await expect(keyboard(page).locator('.ui-keyboard__reading')).toHaveText('zhang wei');
  await choose(page, '张');
  await expect(keyboard(page).locator('.ui-keyboard__reading')).toHaveText('wei');
  await choose(page, '玮');
  await expect(field).toHaveValue('张玮');
  await expect(field).toBeFocused();
});

/** What the keyboard stands before, and what leads there. */
const SCENES: readonly { name: string; open: (page: Page, openStory: OpenStory, locale: Locale) => Promise<void> }[] = [
  {
    name: 'name',
    open: (page, openStory, locale) => touchField(page, openStory, locale, nameField(locale)),
  },
  {
    name: 'composing',
    async open(page, openStory, locale) {
      await touchField(page, openStory, locale, nameField(locale));
      if (locale === 'en') await keyboard(page).locator('.ui-key--action').nth(3).tap();
      await typeKeys(page, 'ouyangshi');
    },
  },
  {
    name: 'code',
    async open(page, openStory, locale) {
      await openStory(page, { view: viewOf(locale, { kind: 'identity' }) });
      await page.locator('.ui-radio-card').nth(1).tap();
      await page.getByRole('textbox').tap();
    },
  },
  {
    name: 'typed',
    async open(page, openStory, locale) {
      await openStory(page, { view: questionView(locale, 'typed', { phase: 'open' }) });
      await page.locator('.c-typed textarea').tap();
    },
  },
  {
    name: 'signs',
    async open(page, openStory, locale) {
      await openStory(page, { view: questionView(locale, 'typed', { phase: 'open' }) });
      await page.locator('.c-typed textarea').tap();
      await keyboard(page).getByRole('button', { name: texts(locale, 'common')('keyboard.toSymbols') }).tap();
    },
  },
  {
    name: 'correction',
    async open(page, openStory, locale) {
      await openStory(page, { view: readBackView(locale, 6) });
      await clauseTool(page, 4, 0).tap();
    },
  },
  {
    name: 'survey',
    async open(page, openStory, locale) {
      await openStory(page, { view: viewOf(locale, { kind: 'survey' }) });
      await page.getByRole('textbox').tap();
    },
  },
];

for (const locale of LOCALES) {
  for (const { name, open } of SCENES) {
    test(`the keyboard before ${name} in ${locale} covers neither the field nor a button`, async ({
      touchPage: page,
      openStory,
    }, info) => {
      await open(page, openStory, locale);
      await keyboard(page).waitFor();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const pictures = join(info.project.outputDir, 'candidate-screens', `${locale}-${size.width}`);
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `keyboard-${name}.png`) });
        expect(await findLayoutFaults(page, MIN_TARGET), `${size.width}×${size.height}`).toEqual([]);
        const top = (await keyboard(page).boundingBox())?.y ?? 0;
        const field = await page.locator(':focus').boundingBox();
        expect(field === null ? Number.NaN : field.y + field.height).toBeLessThanOrEqual(top);
        for (const button of await page.locator('#root button:visible').all()) {
          const box = await button.boundingBox();
          const isInAScroller = await button.evaluate((each) => each.closest('.ui-scroll') !== null);
          if (box !== null && !isInAScroller) expect(box.y + box.height).toBeLessThanOrEqual(top + 1);
        }
      }
      if (locale === LOCALES[0]) expect(await findBarriers(page, {})).toEqual([]);
    });
  }
}
