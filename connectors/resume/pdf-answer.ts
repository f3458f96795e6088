import { z } from 'zod';

/** Largest PDF that is looked at, in bytes. */
export const MAX_PDF_BYTES = 10 * 1024 * 1024;
/** Pages that are read; a résumé has fewer. */
export const MAX_PAGES = 20;
/** Letters of text that are kept. */
export const MAX_CHARS = 200_000;

/** Why nothing was read of a PDF. */
const PdfFault = z.enum([
  /** Pictures only, or letters of a font that says nothing about them. */
  'no_text',
  'encrypted',
  'damaged',
  /** It took more memory or time than a document of this size may. */
  'too_heavy',
  'too_long',
]);
export type PdfFault = z.infer<typeof PdfFault>;

/** What the child says of one PDF. Lines of the pages, in the order in which they are written. */
export const PdfAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), lines: z.array(z.string()), pages: z.int().positive() }),
  z.strictObject({ kind: z.literal('fault'), fault: PdfFault }),
]);
export type PdfAnswer = z.infer<typeof PdfAnswer>;

/** Reads the text of a PDF somewhere a hostile one can do no harm. Never throws over what is in the file. */
export type PdfReader = (bytes: Uint8Array) => Promise<PdfAnswer>;
