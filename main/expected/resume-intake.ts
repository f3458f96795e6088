import type { CountryCode } from 'libphonenumber-js';
import { MAX_PDF_BYTES, type PdfReader } from '#connectors/resume/pdf-answer.ts';
import { readCsv } from '#connectors/resume/read-csv.ts';
import { readResume } from '#connectors/resume/read-json-resume.ts';
import { readPdfResume } from '#connectors/resume/read-pdf-resume.ts';
import type { RowReading } from '#connectors/resume/row-reading.ts';
import { UnusableFile } from '#connectors/resume/unusable-file.ts';
import type { ReadResume, ResumeKind, ResumeRefusal } from '#shared/contract/expected.ts';
import { ImportQuery } from '#shared/hub/imports.ts';

/** Numbers without a country code are read as of here; others are found by their `+`. */
const REGION: CountryCode = 'CN';

type Outcome = ReadResume | { readonly refused: ResumeRefusal };

/** Résumé files on their way from a page: in parts, in memory alone, one for each page. */
export function createResumeIntake(readPdf: PdfReader) {
  const files = new Map<string, Buffer[]>();

  async function read(kind: ResumeKind, bytes: Buffer): Promise<Outcome> {
    if (kind === 'pdf') {
      const answer = await readPdf(bytes);
      if (answer.kind === 'fault') return { refused: answer.fault };
      const { name, nameFrom, phones, skills } = readPdfResume(answer.lines, REGION);
      return { name, nameFrom, phone: phones[0] ?? '', skills: [...skills] };
    }
    return kind === 'json' ? ofRow(jsonRow(bytes)) : ofCsv(bytes);
  }

  return {
    /** @returns false when the file is longer than one may be: it is let go of */
    put(page: string, part: number, base64: string): boolean {
      const parts = part === 0 ? [] : (files.get(page) ?? []);
      parts.push(Buffer.from(base64, 'base64'));
      const isTooLong = parts.reduce((sum, { length }) => sum + length, 0) > MAX_PDF_BYTES;
      if (isTooLong) files.delete(page);
      else files.set(page, parts);
      return !isTooLong;
    },
    /** Reads what this page has sent, and lets go of it whatever comes of it. */
    read(page: string, kind: ResumeKind): Promise<Outcome> {
      const bytes = Buffer.concat(files.get(page) ?? []);
      files.delete(page);
      return read(kind, bytes);
    },
    /** The page is gone. */
    drop: (page: string): void => void files.delete(page),
  };
}
export type ResumeIntake = ReturnType<typeof createResumeIntake>;

function jsonRow(bytes: Buffer): RowReading | null {
  try {
    return readResume(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function ofCsv(bytes: Buffer): Outcome {
  try {
    // nothing but name, telephone and skills is looked at: there is no document number to hash
    const { rows } = readCsv(bytes, ImportQuery.parse({}), () => '');
    const [row, second] = rows;
    if (row === undefined || second !== undefined) return { refused: 'not_one_row' };
    return ofRow(row.reading);
  } catch (error) {
    if (error instanceof UnusableFile) return { refused: 'not_a_resume' };
    throw error;
  }
}

function ofRow(reading: RowReading | null): Outcome {
  if (reading === null || 'problem' in reading) return { refused: 'not_a_resume' };
  const { name, phones, skills } = reading.contact;
  return { name, nameFrom: 'label', phone: phones[0] ?? '', skills };
}
