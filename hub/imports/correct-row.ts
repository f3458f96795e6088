import type { ImportReport, ImportRowChange } from '#shared/hub/imports.ts';
import { RowContent } from '#connectors/resume/row-reading.ts';
import type { CountryCode } from 'libphonenumber-js';
import { z } from 'zod';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { checkedContact, importOf } from './import-store.ts';

const StateRow = z.object({ state: z.string(), kind: z.string() });
const ContentRow = z.object({ content: z.string() });

/**
 * A person puts right what was read of a PDF, before it is taken in.
 * @throws {ProblemError} `not_found`; `conflict` when it is taken in already, or is of another kind
 */
export async function correctRow(
  change: Change,
  region: CountryCode,
  { id, number }: { readonly id: string; readonly number: number },
  said: ImportRowChange,
): Promise<ImportReport> {
  const { queries, at, actor } = change;
  const found = await queries.get('select state, kind from imports where id = ?', id);
  const row = await queries.get('select content from import_rows where import_id = ? and number = ?', id, number);
  if (found === undefined || row === undefined) throw new ProblemError('not_found');
  const { state, kind } = StateRow.parse(found);
  const { content } = ContentRow.parse(row);
  if (state !== 'previewed') throw refusal('import_taken_in');
  if (kind !== 'pdf' || content === '') throw refusal('import_row_fixed');
  const corrected: RowContent = { ...RowContent.parse(JSON.parse(content)), contact: said };
  const checked = checkedContact(corrected, region);
  await queries.run(
    'update import_rows set content = ?, state = ?, problem = ? where import_id = ? and number = ?',
    JSON.stringify(corrected),
    'problem' in checked ? 'rejected' : 'ready',
    'problem' in checked ? JSON.stringify(checked.problem) : null,
    id,
    number,
  );
  await appendAudit(queries, { at, actor, action: 'import.row_corrected', subject: id });
  return importOf(queries, id);
}
