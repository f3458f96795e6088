import { once } from 'node:events';
import { createDeflate } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { drawPaper, type PaperLine } from '../report/draw-paper.ts';

/** A résumé as the project's own maker of papers draws it. */
export function resumePdf(lines: readonly PaperLine[], locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<Uint8Array> {
  return drawPaper({ title: 'Résumé', lines, footer: '', pageWords: '', locale, date: new Date(0) });
}

/** One white dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

/** A page that is one picture, as a scanner makes it. */
export const scannedPdf = (): Promise<Uint8Array> =>
  pdfkit({}, (document) => document.image(Buffer.from(PNG, 'base64'), 0, 0, { width: 595, height: 842 }));

/** One that opens with a password. */
export const encryptedPdf = (): Promise<Uint8Array> =>
  pdfkit({ userPassword: 'secret', pdfVersion: '1.7' }, (document) => document.text('Skills: forklift'));

async function pdfkit(
  options: PDFKit.PDFDocumentOptions,
  draw: (document: PDFKit.PDFDocument) => void,
): Promise<Uint8Array> {
  const { default: Pdf } = await import('pdfkit');
  const document = new Pdf(options);
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = once(document, 'end');
  draw(document);
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(pieces));
}

/** Half a megabyte that is `megabytes` of drawing commands once it is unpacked. */
export async function bombPdf(megabytes: number): Promise<Uint8Array> {
  const piece = Buffer.alloc(1024 * 1024, '(A) Tj ');
  const whole = Readable.from(Array.from({ length: megabytes }, () => piece));
  return rawPdf(await buffer(whole.pipe(createDeflate())), '/Filter /FlateDecode');
}

/** One page whose content is this stream. */
export function rawPdf(content: Uint8Array, filter = ''): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  ];
  const head = objects.map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`).join('');
  const stream = `4 0 obj\n<< /Length ${content.length} ${filter} >>\nstream\n`;
  const tail = `\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n`;
  return new Uint8Array(
    Buffer.concat([Buffer.from(`%PDF-1.4\n${head}${stream}`), Buffer.from(content), Buffer.from(tail)]),
  );
}
