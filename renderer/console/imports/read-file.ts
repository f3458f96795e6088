import { ImportReport } from '#shared/hub/imports.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask } from '../hub-client.ts';

/** A file of this computer and how it is to be read. */
export interface ChosenFile {
  readonly file: File;
  readonly jobId: string | null;
  /** Header → field, for what a person put right; `ignore` for none. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** How a file is sent, by its name; null for what cannot be read. */
export function contentTypeOf({
  name,
}: {
  readonly name: string;
}): 'text/csv' | 'application/json' | 'application/pdf' | null {
  if (/\.json$/i.test(name)) return 'application/json';
  if (/\.pdf$/i.test(name)) return 'application/pdf';
  return /\.(csv|tsv|txt)$/i.test(name) ? 'text/csv' : null;
}

/** Lets the hub read a file; nothing is taken in. @throws {HubProblem} */
export function readFile({ file, jobId, mapping }: ChosenFile): Promise<ImportReport> {
  const query = new URLSearchParams({
    name: file.name,
    ...(jobId === null ? {} : { jobId }),
    ...(Object.keys(mapping).length === 0 ? {} : { mapping: JSON.stringify(mapping) }),
  });
  return ask(`${HUB_PATHS.imports}?${query.toString()}`, ImportReport, {
    method: 'POST',
    file: { contentType: contentTypeOf(file) ?? 'text/csv', bytes: file },
  });
}
