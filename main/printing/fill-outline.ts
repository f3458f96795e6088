/** A picture of ink and no ink, as receipt printers take it: rows of whole bytes, the highest bit leftmost, 1 is ink. */
export interface Bitmap {
  /** Dots; a multiple of eight. */
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** A closed line through points; x, y, x, y … in dots, y downwards. */
export type Contour = readonly number[];

/** Lines that are looked along within one row of dots: the more, the truer the edges. */
const SAMPLES = 8;
/** A dot is ink where this part of it is covered. Below a half: thin strokes of small letters must not break. */
const COVERED = 0.42;

export function blankBitmap(width: number, height: number): Bitmap {
  if (width % 8 !== 0) throw new Error(`A row of ${width} dots is no whole bytes.`);
  return { width, height, bits: new Uint8Array((width / 8) * height) };
}

type Crossing = { readonly x: number; readonly turn: 1 | -1 };

/** Where the contours cross a horizontal line, from left to right. */
function crossingsAt(y: number, contours: readonly Contour[]): Crossing[] {
  const crossings: Crossing[] = [];
  for (const points of contours) {
    for (let at = 0; at < points.length; at += 2) {
      const [x0 = 0, y0 = 0] = [points[at], points[at + 1]];
      const next = (at + 2) % points.length;
      const [x1 = 0, y1 = 0] = [points[next], points[next + 1]];
      // half open, so that a corner on the line counts once
      if (y0 <= y === y1 <= y) continue;
      crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 });
    }
  }
  return crossings.sort((one, other) => one.x - other.x);
}

/** Adds to each dot how much of it lies between two places on a line. */
function cover(row: Float32Array, from: number, to: number): void {
  const [start, end] = [Math.max(0, from), Math.min(row.length, to)];
  for (let x = Math.floor(start); x < end; x += 1) row[x] = (row[x] ?? 0) + Math.min(end, x + 1) - Math.max(start, x);
}

/** Inks what lies inside contours: by winding number, since the strokes of a variable font overlap. */
export function fillOutline({ width, height, bits }: Bitmap, contours: readonly Contour[]): void {
  const ys = contours.flatMap((points) => points.filter((_value, at) => at % 2 === 1));
  if (ys.length === 0) return;
  const last = Math.min(height - 1, Math.floor(Math.max(...ys)));
  const row = new Float32Array(width);
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= last; y += 1) {
    row.fill(0);
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      let winding = 0;
      let from = 0;
      for (const { x, turn } of crossingsAt(y + (sample + 0.5) / SAMPLES, contours)) {
        if (winding === 0) from = x;
        winding += turn;
        if (winding === 0) cover(row, from, x);
      }
    }
    for (const [x, covered] of row.entries()) {
      if (covered < COVERED * SAMPLES) continue;
      const at = y * (width / 8) + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
}
