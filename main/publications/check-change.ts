import { createHash } from 'node:crypto';
import { isSignedBy } from '#connectors/signed-by.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { Change, changeText, isPublishedKind, PUBLISHED, PUBLISHED_SCHEMA_VERSION } from '#shared/wire/publication.ts';
import type { CheckedChange } from './ports.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Looks at a change: whether it is the hub's word, and whether this release can use it. Null for one that cannot even be named.
 *
 * - `refused`: not signed by the hub, not what it says, or not of the shape its kind has. - `kept`: of a kind or version of a newer
 *   release; it is used once this kiosk understands it.
 *
 * @param hubKey pinned at enrolment
 */
export function checkChange(raw: unknown, hubKey: string): CheckedChange | null {
  const parsed = Change.safeParse(raw);
  if (!parsed.success) return null;
  const change = parsed.data;
  const { kind, id, body } = change;
  const refused = (reason: string): CheckedChange => ({ ...change, state: 'refused', reason });
  if (hashOf(canonicalText(body ?? null)) !== change.sha256) return refused('hash');
  if (!isSignedBy(hubKey, changeText(change), change.signature)) return refused('signature');
  if (!isPublishedKind(kind)) return { ...change, state: 'kept', reason: 'kind' };
  if (change.schemaVersion !== PUBLISHED_SCHEMA_VERSION) return { ...change, state: 'kept', reason: 'schema_version' };
  if (body === null) return { ...change, state: 'waiting', reason: null };
  const read = PUBLISHED[kind].safeParse(body);
  if (!read.success) return refused('schema');
  const own = 'sessionId' in read.data ? read.data.sessionId : read.data.id;
  return own === id ? { ...change, state: 'waiting', reason: null } : refused('id');
}
