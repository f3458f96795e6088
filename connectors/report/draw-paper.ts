import type { Locale } from '#shared/localized.ts';
import { notoSansFor, type NotoSans } from './noto-sans.ts';

const REGULAR = 400;
const BOLD = 700;
const MARGIN = 56;
const LABEL_WIDTH = 130;
const INDENT = 16;
const INK = '#1b1f24';
const QUIET = '#57606a';

/** What a page is made of, from top to bottom. `row`: a label beside its value. `quote`: words of somebody. `rule`: a line to write on. */
export type PaperLine =
  | { readonly kind: 'title' | 'heading' | 'subheading' | 'text' | 'quote' | 'note'; readonly text: string }
  | { readonly kind: 'row'; readonly label: string; readonly text: string }
  | { readonly kind: 'rule' };

/** A document to be drawn. The same paper gives the same bytes. */
export interface Paper {
  readonly title: string;
  readonly lines: readonly PaperLine[];
  /** At the foot of every page, before its number. */
  readonly footer: string;
  /** `Page {page} of {pages}` in the language of the paper. */
  readonly pageWords: string;
  readonly locale: Locale;
  /** Stands in the file; never now, or the same paper would be another file. */
  readonly date: Date;
}

type Style = { readonly size: number; readonly weight: number; readonly color: string };
const STYLES: Readonly<Record<PaperLine['kind'], Style>> = {
  title: { size: 22, weight: BOLD, color: INK },
  heading: { size: 13, weight: BOLD, color: INK },
  subheading: { size: 10.5, weight: BOLD, color: INK },
  text: { size: 10.5, weight: REGULAR, color: INK },
  quote: { size: 10.5, weight: REGULAR, color: QUIET },
  note: { size: 9, weight: REGULAR, color: QUIET },
  row: { size: 10.5, weight: REGULAR, color: INK },
  rule: { size: 10.5, weight: REGULAR, color: QUIET },
};

type Place = { readonly x: number; readonly y: number; readonly width: number };

const wordsOf = (line: PaperLine): string => {
  if (line.kind === 'rule') return '';
  return line.kind === 'row' ? line.label + line.text : line.text;
};

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
 * A paper as PDF: A4, with the font for its own words inside, so that it reads the same on a machine without Chinese fonts.
 *
 * @returns the PDF
 */
export async function drawPaper(paper: Paper): Promise<Uint8Array> {
  const { lines, locale } = paper;
  const isBold = (line: PaperLine) => STYLES[line.kind].weight === BOLD;
  const texts = new Map([
    [BOLD, lines.map((line) => (isBold(line) ? wordsOf(line) : '')).join('')],
    [
      REGULAR,
      `${paper.footer}${paper.pageWords} ·0123456789${lines.map((line) => (isBold(line) ? '' : wordsOf(line))).join('')}`,
    ],
  ]);
  const noto = await notoSansFor(texts);
  // loaded when the first paper is drawn: half the start of a hub otherwise
  const { default: Pdf } = await import('pdfkit');
  // no default font: pdfkit would embed a standard one that has no Chinese
  const document = new Pdf({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    font: null as unknown as string,
    lang: locale,
    info: { Title: paper.title, Creator: 'Anteroom', Producer: 'Anteroom', CreationDate: paper.date },
  });
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject));
  for (const [name, font] of noto.fonts) document.registerFont(name, font);
  drawLines(document, noto, lines);
  drawFooters(document, noto, paper);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(pieces));
}

function drawLines(document: PDFKit.PDFDocument, noto: NotoSans, lines: readonly PaperLine[]): void {
  const width = document.page.width - 2 * MARGIN;
  const bottom = document.page.height - MARGIN - 24;
  let y = MARGIN;
  for (const line of lines) {
    const style = STYLES[line.kind];
    if (line.kind === 'heading') y += 10;
    if (line.kind === 'subheading') y += 4;
    // a heading alone at the foot of a page leads nowhere
    const room = line.kind === 'heading' || line.kind === 'subheading' ? style.size * 5 : style.size * 2;
    if (y > bottom - room) {
      document.addPage();
      y = MARGIN;
    }
    document.y = y;
    if (line.kind === 'rule') {
      y += 20;
      document
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + width, y)
        .lineWidth(0.5)
        .strokeColor(QUIET)
        .stroke();
      y += 4;
    } else if (line.kind === 'row') {
      const label = { ...style, color: QUIET };
      draw(document, noto, line.label, label, { x: MARGIN, y, width: LABEL_WIDTH - 8 });
      const below = document.y;
      draw(document, noto, line.text, style, { x: MARGIN + LABEL_WIDTH, y, width: width - LABEL_WIDTH });
      // a value that went over to the next page stands lower there than its label did here
      y = document.y < y ? document.y : Math.max(below, document.y);
    } else if (line.text !== '') {
      const indent = line.kind === 'quote' ? INDENT : 0;
      draw(document, noto, line.text, style, { x: MARGIN + indent, y, width: width - indent });
      y = document.y;
    }
    y += 4;
  }
}

function drawFooters(document: PDFKit.PDFDocument, noto: NotoSans, { footer, pageWords }: Paper): void {
  const { count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index);
    // the bottom margin is there to keep text out of it; the footer belongs in it
    document.page.margins.bottom = 0;
    const page = pageWords.replace('{page}', String(index + 1)).replace('{pages}', String(count));
    const y = document.page.height - MARGIN + 12;
    const width = document.page.width - 2 * MARGIN;
    draw(document, noto, `${footer} · ${page}`, STYLES.note, { x: MARGIN, y, width });
  }
}
