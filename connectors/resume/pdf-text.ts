import { MAX_CHARS, MAX_PAGES, type PdfAnswer } from './pdf-answer.ts';

const fault = (name: Extract<PdfAnswer, { kind: 'fault' }>['fault']): PdfAnswer => ({ kind: 'fault', fault: name });

/**
 * The text of a PDF, line by line. Only in a process that may die of it: a document of a few kilobytes can ask for gigabytes.
 *
 * @param bytes handed over: they are not usable afterwards
 */
export async function pdfText(bytes: Uint8Array): Promise<PdfAnswer> {
  // loaded in the child alone
  const { getDocumentProxy } = await import('unpdf');
  let document: Awaited<ReturnType<typeof getDocumentProxy>>;
  try {
    // 0: what is wrong in a file is not printed; it may quote the file
    document = await getDocumentProxy(bytes, { stopAtErrors: false, verbosity: 0 });
  } catch (error) {
    return fault(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'damaged');
  }
  if (document.numPages > MAX_PAGES) return fault('too_long');
  const lines: string[] = [];
  let chars = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    let line = '';
    const end = () => {
      if (line.trim() !== '') lines.push(line.trim());
      line = '';
    };
    try {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      for (const item of items) {
        if (!('str' in item)) continue;
        line += item.str;
        chars += item.str.length;
        if (item.hasEOL) end();
        if (chars > MAX_CHARS) return fault('too_long');
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return fault('damaged');
    }
    end();
  }
  return lines.length === 0 ? fault('no_text') : { kind: 'text', lines, pages: document.numPages };
}
