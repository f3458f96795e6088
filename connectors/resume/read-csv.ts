import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { COLUMN_PREFIX, ImportField, type ImportQuery } from '#shared/hub/imports.ts';
import type { RowReading } from './row-reading.ts';
import { UnusableFile } from './unusable-file.ts';

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const;
type DelimiterName = keyof typeof DELIMITERS;
const MAX_ROWS = 20_000;

/** Headers as recruiting sites and HR systems write them, without spaces and case. */
const HEADERS: Readonly<Record<string, ImportField>> = {
  姓名: 'name',
  名字: 'name',
  候选人: 'name',
  name: 'name',
  fullname: 'name',
  candidate: 'name',
  手机: 'phone',
  手机号: 'phone',
  手机号码: 'phone',
  电话: 'phone',
  联系电话: 'phone',
  phone: 'phone',
  mobile: 'phone',
  telephone: 'phone',
  phonenumber: 'phone',
  邮箱: 'email',
  电子邮箱: 'email',
  电子邮件: 'email',
  email: 'email',
  'e-mail': 'email',
  mail: 'email',
  技能: 'skills',
  技能标签: 'skills',
  特长: 'skills',
  skills: 'skills',
  skill: 'skills',
  tags: 'skills',
  编号: 'external_id',
  候选人编号: 'external_id',
  申请编号: 'external_id',
  id: 'external_id',
  externalid: 'external_id',
  candidateid: 'external_id',
  证件号: 'document_number',
  证件号码: 'document_number',
  身份证号: 'document_number',
  idnumber: 'document_number',
  documentnumber: 'document_number',
  邀请码: 'invitation_code',
  invitationcode: 'invitation_code',
  code: 'invitation_code',
};

/** Shown with the columns there are, so that a person can say which it is. */
const NO_NAME: RowReading = {
  problem: { 'zh-CN': '没有一列是姓名：请指定姓名所在的列。', en: 'No column is the name: say which one it is.' },
};

export type CsvReading = {
  readonly rows: readonly { readonly number: number; readonly reading: RowReading }[];
  /** How it was read, for people. */
  readonly how: Readonly<Record<string, string>>;
};

/** `ignore`: it is none of them, whatever it is called. */
const MappedField = z.enum([...ImportField.options, 'ignore']);
const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/**
 * Reads a CSV file (RFC 4180) with a header line: with or without BOM, UTF-8 or GB18030, by comma, semicolon or tab.
 *
 * @param hashDocument keyed hash of a document number
 * @throws {UnusableFile} for a file as a whole; a bad row is a reading with a problem
 */
export function readCsv(bytes: Buffer, query: ImportQuery, hashDocument: (number: string) => string): CsvReading {
  const { text, encoding } = decode(bytes, query.encoding);
  const delimiter = query.delimiter ?? detectDelimiter(text);
  const records = parseRecords(text, DELIMITERS[delimiter]);
  const [header, ...body] = records;
  if (header === undefined) throw new UnusableFile('csv_empty');
  const fields = fieldsOf(header.record, query.mapping);
  if (body.length > MAX_ROWS) throw new UnusableFile('csv_too_long', { rows: MAX_ROWS });
  const hasName = fields.includes('name');
  let line = header.info.lines;
  const rows = body.map(({ record, info }) => {
    const number = line + 1;
    line = info.lines;
    return { number, reading: hasName ? readRow(record, fields, query.system, hashDocument) : NO_NAME };
  });
  const columns = Object.fromEntries(
    header.record.map((title, index) => [`${COLUMN_PREFIX}${title}`, fields[index] ?? '—']),
  );
  return { rows, how: { encoding, delimiter, ...columns } };
}

function decode(bytes: Buffer, told: 'utf-8' | 'gb18030' | undefined): { text: string; encoding: string } {
  for (const encoding of told === undefined ? (['utf-8', 'gb18030'] as const) : [told]) {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // not in this encoding
    }
  }
  throw new UnusableFile('csv_not_text', { encoding: told ?? 'UTF-8, GB18030' });
}

/** The one that the header line has most of outside of quotes. */
function detectDelimiter(text: string): DelimiterName {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = (['comma', 'semicolon', 'tab'] as const).map((name) => ({
    name,
    count: header.split(DELIMITERS[name]).length,
  }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).name;
}

function parseRecords(text: string, delimiter: string): z.infer<typeof Parsed> {
  try {
    return Parsed.parse(
      parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnusableFile('csv_malformed', { fault: error.code, line: Number(error['lines']) });
  }
}

function fieldsOf(header: readonly string[], mapping: string | undefined): (ImportField | undefined)[] {
  let told: Record<string, z.infer<typeof MappedField>> = {};
  if (mapping !== undefined) {
    const parsed = z.record(z.string(), MappedField).safeParse(parseJson(mapping));
    if (!parsed.success) throw new UnusableFile('csv_columns_unknown', { fields: MappedField.options.join(', ') });
    told = parsed.data;
  }
  return header.map((title) => {
    const field = told[title] ?? HEADERS[title.toLowerCase().replaceAll(/[\s_]/g, '')];
    return field === 'ignore' ? undefined : field;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says that it is none
  }
}

function readRow(
  record: readonly string[],
  fields: readonly (ImportField | undefined)[],
  system: string,
  hashDocument: (number: string) => string,
): RowReading {
  if (record.length !== fields.length)
    return {
      problem: {
        'zh-CN': `有 ${record.length} 列，表头有 ${fields.length} 列。`,
        en: `It has ${record.length} columns, the header ${fields.length}.`,
      },
    };
  const all = (field: ImportField) => record.filter((value, index) => fields[index] === field && value !== '');
  const one = (field: ImportField) => all(field)[0] ?? null;
  const name = one('name');
  if (name === null || name.length > 120)
    return { problem: { 'zh-CN': '没有姓名，或姓名太长。', en: 'There is no name, or it is too long.' } };
  const externalId = one('external_id');
  const documentNumber = one('document_number');
  return {
    contact: {
      name,
      phones: all('phone').flatMap(split),
      emails: all('email').flatMap(split),
      skills: all('skills').flatMap(split),
    },
    externalId: externalId === null ? null : { system, id: externalId },
    documentNumber: documentNumber === null ? null : hashDocument(documentNumber),
    invitationCode: one('invitation_code'),
    resume: null,
  };
}

/** Several values in one field. */
function split(text: string): string[] {
  return text
    .split(/[;；、|，,/]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
