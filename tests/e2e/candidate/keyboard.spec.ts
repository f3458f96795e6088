import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { texts } from '#tests/pages/texts.ts';
import { findBarriers } from '../barriers.ts';
import { clauseTool } from './hands.ts';
import { findLayoutFaults } from './layout-faults.ts';
import { questionView, readBackView, viewOf } from './views.ts';
import { type OpenStory, test as base } from './story-test.ts';

const MIN_TARGET = 64;
const FILMS_ALL = process.env['ANTEROOM_SCREENS'] === 'all';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** A page that is touched, one for all tests of a worker. */
const test = base.extend<object, { touchPage: Page }>({
  touchPage: [
    async ({ browser }, provide) => {
      const page = await browser.newPage({ hasTouch: true, viewport: SIZES[0] });
      await provide(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
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

test('what is still being composed is written as it stands when the keyboard goes: nothing typed is lost', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'zh-CN', nameField('zh-CN'));
  await typeKeys(page, 'wang');
  await page.locator('.ui-radio-card').first().tap();
  await expect(keyboard(page)).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: nameField('zh-CN') })).toHaveValue('wang');
});

test('letters go in at the caret, over what is selected, and no further than the field allows', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'en', nameField('en'));
  const field = page.getByRole('textbox', { name: nameField('en') });
  await key(page, 'A').tap();
  // the first letter of a name is a capital, the next are not
  await typeKeys(page, 'na');
  await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(1, 2));
  await typeKeys(page, 'n');
  await expect(field).toHaveValue('Ana');
  await typeKeys(page, 'n');
  await expect(field).toHaveValue('Anna');
  expect(await field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3);
  const erase = key(page, texts('en', 'common')('keyboard.erase'));
  await erase.tap();
  await expect(field).toHaveValue('Ana');
  await field.fill('x'.repeat(79));
  await typeKeys(page, 'yz');
  await expect(field).toHaveValue(`${'x'.repeat(79)}y`);
});

test('shift says that it is pressed, locks at the second touch, and lets go at the third', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'en', nameField('en'));
  const shift = key(page, texts('en', 'common')('keyboard.shift'));
  const field = page.getByRole('textbox', { name: nameField('en') });
  await expect(shift).toHaveAttribute('aria-pressed', 'true');
  await shift.tap();
  await typeKeys(page, 'LI');
  await shift.tap();
  await expect(shift).toHaveAttribute('aria-pressed', 'false');
  await typeKeys(page, 'na');
  await expect(field).toHaveValue('LIna');
});

test('a key of a real keyboard sends it away, and it stays away until a field is touched again', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'en', nameField('en'));
  await page.keyboard.type('L');
  await expect(keyboard(page)).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(keyboard(page)).toHaveCount(0);
  await page.getByRole('textbox', { name: nameField('en') }).tap();
  await expect(keyboard(page)).toBeVisible();
  await key(page, texts('en', 'common')('keyboard.hide')).tap();
  await expect(keyboard(page)).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: nameField('en') })).toHaveValue('L');
});

test('digits of a keypad choose while something is composed, and nothing of them reaches the field', async ({
  touchPage: page,
  openStory,
}) => {
  await touchField(page, openStory, 'zh-CN', nameField('zh-CN'));
  await typeKeys(page, 'ouyang');
  await page.keyboard.press('1');
  await expect(page.getByRole('textbox', { name: nameField('zh-CN') })).toHaveValue('欧阳');
});

test('it comes for a mouse only where it always comes, and nowhere where it never does', async ({
  touchPage: page,
  openStory,
}) => {
  const view = viewOf('en', { kind: 'identity' });
  const field = page.getByRole('textbox', { name: nameField('en') });
  for (const [mode, count] of [
    ['automatic', 0],
    ['always', 1],
  ] as const) {
    await openStory(page, { view, keyboard: mode });
    await field.click();
    await expect(keyboard(page)).toHaveCount(count);
  }
  await openStory(page, { view, keyboard: 'never' });
  await field.tap();
  await expect(field).toBeFocused();
  await expect(keyboard(page)).toHaveCount(0);
});

test('the keyboard goes with the candidate, with what was being composed, and learns nothing', async ({
  touchPage: page,
  openStory,
}) => {
  const openName = async () => {
    await page.getByRole('textbox', { name: nameField('zh-CN') }).tap();
    await typeKeys(page, 'zhang');
    return await keyboard(page).locator('.ui-keyboard__candidates').innerText();
  };
  await openStory(page, { view: viewOf('zh-CN', { kind: 'identity' }) });
  const first = await openName();
  await choose(page, '鄣');
  await typeKeys(page, 'canary');
  await page.evaluate((view) => window.showView(view), viewOf('zh-CN', { kind: 'idle' }));
  await page.locator('.c-job').first().waitFor();
  await expect(keyboard(page)).toHaveCount(0);
  expect(await page.content()).not.toContain('canary');
  expect(await page.evaluate(() => document.documentElement.dataset['keyboard'] ?? 'closed')).toBe('closed');
  await page.evaluate((view) => window.showView(view), viewOf('zh-CN', { kind: 'identity' }));
  // the order is what it was for the one before
  expect(await openName()).toBe(first);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
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
      await keyboard(page)
        .getByRole('button', { name: texts(locale, 'common')('keyboard.toSymbols') })
        .tap();
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

/** What of the page lies below the upper edge of the keyboard, in words. */
function findCovered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const top = document.querySelector('.ui-keyboard')?.getBoundingClientRect().top ?? 0;
    const covered: string[] = [];
    const { activeElement } = document;
    for (const each of document.querySelectorAll('#root button, #root input, #root textarea')) {
      const box = each.getBoundingClientRect();
      const isShown = each.checkVisibility() && box.height > 1;
      // what scrolls can be brought into sight; the field that is written into is in sight
      const isScrolled = each.closest('.ui-scroll') !== null && each !== activeElement;
      if (isShown && !isScrolled && box.bottom > top + 1) covered.push(each.outerHTML.slice(0, 120));
    }
    if (!document.querySelector('#root')?.contains(activeElement)) covered.push('no field has the focus');
    return covered;
  });
}

for (const locale of LOCALES) {
  for (const { name, open } of SCENES) {
    test(`the keyboard before ${name} in ${locale} covers neither the field nor a button`, async ({
      touchPage: page,
      openStory,
    }, info) => {
      await open(page, openStory, locale);
      await keyboard(page).waitFor();
      for (const size of locale === LOCALES[0] ? SIZES : [SIZES[0]]) {
        await page.setViewportSize(size);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const pictures = join(info.project.outputDir, 'candidate-screens', `${locale}-${size.width}`);
        mkdirSync(pictures, { recursive: true });
        if (FILMS_ALL || size === SIZES[0]) await page.screenshot({ path: join(pictures, `keyboard-${name}.png`) });
        expect(await findLayoutFaults(page, MIN_TARGET), `${size.width}×${size.height}`).toEqual([]);
        expect(await findCovered(page), `${size.width}×${size.height}`).toEqual([]);
      }
      expect(await findBarriers(page)).toEqual([]);
    });
  }
}
