import type { Locale } from '#shared/localized.ts';
import type { SessionId } from '#shared/ids.ts';
import type { SessionView } from '#shared/session-view.ts';
import type { Settings } from '#shared/settings.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { implementContract } from './contract-server.ts';
import type { PaperWords } from './papers/paper-words.ts';
import { receiptCode, receiptPaper, testPaper } from './papers/receipt-paper.ts';
import type { PaperPrinter } from './printing/paper-printer.ts';

/** A jam and a lost page are forgiven; paper for everybody is not. */
const MOST_PER_INTERVIEW = 3;

export interface ReceiptCallParts {
  readonly interviews: { readonly view: () => SessionView };
  readonly settings: { readonly current: () => Settings };
  /** By the settings of now; null where there is no printer. */
  readonly printer: () => PaperPrinter | null;
  readonly paperWords: (locale: Locale) => Promise<PaperWords>;
  /** That a receipt was printed is a line of the audit log; what stood on it is not. */
  readonly onReceiptPrinted: (id: SessionId) => void;
  readonly now: () => Date;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}

/** Calls of the noun `receipt`, with each foreseen failure as its named error. */
export function receiptCalls(os: ReturnType<typeof implementContract>['receipt'], parts: ReceiptCallParts) {
  /** Of the interview on the screen; those before it cannot print any more. */
  let printed: { readonly of: SessionId; count: number } | null = null;
  let isPrinting = false;

  function refuse(failure: PrintFailure, errors: Record<PrintFailure, () => Error>): Error {
    parts.log('print.failed', { failure });
    return errors[failure]();
  }

  return {
    print: os.print.handler(async ({ errors }) => {
      const { state, receipt, sessionId, site, job, locale } = parts.interviews.view();
      if (state.kind !== 'receipt' || receipt === null || sessionId === null) throw errors.not_now();
      const printer = parts.printer();
      if (printer === null) throw errors.not_configured();
      if (printed?.of !== sessionId) printed = { of: sessionId, count: 0 };
      const mine = printed;
      if (isPrinting || mine.count >= MOST_PER_INTERVIEW) throw errors.too_often();
      // counted before it is tried: a printer that fails is not tried for ever
      mine.count += 1;
      isPrinting = true;
      try {
        const words = await parts.paperWords(locale);
        const paper = receiptPaper(receipt, { site, jobTitle: job?.title ?? '' }, { words, locale });
        const failure = await printer.print(paper, receiptCode(receipt, site));
        if (failure !== null) throw refuse(failure, errors);
      } finally {
        isPrinting = false;
      }
      parts.onReceiptPrinted(sessionId);
      return { ok: true as const };
    }),
    printTest: os.printTest.handler(async ({ input: { locale }, errors }) => {
      const printer = parts.printer();
      if (printer === null) throw errors.not_configured();
      const words = await parts.paperWords(locale);
      const paper = testPaper(parts.settings.current().site.name, { words, locale, now: parts.now() });
      const failure = await printer.print(paper, 'Anteroom');
      if (failure !== null) throw refuse(failure, errors);
      return { ok: true as const };
    }),
  };
}
