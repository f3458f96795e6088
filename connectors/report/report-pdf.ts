import type { Locale, Localized } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { notoSansFor, type NotoSans } from './noto-sans.ts';
import { ADVICE_WORDS, REPORT_WORDS, STATUS_WORDS } from './report-words.ts';

const REGULAR = 400;
const BOLD = 700;
const MARGIN = 56;
const LABEL_WIDTH = 130;
const INK = '#1b1f24';
const QUIET = '#57606a';

type Line =
  | { readonly kind: 'title' | 'heading' | 'note'; readonly text: string }
  | { readonly kind: 'row'; readonly label: string; readonly text: string };

const minutes = (instant: string) => instant.slice(0, 16).replace('T', ' ');

/** What the report says, line by line. */
function linesOf(result: InterviewResult, locale: Locale): Line[] {
  const say = (words: Localized) => words[locale];
  const row = (label: Localized, text: string): Line => ({ kind: 'row', label: say(label), text });
  const { candidate, job, overall, assessor, review, report } = result;
  const lines: Line[] = [
    { kind: 'title', text: say(REPORT_WORDS.title) },
    row(REPORT_WORDS.candidate, candidate.name),
    row(REPORT_WORDS.reference, candidate.ref),
    row(REPORT_WORDS.job, job.title),
    row(REPORT_WORDS.status, say(STATUS_WORDS[result.status])),
  ];
  if (result.startedAt !== null) lines.push(row(REPORT_WORDS.begun, minutes(result.startedAt)));
  if (result.completedAt !== null) lines.push(row(REPORT_WORDS.ended, minutes(result.completedAt)));
  const scale =
    overall && `${overall.value} (${overall.min}–${overall.max})${overall.label === null ? '' : ` ${overall.label}`}`;
  lines.push(
    row(REPORT_WORDS.overall, scale ?? say(REPORT_WORDS.notScored)),
    row(REPORT_WORDS.advice, say(ADVICE_WORDS[result.recommendation ?? 'none'])),
    { kind: 'note', text: say(REPORT_WORDS.note) },
    { kind: 'heading', text: say(REPORT_WORDS.competencies) },
  );
  for (const { label, score } of result.competencies) {
    const text = score === null ? say(REPORT_WORDS.notScored) : `${score.value} (${score.min}–${score.max})`;
    lines.push({ kind: 'row', label, text });
  }
  if (result.answers !== undefined) {
    lines.push({ kind: 'heading', text: say(REPORT_WORDS.answers) });
    for (const { question, summary } of result.answers)
      lines.push({ kind: 'row', label: question, text: summary ?? '–' });
  }
  const who = say(assessor.kind === 'ai' ? REPORT_WORDS.computer : REPORT_WORDS.person);
  lines.push(
    { kind: 'heading', text: '' },
    row(REPORT_WORDS.assessor, `${who}, ${assessor.name}${assessor.version === null ? '' : ` ${assessor.version}`}`),
  );
  if (review.by !== null && review.at !== null)
    lines.push(row(REPORT_WORDS.reviewed, `${review.by}, ${minutes(review.at)}`));
  if (report.url !== null) lines.push(row(REPORT_WORDS.link, report.url));
  return lines;
}

type Style = { readonly size: number; readonly weight: number; readonly color: string };
const STYLES: Readonly<Record<Line['kind'], Style>> = {
  title: { size: 22, weight: BOLD, color: INK },
  heading: { size: 13, weight: BOLD, color: INK },
  note: { size: 9, weight: REGULAR, color: QUIET },
  row: { size: 10.5, weight: REGULAR, color: INK },
};

type Place = { readonly x: number; readonly y: number; readonly width: number };

/** Draws text that needs several fonts; leaves `y` below it. */
function draw(document: PDFKit.PDFDocument, noto: NotoSans, text: string, style: Style, place: Place): void {
  const runs = noto.runs(text, style.weight);
  document.fontSize(style.size).fillColor(style.color);
  runs.forEach((run, index) => {
    const options = { continued: index < runs.length - 1, width: place.width, lineGap: 3 };
    document.font(run.font);
    if (index === 0) document.text(run.text, place.x, place.y, options);
    else document.text(run.text, options);
  });
}

/**
 * The result on paper: A4, with the font for its own words inside. The same revision gives the same bytes.
 *
 * @returns the PDF
 */
export async function reportPdf(result: InterviewResult, locale: Locale): Promise<Uint8Array> {
  const lines = linesOf(result, locale);
  const footer = `${result.id} · ${result.revision}`;
  const texts = new Map([
    [BOLD, lines.map((line) => (STYLES[line.kind].weight === BOLD ? line.text : '')).join('')],
    [
      REGULAR,
      `${footer}${REPORT_WORDS.page[locale]}0123456789${lines.map((line) => (line.kind === 'row' ? line.label + line.text : line.text)).join('')}`,
    ],
  ]);
  const noto = await notoSansFor(texts);
  // loaded when the first report is drawn: half the start of a hub otherwise
  const { default: Pdf } = await import('pdfkit');
  // no default font: pdfkit would embed a standard one that has no Chinese
  const document = new Pdf({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    font: null as unknown as string,
    lang: locale,
    info: {
      Title: REPORT_WORDS.title[locale],
      Creator: 'Anteroom',
      Producer: 'Anteroom',
      CreationDate: dateOf(result),
    },
  });
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject));
  for (const [name, font] of noto.fonts) document.registerFont(name, font);

  const width = document.page.width - 2 * MARGIN;
  const bottom = document.page.height - MARGIN - 24;
  let y = MARGIN;
  for (const line of lines) {
    const style = STYLES[line.kind];
    if (line.kind === 'heading') y += 10;
    if (y > bottom - style.size * 2) {
      document.addPage();
      y = MARGIN;
    }
    document.y = y;
    if (line.text === '' && line.kind !== 'row') continue;
    if (line.kind === 'row') {
      const label = { ...style, color: QUIET };
      draw(document, noto, line.label, label, { x: MARGIN, y, width: LABEL_WIDTH - 8 });
      const below = document.y;
      draw(document, noto, line.text, style, { x: MARGIN + LABEL_WIDTH, y, width: width - LABEL_WIDTH });
      // a value that went over to the next page stands lower there than its label did here
      y = document.y < y ? document.y : Math.max(below, document.y);
    } else {
      draw(document, noto, line.text, style, { x: MARGIN, y, width });
      y = document.y;
    }
    y += 4;
  }
  drawFooters(document, noto, footer, REPORT_WORDS.page[locale]);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(pieces));
}

/** When the interview was; never now, or the same revision would be another file. */
function dateOf({ completedAt, startedAt }: InterviewResult): Date {
  return new Date(completedAt ?? startedAt ?? 0);
}

function drawFooters(document: PDFKit.PDFDocument, noto: NotoSans, text: string, words: string): void {
  const { count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index);
    // the bottom margin is there to keep text out of it; the footer belongs in it
    document.page.margins.bottom = 0;
    const page = words.replace('{page}', String(index + 1)).replace('{pages}', String(count));
    const y = document.page.height - MARGIN + 12;
    draw(document, noto, `${text} · ${page}`, STYLES.note, { x: MARGIN, y, width: document.page.width - 2 * MARGIN });
  }
}
