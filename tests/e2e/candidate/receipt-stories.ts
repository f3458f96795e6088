import { longest, ownWords, receipt } from './sample-receipts.ts';
import type { Story } from './story.ts';
import { viewOf } from './views.ts';

/** The last screen: on paper, with a printer that fails, and with more or less to say. */
export const RECEIPT_STORIES: readonly Story[] = [
  { name: 'receipt', view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: receipt(locale) }) },
  {
    name: 'receipt-print',
    view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: longest(locale), canPrint: true }),
    prepare: async (page) => {
      await page.locator('.c-dock__actions button').first().click();
      await page.locator('.c-receipt__printed:not(:empty)').waitFor();
    },
  },
  {
    name: 'receipt-no-paper',
    view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: receipt(locale), canPrint: true }),
    setup: { refusal: { code: 'no_paper', data: {} } },
    prepare: async (page) => {
      await page.locator('.c-dock__actions button').first().click();
      await page.locator('.c-receipt__printed--not').waitFor();
    },
  },
  {
    name: 'receipt-printer-gone',
    view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: longest(locale), canPrint: true }),
    setup: { refusal: { code: 'printer_offline', data: {} }, hasKeypad: true },
    prepare: async (page) => {
      await page.locator('.c-dock__actions button').first().click();
      await page.locator('.c-receipt__printed--not').waitFor();
    },
  },
  {
    name: 'receipt-own-words',
    view: (locale) =>
      viewOf(locale, { kind: 'receipt' }, { receipt: { ...receipt(locale), strengths: ownWords(locale) } }),
  },
  {
    name: 'receipt-longest',
    view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: longest(locale) }),
  },
  {
    name: 'receipt-analysing',
    view: (locale) =>
      viewOf(locale, { kind: 'receipt' }, { receipt: { ...receipt(locale), strengths: [], isAnalysed: false } }),
  },
];
