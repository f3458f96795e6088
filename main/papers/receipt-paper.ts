import type { Paper } from '#connectors/report/draw-paper.ts';
import type { Locale } from '#shared/localized.ts';
import type { Receipt } from '#shared/session-view.ts';
import { line, type PaperWords, row } from './paper-words.ts';

/** Where the interview was, and for what. */
export interface ReceiptPlace {
  readonly site: { readonly name: string; readonly phone: string };
  readonly jobTitle: string;
}

/**
 * The receipt's screen on paper: strengths, the next step, whom to call, the way to be deleted. No score and no name: what is left
 * lying in the printer tells nobody who it was.
 */
export function receiptPaper(
  receipt: Receipt,
  place: ReceiptPlace,
  parts: { readonly words: PaperWords; readonly locale: Locale },
): Paper {
  const { words, locale } = parts;
  const phone = receipt.phone === '' ? place.site.phone : receipt.phone;
  const date = new Date(`${receipt.nextStepBy}T00:00:00Z`);
  const by = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  return {
    title: words('papers.receipt.title'),
    lines: [
      line('title', place.site.name),
      line('text', place.jobTitle),
      ...(receipt.strengths.length === 0 ? [] : [line('heading', words('papers.receipt.strengths'))]),
      ...receipt.strengths.flatMap(({ text, quote }) => [
        line('text', text),
        ...(quote === '' ? [] : [line('quote', words('papers.quote', { text: quote }))]),
      ]),
      line('heading', words('papers.receipt.next')),
      line('text', receipt.nextStep),
      row(words('papers.receipt.by'), by),
      ...(phone === '' ? [] : [row(words('papers.receipt.phone'), phone)]),
      line('heading', words('papers.receipt.yours')),
      row(words('papers.reference'), receipt.reference),
      row(words('papers.receipt.deletion_code'), receipt.deletionCode),
      line('note', words('papers.receipt.deletion_help')),
    ],
    footer: words('papers.receipt.for'),
    pageWords: words('papers.page'),
    locale,
    date,
  };
}

/** What the code at the end of the paper says: figures alone, which every telephone reads. */
export function receiptCode(receipt: Receipt, site: ReceiptPlace['site']): string {
  const phone = (receipt.phone === '' ? site.phone : receipt.phone).replaceAll(/[^\d+ -]/g, '').trim();
  return [receipt.reference, receipt.deletionCode, phone].filter((part) => part !== '').join('\n');
}

/** A page that shows whether the printer works and has the letters. */
export function testPaper(
  siteName: string,
  parts: { readonly words: PaperWords; readonly locale: Locale; readonly now: Date },
): Paper {
  const { words, locale } = parts;
  return {
    title: words('papers.receipt.test'),
    lines: [
      line('title', siteName),
      line('text', words('papers.receipt.test')),
      line('text', words('papers.receipt.test_letters')),
    ],
    footer: words('papers.receipt.test_for'),
    pageWords: words('papers.page'),
    locale,
    date: parts.now,
  };
}
