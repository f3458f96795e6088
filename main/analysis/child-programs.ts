import type { EmbeddingChoice } from '#shared/analyst-protocol.ts';
import type { ChildProgram } from './ports.ts';

/**
 * @param entryFile `main/children/analyst.ts`, or the built `analyst.js`
 * @param modelsDir folder with `catalog.json`
 * @param embedding the sentence model to match meanings with; null matches words alone
 */
export function analystProgram(
  entryFile: string,
  modelsDir: string,
  embedding: EmbeddingChoice | null = null,
): ChildProgram {
  const args = ['--models', modelsDir, ...(embedding === null ? [] : ['--embedding', JSON.stringify(embedding)])];
  return { name: 'analyst', entryFile, args };
}

/** @param entryFile `connectors/resume/pdf-program.native.ts`, or the built `pdf-reader.js` */
export function pdfReaderProgram(entryFile: string): ChildProgram {
  return { name: 'pdf_reader', entryFile, args: [] };
}

/**
 * @param entryFile `main/children/transcriber.ts`, or the built `transcriber.js`
 * @param cacheDir where made language models are kept; they can be made again
 */
export function transcriberProgram(entryFile: string, cacheDir: string): ChildProgram {
  return { name: 'transcriber', entryFile, args: ['--cache', cacheDir] };
}
