import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cupsPrinter } from '#main/printing/cups-printer.native.ts';
import { fakeLp } from '#main/printing/lp.fake.ts';
import type { PaperKind } from '#shared/contract/paper.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { localizedText } from '#shared/localized.ts';
import type { PrinterSetting } from '#shared/settings.ts';
import { present } from '#tests/fixtures/present.ts';
import {
  job,
  lockAll,
  MACHINE,
  type ManagerPage,
  openReviewKiosk,
  refusal,
  reviewAll,
  type ReviewKiosk,
} from './review-kiosk.ts';

const WORDS = '示例说得清楚，可以进入下一步。';
let kiosk: ReviewKiosk;
/** Where the program in the place of `lp` puts what it is given. */
let folder: string;
let id: SessionId;
let undecided: SessionId;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-papers-'));
  // taken as CUPS takes it, or refused where a file says so
  const lp = await fakeLp(
    folder,
    `if [ -e ${folder}/gone ]; then cat > /dev/null; echo 'lp: Error - No default destination.' >&2; exit 1; fi
echo "$@" >> ${folder}/words; cat > ${folder}/printed.pdf`,
  );
  kiosk = await openReviewKiosk(2, {}, { systemPrinter: (name) => cupsPrinter(name, lp) });
  [id, undecided] = [present(kiosk.ids[0], 'first'), present(kiosk.ids[1], 'second')];
});
afterAll(async () => {
  await kiosk.close();
  await rm(folder, { recursive: true });
});

async function paperOf(page: ManagerPage, of: SessionId, kind: PaperKind, locale: Locale) {
  const { name, pdf } = await page.paper.make({ id: of, kind, locale });
  const bytes = Buffer.from(pdf, 'base64');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { name, text: text.replaceAll(/\s+/g, ''), totalPages, bytes };
}
const bare = (text: string) => text.replaceAll(/\s+/g, '');
const refused = async (call: Promise<unknown>) => (await refusal(call)).code;

test('whoever has not rated gets no paper: it would tell what others made of it', async () => {
  const peter = kiosk.page('peter');
  await reviewAll(kiosk.page('fang'), id, 5);
  for (const kind of ['report', 'guide', 'explanation'] as const)
    expect(await refused(peter.paper.make({ id, kind, locale: 'en' }))).toBe('not_rated');
  await peter.rating.open({ id });
  expect(await refused(peter.paper.make({ id, kind: 'report', locale: 'en' }))).toBe('not_rated');
});

test('the report has the words, what people judged and what was decided; of the computer only what the reader asked to see', async () => {
  const fang = kiosk.page('fang');
  await fang.decision.make({
    id,
    supersedes: null,
    verdict: { outcome: 'advance', reason: 'strong_example', words: WORDS },
  });
  const { name, text, totalPages } = await paperOf(fang, id, 'report', 'zh-CN');
  expect(name).toMatch(/-report\.pdf$/);
  expect(totalPages).toBeGreaterThan(1);
  for (const words of [
    '面试综合报告',
    localizedText(job.title, 'zh-CN'),
    WORDS,
    '王芳',
    '5级',
    '我先停了机器',
    '从不计入的内容',
  ])
    expect(text).toContain(bare(words));
  for (const { name: dimension } of job.competencyModel.dimensions)
    expect(text).toContain(bare(localizedText(dimension, 'zh-CN')));
  // who has not asked to see the levels reads none of them, and no word of how they came about
  const ofComputer = new RegExp(`计算机.{0,3}${MACHINE.level}级`, 'u');
  expect(text).not.toContain(MACHINE.hit);
  expect(text).not.toMatch(ofComputer);
  await fang.rating.showLevels({ id });
  expect((await paperOf(fang, id, 'report', 'zh-CN')).text).toMatch(ofComputer);
});

test('the same paper is the same bytes', async () => {
  const fang = kiosk.page('fang');
  const [first, second] = [await paperOf(fang, id, 'report', 'en'), await paperOf(fang, id, 'report', 'en')];
  expect(first.bytes.equals(second.bytes)).toBe(true);
});

test('a guide asks only about what is open: disputed, or not seen', async () => {
  const [fang, peter] = [kiosk.page('fang'), kiosk.page('peter')];
  await lockAll(peter, id, 2);
  const { text } = await paperOf(fang, id, 'guide', 'en');
  expect(text).toContain(bare('It was seen more than one level apart.'));
  const [dimension] = job.competencyModel.dimensions;
  expect(text).toContain(bare(localizedText(present(dimension, 'dimension').name, 'en')));
  expect(text).toContain(bare(localizedText(present(dimension?.indicators[0], 'indicator').anchors[3], 'en')));
});

