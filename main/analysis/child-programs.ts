import type { ChildProgram } from './ports.ts';

/**
 * @param entryFile `main/children/analyst.ts`, or the built `analyst.js`
 * @param modelsDir folder with `catalog.json`
 */
export function analystProgram(entryFile: string, modelsDir: string): ChildProgram {
  return { name: 'analyst', entryFile, args: ['--models', modelsDir] };
}

/**
 * @param entryFile `main/children/transcriber.ts`, or the built `transcriber.js`
 * @param cacheDir where made language models are kept; they can be made again
 */
export function transcriberProgram(entryFile: string, cacheDir: string): ChildProgram {
  return { name: 'transcriber', entryFile, args: ['--cache', cacheDir] };
}
