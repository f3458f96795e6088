import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { SessionId } from '#shared/ids.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import type { Role } from '#shared/roles.ts';
import type { Receipt, SessionView } from '#shared/session-view.ts';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';
import type { Paper } from '#connectors/report/draw-paper.ts';
import { implementContract } from './contract-server.ts';
import { localeWords } from './locale-words.ts';
import { receiptCalls } from './receipt-calls.ts';

const ONE = '01990000-0000-7000-8000-000000000001' as SessionId;
const TWO = '01990000-0000-7000-8000-000000000002' as SessionId;
const RECEIPT: Receipt = {
  reference: 'R-7K2M',
  strengths: [{ text: 'You put safety first.', quote: 'I stopped the line' }],
  nextStep: 'The shift leader calls you.',
  nextStepBy: '2026-12-04',
  phone: '',
  deletionCode: 'K7QM-2VXA',
  answered: 6,
  total: 7,
  isAnalysed: true,
};

/** The calls before a screen and a printer that a test turns. */
function bench(locale: Locale = 'en') {
  const printed: { paper: Paper; code: string }[] = [];
  const audited: SessionId[] = [];
  const at = {
    view: {
      state: { kind: 'receipt' },
      receipt: RECEIPT,
      sessionId: ONE,
      site: { name: 'Riverside plant', phone: '021-5555 0100' },
      job: { title: 'Assembly operator' },
      locale,
    } as unknown as SessionView,
    failure: null as PrintFailure | null,
    hasPrinter: true,
  };
  const os = implementContract({ newId: () => 'c', reportUnforeseen: ({ error }) => expect(error).toBeNull() });
  const calls = receiptCalls(os.receipt, {
    interviews: { view: () => at.view },
    settings: { current: () => DEFAULT_SETTINGS },
    printer: () =>
      at.hasPrinter
        ? {
            async print(paper, code) {
              if (at.failure === null) printed.push({ paper, code });
              return at.failure;
            },
          }
        : null,
    paperWords: (words) => localeWords('resources', words, ['papers', 'review', 'manager']),
    onReceiptPrinted: (id) => audited.push(id),
    now: () => new Date('2026-12-01T08:00:00Z'),
    log: () => undefined,
  });
  const as = (role: Role) => ({
    context: { connection: { id: 'page', shell: 'in_process' as const, role, staffId: null } },
  });
  const print = () => call(calls.print, undefined, as('candidate'));
  return { at, printed, audited, calls, as, print };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
const textOf = (paper: Paper | undefined) => JSON.stringify(paper?.lines);

test.each(LOCALES)('the paper says what the screen says, and no word is missing (%s)', async (locale) => {
  const { print, printed, audited } = bench(locale);
  expect(await print()).toEqual({ ok: true });
  const text = textOf(printed[0]?.paper);
  for (const words of ['You put safety first.', 'I stopped the line', 'The shift leader calls you.', 'K7QM-2VXA'])
    expect(text).toContain(words);
  // a key without words would stand there as it is
  expect(`${text}${printed[0]?.paper.footer}${printed[0]?.paper.title}`).not.toMatch(/papers\./);
  expect(printed[0]?.code).toBe('R-7K2M\nK7QM-2VXA\n021-5555 0100');
  expect(audited).toEqual([ONE]);
});

test('it is printed three times, and again for the next candidate', async () => {
  const { at, print, printed } = bench();
  for (let time = 0; time < 3; time += 1) await print();
  expect(await codeOf(print())).toBe('too_often');
  expect(printed).toHaveLength(3);
  at.view = { ...at.view, sessionId: TWO };
  expect(await print()).toEqual({ ok: true });
});

test('two touches at once print one paper', async () => {
  const { print, printed } = bench();
  const codes = await Promise.all([codeOf(print()), codeOf(print())]);
  expect(codes).toEqual([null, 'too_often']);
  expect(printed).toHaveLength(1);
});

test.each(['no_paper', 'printer_offline', 'printer_failed'] as const)(
  '%s is said, and no line says it was printed',
  async (failure) => {
    const { at, print, audited } = bench();
    at.failure = failure;
    expect(await codeOf(print())).toBe(failure);
    expect(audited).toEqual([]);
  },
);

test('nothing is printed before the receipt, nor where there is no printer', async () => {
  const { at, print, printed } = bench();
  at.hasPrinter = false;
  expect(await codeOf(print())).toBe('not_configured');
  at.view = { ...at.view, state: { kind: 'survey' }, receipt: null };
  expect(await codeOf(print())).toBe('not_now');
  expect(printed).toEqual([]);
});

test('the test page is for staff, a receipt for its candidate', async () => {
  const { calls, as, printed } = bench();
  expect(await call(calls.printTest, { locale: 'zh-CN' }, as('technician'))).toEqual({ ok: true });
  expect(textOf(printed[0]?.paper)).toContain('欧阳');
  expect(await codeOf(call(calls.printTest, { locale: 'en' }, as('candidate')))).toBe('FORBIDDEN');
  expect(await codeOf(call(calls.print, undefined, as('manager')))).toBe('FORBIDDEN');
});