test('an explanation needs a decision, and names the person, the reason, the words and the way to ask', async () => {
  const fang = kiosk.page('fang');
  await reviewAll(fang, undecided, 4);
  expect(await refused(fang.paper.make({ id: undecided, kind: 'explanation', locale: 'en' }))).toBe('not_decided');
  const { text } = await paperOf(fang, id, 'explanation', 'en');
  for (const words of [
    'How we came to our decision',
    'You go on to the next step.',
    'You gave a strong example of your work.',
    'No score decides by itself',
    '我先停了机器',
    job.nextStep.phone,
    'Have everything deleted',
  ])
    expect(text).toContain(bare(words));
  // why a manager decided so is in their own words for their colleagues, not for the candidate
  expect(text).not.toContain(WORDS);
});

test('papers are noted in the audit log with who made them', async () => {
  const { lines } = await kiosk
    .page('fang')
    .audit.list({ reference: id, staffId: null, kind: 'reviews', before: null, limit: 200 });
  expect(lines.filter(({ action }) => action === 'paper.made').length).toBeGreaterThan(3);
});

describe('on the printer of the settings', () => {
  const printedLines = async () => {
    const { lines } = await kiosk
      .page('fang')
      .audit.list({ reference: id, staffId: null, kind: 'reviews', before: null, limit: 200 });
    return lines.filter(({ action }) => action === 'paper.printed');
  };
  const choose = async (printer: PrinterSetting) => {
    const { settings } = kiosk.page('fang');
    await settings.update({ ...(await settings.get()), printer });
  };
  const print = (page: ManagerPage, kind: PaperKind = 'report') => page.paper.print({ id, kind, locale: 'zh-CN' });
  const given = () => readdirSync(folder).filter((name) => name === 'printed.pdf' || name === 'words');

  test.each<[string, PrinterSetting]>([
    ['not_configured', null],
    ['receipts_only', { kind: 'thermal', address: '127.0.0.1:9', columns: 48, characters: 'gbk' }],
  ])('%s: nothing is printed, and no line says it was', async (code, printer) => {
    await choose(printer);
    expect(await refused(print(kiosk.page('fang')))).toBe(code);
    expect(given()).toEqual([]);
    expect(await printedLines()).toEqual([]);
  });

  test('whoever may not have the paper cannot print it either, whatever printer there is', async () => {
    await choose({ kind: 'system', name: '' });
    const stranger = '0195a3c0-0000-7000-8000-0000000000aa' as SessionId;
    const { paper } = kiosk.page('fang');
    expect(await refused(paper.print({ id: stranger, kind: 'report', locale: 'en' }))).toBe('session_unknown');
    expect(await refused(paper.print({ id: undecided, kind: 'explanation', locale: 'en' }))).toBe('not_decided');
    expect(await refused(kiosk.page('peter').paper.print({ id: undecided, kind: 'report', locale: 'en' }))).toBe(
      'not_rated',
    );
    expect(given()).toEqual([]);
  });

  test('the printer gets the very bytes that would be saved, and the log says who printed which', async () => {
    await choose({ kind: 'system', name: 'Office' });
    const fang = kiosk.page('fang');
    expect(await print(fang)).toEqual({ ok: true });
    const { bytes } = await paperOf(fang, id, 'report', 'zh-CN');
    expect(readFileSync(join(folder, 'printed.pdf')).equals(bytes)).toBe(true);
    expect(readFileSync(join(folder, 'words'), 'utf8')).toMatch(/^-d Office .* -- -\n$/);
    const [line] = await printedLines();
    expect(line).toMatchObject({ actor: { name: '王芳' } });
  });

  test('a printer that is gone is said to be, and no line says it was printed', async () => {
    writeFileSync(join(folder, 'gone'), '');
    const before = (await printedLines()).length;
    expect(before).toBeGreaterThan(0);
    expect(await refused(print(kiosk.page('fang')))).toBe('printer_offline');
    expect(await printedLines()).toHaveLength(before);
  });
});

test('an interview nobody knows has no papers', async () => {
  const stranger = '0195a3c0-0000-7000-8000-0000000000aa' as SessionId;
  expect(await refused(kiosk.page('fang').paper.make({ id: stranger, kind: 'report', locale: 'en' }))).toBe(
    'session_unknown',
  );
});
