import { createHash } from 'node:crypto';
import type { Locale } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { DeliveryEnded } from '../result/result-connector.ts';

export type ReportFile = InterviewResult['report']['files'][number];

/** Where the files of a report come from. */
export type ReportSource = {
  /** Bytes of a file that the document names; null while they are not here yet (media come after scores). */
  readonly read: (file: ReportFile) => Promise<Uint8Array | null>;
  /** Draws the report of a document that names no files. */
  readonly render: (result: InterviewResult, locale: Locale) => Promise<Uint8Array>;
};

export type AttachedFile = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array };

/**
 * The files to hand over with a result: those that it names, else one drawn from it.
 * @throws DeliveryEnded while a named file is not here, or not whole
 */
export async function reportFiles(
  result: InterviewResult,
  source: ReportSource,
  locale: Locale,
): Promise<AttachedFile[]> {
  if (result.report.files.length === 0) {
    const bytes = await source.render(result, locale);
    return [{ name: `interview-${result.id}.pdf`, contentType: 'application/pdf', bytes }];
  }
  const files: AttachedFile[] = [];
  for (const file of result.report.files) {
    const bytes = await source.read(file);
    const isWhole = bytes !== null && createHash('sha256').update(bytes).digest('hex') === file.sha256;
    if (!isWhole) throw new DeliveryEnded({ kind: 'transient', reason: 'busy' });
    files.push({ name: file.name, contentType: file.contentType, bytes });
  }
  return files;
}
