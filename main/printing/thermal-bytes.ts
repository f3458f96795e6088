import Encoder from '@point-of-sale/receipt-printer-encoder';
import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { ThermalPrinter } from '#shared/settings.ts';
import { encodeGbk } from './gbk.ts';
import { wrapLines } from './wrap-lines.ts';

/** FS & and FS . — characters of two bytes on, and off. */
const CHINESE_ON = [0x1c, 0x26];
const CHINESE_OFF = [0x1c, 0x2e];
/** Typographic signs that printers with a Latin code page leave out. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['–', '-'],
  ['—', '-'],
  ['…', '...'],
  ['·', '-'],
]);

const plainly = (text: string) => Array.from(text, (sign) => PLAIN.get(sign) ?? sign).join('');
/** A byte of GBK is a column: what a printer writes with two is two columns wide, the quotation marks of Chinese too. */
const gbkWidth = (text: string) => encodeGbk(text).length;
const plainWidth = (text: string) => plainly(text).length;

/** A paper as the bytes of an ESC/POS receipt printer, with a QR code of `code` at its end, cut off. */
export function thermalBytes(paper: Paper, code: string, { columns, characters }: ThermalPrinter): Uint8Array {
  const encoder = new Encoder({ language: 'esc-pos', columns, feedBeforeCut: 3 }).initialize();
  const isChinese = characters === 'gbk';
  if (!isChinese) encoder.codepage('auto');
  const write = (text: string) => {
    for (const line of wrapLines(text, columns, isChinese ? gbkWidth : plainWidth)) {
      if (isChinese) encoder.raw([...CHINESE_ON, ...encodeGbk(line), ...CHINESE_OFF]).newline();
      else encoder.line(plainly(line));
    }
  };
  const draw = (line: PaperLine) => {
    switch (line.kind) {
      case 'title':
        encoder.align('center').bold(true);
        write(line.text);
        encoder.bold(false).align('left').newline();
        break;
      case 'heading':
      case 'subheading':
        encoder.newline().bold(true);
        write(line.text);
        encoder.bold(false);
        break;
      case 'row':
        write(`${line.label}:`);
        encoder.bold(true);
        write(line.text);
        encoder.bold(false);
        break;
      case 'rule':
        write('-'.repeat(columns));
        break;
      case 'text':
      case 'quote':
      case 'note':
        write(line.text);
        break;
    }
  };
  for (const line of paper.lines) draw(line);
  encoder.newline().align('center').qrcode(code, { size: 6, errorlevel: 'm' }).align('left');
  write(paper.footer);
  return encoder.cut('partial').encode();
}
