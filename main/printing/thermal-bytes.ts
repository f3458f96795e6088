import Encoder from '@point-of-sale/receipt-printer-encoder';
import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { ThermalPrinter } from '#shared/settings.ts';
import { encodeGbk } from './gbk.ts';
import { wrapLines } from './wrap-lines.ts';

/** FS & and FS . — characters of two bytes on, and off. */
const CHINESE_ON = [0x1c, 0x26];
const CHINESE_OFF = [0x1c, 0x2e];
/** Signs as wide as two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
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

const widthOf = (text: string) => Array.from(text).reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);

/** Text in lines of so many columns. */
export const wrapColumns = (text: string, columns: number): string[] => wrapLines(text, columns, widthOf);

/** A paper as the bytes of an ESC/POS receipt printer, with a QR code of `code` at its end, cut off. */
export function thermalBytes(paper: Paper, code: string, { columns, characters }: ThermalPrinter): Uint8Array {
  const encoder = new Encoder({ language: 'esc-pos', columns, feedBeforeCut: 3 }).initialize();
  const isChinese = characters === 'gbk';
  if (!isChinese) encoder.codepage('auto');
  const write = (text: string, width = columns) => {
    for (const line of wrapColumns(text, width)) {
      if (isChinese) encoder.raw([...CHINESE_ON, ...encodeGbk(line), ...CHINESE_OFF]).newline();
      else encoder.line(Array.from(line, (sign) => PLAIN.get(sign) ?? sign).join(''));
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
