import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { Locale } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { applyMapping, type MappedFields } from '../result/apply-mapping.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { reportPdf } from '../report/report-pdf.ts';

export const DropFormat = z.enum(['csv', 'xlsx', 'ndjson', 'pdf']);
export type DropFormat = z.infer<typeof DropFormat>;

/** Any column name, in any language. */
export const FILE_DROP_MAPPING: MappingTarget = { required: [], fields: ['*'] };

export const MIME_TYPES: Readonly<Record<DropFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson',
  pdf: 'application/pdf',
};

export type FileOptions = {
  readonly mapping: Mapping;
  /** Begins with a byte order mark, without which Excel reads Chinese as something else. */
  readonly hasBom: boolean;
  readonly locale: Locale;
};

/**
 * One line with a header, RFC 4180. A text that a spreadsheet would compute (`=`, `+`, `-`, `@`, tab, return) gets an apostrophe before it:
 * candidates type their own names.
 */
function csvOf(fields: MappedFields, hasBom: boolean): Buffer {
  const text = stringify([[...fields.keys()], [...fields.values()].map((value) => value ?? '')], {
    bom: hasBom,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
  return Buffer.from(text);
}

/** Texts are text cells, never formulas; numbers are numbers. */
async function xlsxOf(fields: MappedFields): Promise<Buffer> {
  const header = [...fields.keys()].map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const row = [...fields.values()].map((value) => {
    if (value === null) return null;
    if (typeof value === 'number') return { value, type: Number };
    return { value: String(value), type: String };
  });
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return await writeXlsxFile([header, row], { sheet: 'result' }).toBuffer();
}

/** The bytes of one file. NDJSON and PDF hold the whole document; CSV and XLSX the columns of the mapping. */
export async function dropFile(format: DropFormat, result: InterviewResult, options: FileOptions): Promise<Uint8Array> {
  const { mapping, hasBom, locale } = options;
  switch (format) {
    case 'csv':
      return csvOf(applyMapping(mapping, result).fields, hasBom);
    case 'xlsx':
      return await xlsxOf(applyMapping(mapping, result).fields);
    case 'ndjson':
      return Buffer.from(`${JSON.stringify(result)}\n`);
    case 'pdf':
      return await reportPdf(result, locale);
  }
}
