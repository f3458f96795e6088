import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

const DELIMITERS = [',', ';', '\t'] as const;
/** More people than any audit of a site needs; a larger file is another one than was meant. */
const MAX_ROWS = 200_000;

/** What was wrong with a file. `place`: its line (the header is 1) and column, where it has one. */
export type TableProblem =
  | { readonly code: 'not_text' | 'empty' | 'no_rows' }
  | { readonly code: 'not_csv'; readonly line: number }
  | { readonly code: 'too_many_rows'; readonly limit: number }
  | { readonly code: 'no_column'; readonly column: string; readonly columns: readonly string[] }
  | { readonly code: 'column_twice'; readonly column: string }
  | { readonly code: 'row_length'; readonly line: number; readonly cells: number; readonly columns: number }
  | {
      readonly code: 'not_a_number' | 'not_yes_or_no' | 'not_a_date';
      readonly line: number;
      readonly column: string;
      readonly value: string;
    };

/** A file that cannot be used, and where. */
export class TableError extends Error {
  override readonly name = 'TableError';
  readonly problem: TableProblem;

  constructor(problem: TableProblem) {
    super(problemSentence(problem));
    this.problem = problem;
  }
}

/** The problem as a sentence for a terminal. */
function problemSentence(problem: TableProblem): string {
  switch (problem.code) {
    case 'not_text':
      return 'The file is not text in UTF-8 or GB18030.';
    case 'empty':
      return 'The file is empty: its first line has to name the columns.';
    case 'no_rows':
      return 'The file has a header and no rows.';
    case 'not_csv':
      return `Line ${problem.line} is not CSV: check the quotes there.`;
    case 'too_many_rows':
      return `The file has more than ${problem.limit} rows.`;
    case 'no_column':
      return `There is no column "${problem.column}". The columns are: ${problem.columns.join(', ')}.`;
    case 'column_twice':
      return `The column "${problem.column}" is there twice: rename one of them.`;
    case 'row_length':
      return `Line ${problem.line} has ${problem.cells} cells, the header ${problem.columns}.`;
    case 'not_a_number':
      return `Line ${problem.line}, column "${problem.column}": "${problem.value}" is not a number.`;
    case 'not_yes_or_no':
      return `Line ${problem.line}, column "${problem.column}": "${problem.value}" is neither yes nor no (1, 0, yes, no, true, false, 是, 否).`;
    case 'not_a_date':
      return `Line ${problem.line}, column "${problem.column}": "${problem.value}" is not a date (2026-03-31).`;
  }
}

/** A file with a header line. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** In the file; the header is 1. */
  readonly line: number;
  /** As many as there are columns. */
  readonly cells: readonly string[];
}

const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/**
 * Reads a CSV file (RFC 4180) with a header line: with or without BOM, UTF-8 or GB18030, by comma, semicolon or tab.
 *
 * @throws {TableError} for what cannot be used
 */
export function readTable(bytes: Uint8Array): Table {
  const text = decode(bytes);
  const [header, ...body] = parseRecords(text, delimiterOf(text));
  if (header === undefined) throw new TableError({ code: 'empty' });
  const columns = header.record;
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new TableError({ code: 'column_twice', column: twice });
  if (body.length === 0) throw new TableError({ code: 'no_rows' });
  if (body.length > MAX_ROWS) throw new TableError({ code: 'too_many_rows', limit: MAX_ROWS });
  const rows = body.map(({ record, info: { lines: line } }) => {
    if (record.length !== columns.length)
      throw new TableError({ code: 'row_length', line, cells: record.length, columns: columns.length });
    return { line, cells: record };
  });
  return { columns, rows };
}

function decode(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // not in this encoding
    }
  }
  throw new TableError({ code: 'not_text' });
}

/** The one that the header line has most of outside of quotes. */
function delimiterOf(text: string): string {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  return DELIMITERS.reduce((best, each) => (header.split(each).length > header.split(best).length ? each : best));
}

function parseRecords(text: string, delimiter: string): z.infer<typeof Parsed> {
  try {
    return Parsed.parse(
      parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TableError({ code: 'not_csv', line: Number(error['lines']) });
  }
}

/**
 * Where a column stands.
 *
 * @throws {TableError} when there is none of this name
 */
export function columnOf({ columns }: Table, name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) throw new TableError({ code: 'no_column', column: name, columns });
  return index;
}

/** Reads every row's cell of a column; null where it is empty. */
function cellsOf<Value>(
  table: Table,
  column: string,
  read: (value: string) => Value | undefined,
  code: 'not_a_number' | 'not_yes_or_no' | 'not_a_date',
): (Value | null)[] {
  const index = columnOf(table, column);
  return table.rows.map(({ line, cells }) => {
    const value = cells[index] ?? '';
    if (value === '') return null;
    const found = read(value);
    if (found === undefined) throw new TableError({ code, line, column, value });
    return found;
  });
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** A column of numbers; null where there is none. */
export function numbersOf(table: Table, column: string): (number | null)[] {
  return cellsOf(table, column, (value) => (NUMBER.test(value) ? Number(value) : undefined), 'not_a_number');
}

const YES = new Set(['1', 'yes', 'y', 'true', 't', '是']);
const NO = new Set(['0', 'no', 'n', 'false', 'f', '否']);

/** A column of yes and no; null where there is neither. */
export function flagsOf(table: Table, column: string): (boolean | null)[] {
  const read = (value: string) => {
    const word = value.toLowerCase();
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  };
  return cellsOf(table, column, read, 'not_yes_or_no');
}

/** A column of dates, in milliseconds since 1970, at midnight UTC. */
export function datesOf(table: Table, column: string): (number | null)[] {
  const read = (value: string) => {
    const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(value) ?? [];
    const found = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    // the 31st of a month with 30 days is none
    return found.getUTCDate() === Number(day) ? found.getTime() : undefined;
  };
  return cellsOf(table, column, read, 'not_a_date');
}

const UNKNOWN = new Set(['unknown', 'n/a', 'na', 'not known', 'prefer not to say', '未知', '不详', '不愿透露']);

/** A column of names; null where it is empty or says that it is not known. */
export function namesOf(table: Table, column: string): (string | null)[] {
  const index = columnOf(table, column);
  return table.rows.map(({ cells }) => {
    const value = cells[index] ?? '';
    return value === '' || UNKNOWN.has(value.toLowerCase()) ? null : value;
  });
}
