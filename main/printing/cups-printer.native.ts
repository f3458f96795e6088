import { spawn } from 'node:child_process';
import { drawPaper } from '#connectors/report/draw-paper.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { PaperPrinter } from './paper-printer.ts';

const TAKEN_WITHIN_MS = 20_000;

/** Gives the bytes to `lp`; the job has no name that tells of a person, and no file is written by us. */
function runLp(args: readonly string[], bytes: Uint8Array, program: string): Promise<PrintFailure | null> {
  const { promise, resolve } = Promise.withResolvers<PrintFailure | null>();
  const child = spawn(program, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: TAKEN_WITHIN_MS,
    env: { ...process.env, LC_ALL: 'C' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.once('error', () => resolve('printer_failed'));
  child.once('close', (code) => {
    if (code === 0) resolve(null);
    else
      resolve(
        /does not exist|no default destination|unreachable|refused/i.test(said) ? 'printer_offline' : 'printer_failed',
      );
  });
  // a program that ends before it has read everything says so by its exit code
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  return promise;
}

/**
 * A printer of the system, by CUPS.
 *
 * @param name of the printer; empty for the default one
 * @param program found on PATH
 */
export function cupsPrinter(name: string, program = 'lp'): PaperPrinter {
  return {
    async print(paper) {
      const destination = name === '' ? [] : ['-d', name];
      const args = [...destination, '-s', '-t', 'Anteroom', '-o', 'media=A4', '-o', 'job-sheets=none', '--', '-'];
      return runLp(args, await drawPaper(paper), program);
    },
  };
}
