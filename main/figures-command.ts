import { readFile } from 'node:fs/promises';
import { readTable, type Table, TableError } from './insights/read-table.ts';

/** What a command that computes figures of a file needs. */
export interface FiguresParts {
  readonly fromCaller: (path: string) => string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly exit: (code: number) => void;
}

/** A mistake in the words of a command, as a sentence. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}

/**
 * Reads a CSV file and prints what is computed of it, as text or JSON. Exit code 0, or 2 with a sentence when the file or
 * the words cannot be used.
 */
export async function printFigures<Report>(
  file: string,
  isJson: boolean,
  compute: (table: Table) => Report,
  textOf: (report: Report) => string,
  parts: FiguresParts,
): Promise<void> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    parts.complain(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    parts.exit(2);
    return;
  }
  try {
    const report = compute(readTable(bytes));
    parts.print(isJson ? JSON.stringify(report, null, 2) : textOf(report));
    parts.exit(0);
  } catch (error) {
    if (!(error instanceof TableError || error instanceof QuestionError)) throw error;
    parts.complain(error.message);
    parts.exit(2);
  }
}

/** Reads an option that is JSON. */
export function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new QuestionError(`${name} is not JSON: ${error.message}`);
  }
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/** Splits a list of columns at its commas. */
export function columnList(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** A figure with four digits behind the point, or a dash. */
export function figure(value: number | null | undefined): string {
  return value == null ? '–' : value.toFixed(4);
}

/** Rows in columns of equal width, the first to the left and the others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((cell, index) => Math.max(found[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
