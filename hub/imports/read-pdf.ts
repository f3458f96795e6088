import type { CountryCode } from 'libphonenumber-js';
import type { PdfFault, PdfReader } from '#connectors/resume/pdf-answer.ts';
import { readPdfResume } from '#connectors/resume/read-pdf-resume.ts';
import type { RowReading } from '#connectors/resume/row-reading.ts';
import { NAME_FROM } from '#shared/hub/imports.ts';
import type { Localized } from '#shared/localized.ts';

const FAULTS: Readonly<Record<PdfFault, Localized>> = {
  no_text: {
    'zh-CN': '这份 PDF 只有图片，没有文字：请手工填写，或提供有文字的文件。',
    en: 'This PDF holds pictures only: type it, or bring text.',
  },
  encrypted: {
    'zh-CN': '这份 PDF 有密码：请先去掉密码，或手工填写。',
    en: 'This PDF is locked with a password: bring it without one, or type it.',
  },
  damaged: {
    'zh-CN': '这份 PDF 已损坏，无法读取：请重新导出，或手工填写。',
    en: 'This PDF is damaged and cannot be read: export it again, or type it.',
  },
  too_heavy: {
    'zh-CN': '读取这份 PDF 需要太多内存或时间：请另存为普通 PDF，或手工填写。',
    en: 'Reading this PDF takes too much memory or time: save it as a plain one, or type it.',
  },
  too_long: {
    'zh-CN': '这份 PDF 太长（最多 20 页、10 MB）：请只保留简历。',
    en: 'This PDF is too long (20 pages and 10 MB at most): keep the résumé alone.',
  },
};

/** One PDF as the one row of an import. Neither its text nor the file is kept. */
export async function readPdf(
  read: PdfReader,
  bytes: Uint8Array,
  region: CountryCode,
): Promise<{ readonly reading: RowReading; readonly how: Readonly<Record<string, string>> }> {
  const answer = await read(bytes);
  if (answer.kind === 'fault') return { reading: { problem: FAULTS[answer.fault] }, how: {} };
  const { nameFrom, name, phones, emails, skills } = readPdfResume(answer.lines, region);
  return {
    reading: {
      contact: { name, phones: [...phones], emails: [...emails], skills: [...skills] },
      externalId: null,
      documentNumber: null,
      invitationCode: null,
      resume: null,
    },
    how: { [NAME_FROM]: nameFrom },
  };
}
