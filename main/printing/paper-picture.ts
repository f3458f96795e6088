import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import { type Bitmap, blankBitmap, fillOutline } from './fill-outline.ts';
import { type Lettering, type LetterStyle, openLettering } from './lettering.ts';
import { wrapLines } from './wrap-lines.ts';

/** Noto Sans SC: from the top of a line to its baseline, and to the next line, in parts of the size. */
const BASELINE = 1.05;
const LINE_HEIGHT = 1.38;
const REGULAR = 500;
const BOLD = 800;

interface LineStyle extends LetterStyle {
  /** Room above, in dots. */
  readonly above: number;
  readonly isCentred?: boolean;
  readonly indent?: number;
}

/** Eight dots are a millimetre. Regular is a little heavy, since heads print thin. */
const STYLES = {
  title: { size: 34, weight: BOLD, above: 0, isCentred: true },
  heading: { size: 26, weight: BOLD, above: 22 },
  subheading: { size: 24, weight: BOLD, above: 14 },
  text: { size: 24, weight: REGULAR, above: 6 },
  quote: { size: 24, weight: REGULAR, above: 4, indent: 20 },
  note: { size: 20, weight: REGULAR, above: 6 },
  label: { size: 20, weight: REGULAR, above: 8 },
  value: { size: 30, weight: BOLD, above: 0 },
  footer: { size: 22, weight: REGULAR, above: 8, isCentred: true },
} as const satisfies Record<string, LineStyle>;

type Drawn = { readonly text: string; readonly style: LineStyle } | 'rule';

function drawnOf(line: PaperLine): Drawn[] {
  if (line.kind === 'rule') return ['rule'];
  if (line.kind === 'row')
    return [
      { text: line.label, style: STYLES.label },
      { text: line.text, style: STYLES.value },
    ];
  return [{ text: line.text, style: STYLES[line.kind] }];
}

const RULE = { above: 24, height: 2 };

/** One below the other, as high as it becomes. */
function drawAll(all: readonly Drawn[], width: number, lettering: Lettering): Bitmap {
  const inked: { readonly text: string; readonly style: LineStyle; readonly x: number; readonly baseline: number }[] =
    [];
  const rules: number[] = [];
  let y = 0;
  for (const drawn of all) {
    if (drawn === 'rule') {
      rules.push(y + RULE.above);
      y += RULE.above + RULE.height;
      continue;
    }
    const { text, style } = drawn;
    const { indent = 0 } = style;
    y += style.above;
    for (const line of wrapLines(text, width - indent, (part) => lettering.widthOf(part, style))) {
      const x = style.isCentred === true ? (width - lettering.widthOf(line, style)) / 2 : indent;
      inked.push({ text: line, style, x, baseline: Math.round(y + BASELINE * style.size) });
      y += Math.ceil(LINE_HEIGHT * style.size);
    }
  }
  const bitmap = blankBitmap(width, Math.max(1, y));
  for (const { text, style, x, baseline } of inked)
    for (const contours of lettering.outlines(text, style, x, baseline)) fillOutline(bitmap, contours);
  for (const top of rules) bitmap.bits.fill(0xff, (top * width) / 8, ((top + RULE.height) * width) / 8);
  return bitmap;
}

/**
 * A paper as pictures for a printer that has no letters for it: what stands above the code at its end, and what stands below.
 *
 * @param width dots on a line
 */
export async function paperPictures(
  paper: Paper,
  width: number,
): Promise<{ readonly body: Bitmap; readonly foot: Bitmap }> {
  const body = paper.lines.flatMap(drawnOf);
  const foot: Drawn[] = [{ text: paper.footer, style: STYLES.footer }];
  const texts = new Map([
    [REGULAR, ''],
    [BOLD, ''],
  ]);
  for (const drawn of [...body, ...foot]) {
    if (drawn !== 'rule') texts.set(drawn.style.weight, `${texts.get(drawn.style.weight) ?? ''}${drawn.text}`);
  }
  const lettering = await openLettering(texts);
  return { body: drawAll(body, width, lettering), foot: drawAll(foot, width, lettering) };
}
