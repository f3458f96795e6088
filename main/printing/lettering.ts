import type { PathCommand } from 'fontkit';
import { notoSansFor } from '#connectors/report/noto-sans.ts';
import type { Contour } from './fill-outline.ts';

/** Straight pieces that stand for a curve; at the sizes of a receipt nobody sees more. */
const PIECES = 6;

/** How letters are drawn: `size` in dots, `weight` from 100 to 900. */
export interface LetterStyle {
  readonly size: number;
  readonly weight: number;
}

/** Letters as outlines, for the signs that were asked for. */
export interface Lettering {
  readonly widthOf: (text: string, style: LetterStyle) => number;
  /** Outlines of one line of text whose baseline begins at `x`, `y`; one list of contours for each letter. */
  readonly outlines: (text: string, style: LetterStyle, x: number, y: number) => Contour[][];
}

/** A point on a curve between its ends, by de Casteljau. */
function pointOn(points: readonly (readonly [number, number])[], part: number): readonly [number, number] {
  let left = points;
  while (left.length > 1) {
    left = left.slice(1).map(([x, y], index): readonly [number, number] => {
      const [x0, y0] = left[index] ?? [x, y];
      return [x0 + (x - x0) * part, y0 + (y - y0) * part];
    });
  }
  return left[0] ?? [0, 0];
}

/** The outline of a letter as closed lines. */
function contoursOf(
  commands: readonly PathCommand[],
  place: (x: number, y: number) => readonly [number, number],
): Contour[] {
  const contours: number[][] = [];
  let at: readonly [number, number] = [0, 0];
  for (const { command, args } of commands) {
    const points: (readonly [number, number])[] = [];
    for (let index = 0; index < args.length; index += 2) points.push([args[index] ?? 0, args[index + 1] ?? 0]);
    if (command === 'moveTo') contours.push([]);
    const steps = command === 'moveTo' || command === 'lineTo' ? 1 : PIECES;
    for (let step = 1; points.length > 0 && step <= steps; step += 1) {
      const [x, y] = steps === 1 ? (points[0] ?? at) : pointOn([at, ...points], step / steps);
      contours.at(-1)?.push(...place(x, y));
    }
    at = points.at(-1) ?? at;
  }
  return contours;
}

/**
 * The letters that papers are printed in, Noto Sans SC, to be drawn by ourselves.
 *
 * @param texts everything that will be drawn, by weight
 */
export async function openLettering(texts: ReadonlyMap<number, string>): Promise<Lettering> {
  // loaded when the first receipt is drawn
  const [noto, { create }] = await Promise.all([notoSansFor(texts), import('fontkit')]);
  const fonts = new Map([...noto.fonts].map(([name, bytes]) => [name, create(bytes)]));
  const glyphs = (text: string, { size, weight }: LetterStyle) =>
    noto.runs(text, weight).flatMap((run) => {
      const font = fonts.get(run.font);
      if (font === undefined) throw new Error(`The font ${run.font} was not opened for "${run.text}".`);
      return Array.from(run.text, (sign) => {
        const { advanceWidth, path } = font.glyphForCodePoint(sign.codePointAt(0) ?? 0);
        const scale = size / font.unitsPerEm;
        return { advance: advanceWidth * scale, scale, commands: path.commands };
      });
    });
  return {
    widthOf: (text, style) => glyphs(text, style).reduce((sum, { advance }) => sum + advance, 0),
    outlines(text, style, x, y) {
      let at = x;
      return glyphs(text, style).map(({ advance, scale, commands }) => {
        const from = at;
        at += advance;
        return contoursOf(commands, (left, up) => [from + left * scale, y - up * scale]);
      });
    },
  };
}
