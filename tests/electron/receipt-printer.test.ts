import { afterEach, expect, test } from 'vitest';
import { printPage } from '#main/electron/receipt-printer.ts';
import { htmlPrinter, paperHtml } from '#main/printing/html-printer.ts';
import { SAMPLE_PAPER } from '#main/printing/sample-paper.fake.ts';
import { BrowserWindow, FakeWebContents } from './fake.ts';

afterEach(() => {
  FakeWebContents.printFailure = null;
});

test('a receipt is printed silently on the named printer, from a window without scripts that goes with it', async () => {
  const failure = await htmlPrinter((html) => printPage(html, 'Front desk')).print(SAMPLE_PAPER, '');
  expect(failure).toBeNull();
  const window = BrowserWindow.all.at(-1);
  expect(window?.webContents.printed).toEqual([{ silent: true, deviceName: 'Front desk', pageSize: 'A4' }]);
  expect(window?.options).toMatchObject({ show: false, webPreferences: { javascript: false, sandbox: true } });
  expect(decodeURIComponent(window?.webContents.mainFrame.url ?? '')).toContain('K7QM-2VXA');
  expect(window?.isDestroyed()).toBe(true);
});

test.each([
  ['Invalid deviceName provided', 'printer_offline'],
  ['Print job failed', 'printer_failed'],
])('"%s" is %s, and the window goes all the same', async (reason, failure) => {
  FakeWebContents.printFailure = reason;
  expect(await printPage('<p>', '')).toBe(failure);
  expect(BrowserWindow.all.at(-1)?.isDestroyed()).toBe(true);
});

test('pages are numbered in the words of the paper, and a line to write on has room above it', () => {
  const html = paperHtml({ ...SAMPLE_PAPER, lines: [{ kind: 'rule' }], pageWords: '第 {page} 页，共 {pages} 页' });
  expect(html).toContain('@bottom-right{content:"第 " counter(page) " 页，共 " counter(pages) " 页"');
  expect(html).toMatch(/hr\{[^}]*margin:22pt 0 4pt/);
  // words of a language file end neither the string nor the sheet
  expect(paperHtml({ ...SAMPLE_PAPER, pageWords: '</style>"}' })).not.toContain('</style>"');
});

test('words of a candidate are words, never markup', () => {
  const html = paperHtml({ ...SAMPLE_PAPER, lines: [{ kind: 'quote', text: '<img src=x onerror="1">&' }] });
  expect(html).toContain('<blockquote>&lt;img src=x onerror=&quot;1&quot;&gt;&amp;</blockquote>');
  expect(html).not.toContain('<img');
});
