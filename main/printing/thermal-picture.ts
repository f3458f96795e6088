import Encoder from '@point-of-sale/receipt-printer-encoder';
import type { Paper } from '#connectors/report/draw-paper.ts';
import type { ThermalPrinter } from '#shared/settings.ts';
import type { Bitmap } from './fill-outline.ts';
import { paperPictures } from './paper-picture.ts';

/** GS v 0: a picture, row by row. */
const RASTER = [0x1d, 0x76, 0x30, 0x00];
/** Rows of one command: printers with little memory take no whole receipt at once. */
const BAND = 128;
/** What a head of 8 dots to the millimetre prints on such a paper. */
const DOTS = { 32: 384, 48: 576 } as const;

const lowAndHigh = (count: number) => [count & 0xff, count >> 8];

/** A picture as commands; bands follow each other without a gap. */
function rasterBytes({ width, height, bits }: Bitmap): number[] {
  const bytes: number[] = [];
  const perRow = width / 8;
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    bytes.push(...RASTER, ...lowAndHigh(perRow), ...lowAndHigh(rows));
    bytes.push(...bits.subarray(top * perRow, (top + rows) * perRow));
  }
  return bytes;
}

/**
 * A paper as the bytes of an ESC/POS receipt printer that need not have a single letter: drawn as pictures, the QR code of `code` by the
 * printer itself, cut off.
 */
export async function thermalPicture(paper: Paper, code: string, { columns }: ThermalPrinter): Promise<Uint8Array> {
  const { body, foot } = await paperPictures(paper, DOTS[columns]);
  const part = () => new Encoder({ language: 'esc-pos', columns, feedBeforeCut: 3 });
  return Uint8Array.from([
    ...part().initialize().encode(),
    ...rasterBytes(body),
    ...part().newline().align('center').qrcode(code, { size: 6, errorlevel: 'm' }).align('left').encode(),
    ...rasterBytes(foot),
    ...part().cut('partial').encode(),
  ]);
}
