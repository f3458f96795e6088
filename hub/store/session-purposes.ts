import { z } from 'zod';
import { isHiring, type Purpose, StaffPurpose } from '#shared/purpose.ts';
import { placeholders, type Queries } from '../database/database.ts';
import type { SoundLine } from './hub-store.ts';

/** Records that say what their interview is for, where it is not hiring. */
const TELLING: ReadonlySet<string> = new Set(['session.started', 'identity.given', 'session.finalized']);
/** Inside a text the quotes would be escaped. */
const MARK = Buffer.from('"purpose":"');

const Telling = z.looseObject({ body: z.looseObject({ purpose: StaffPurpose }) });
const Row = z.object({ purpose: StaffPurpose });

/**
 * Writes down which interviews of a batch are not for hiring, in the transaction that stores them: whoever looks at a record later knows
 * it already. What an interview is for never changes, and stays known after its erasure; it tells nothing of the person.
 */
export async function notePurposes(queries: Queries, deviceId: string, lines: readonly SoundLine[]): Promise<void> {
  const found = new Map<string, StaffPurpose>();
  for (const { record, raw } of lines) {
    if (record.sessionId === null || !TELLING.has(record.type) || !raw.includes(MARK)) continue;
    const told = Telling.safeParse(JSON.parse(raw.toString('utf8')));
    if (told.success) found.set(record.sessionId, told.data.body.purpose);
  }
  if (found.size === 0) return;
  await queries.run(
    `insert into session_purposes (device_id, session_id, purpose) values ${placeholders(found.size, 3)} on conflict do nothing`,
    ...[...found].flatMap(([sessionId, purpose]) => [deviceId, sessionId, purpose]),
  );
}

/** What an interview is for, as far as it was told: hiring where nothing was. */
export async function purposeOfSession(queries: Queries, deviceId: string, sessionId: string): Promise<Purpose> {
  const row = await queries.get(
    'select purpose from session_purposes where device_id = ? and session_id = ?',
    deviceId,
    sessionId,
  );
  return row === undefined ? 'hiring' : Row.parse(row).purpose;
}

/** Narrows rows of `r` to the interviews for one purpose; `values` are those of its placeholders. */
export function ofPurpose(purpose: Purpose): { readonly sql: string; readonly values: readonly string[] } {
  const known = 'from session_purposes p where p.device_id = r.device_id and p.session_id = r.session_id';
  return isHiring({ purpose })
    ? { sql: `and not exists (select 1 ${known})`, values: [] }
    : { sql: `and exists (select 1 ${known} and p.purpose = ?)`, values: [purpose] };
}
