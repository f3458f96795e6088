import { z } from 'zod';
import { isSignedBy } from '#connectors/signed-by.ts';
import { Actor } from '#shared/hub/actor.ts';
import { CandidateDeletionCertificate } from '#shared/hub/candidates.ts';
import type { Erasure, ErasureCertificates, ErasureKiosk } from '#shared/hub/erasures.ts';
import { certificateText, DeletionCertificate } from '#shared/wire/deletion-certificate.ts';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { placeholders, type Queries, type SqlValue } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';

/** Begins the id of a deletion that nobody at head office asked for. */
const AT_KIOSK = 'kiosk';
const Row = z.object({
  id: z.string(),
  kind: z.enum(['session', 'candidate']),
  subjectId: z.string(),
  origin: z.enum(['head_office', 'kiosk']),
  reason: z.string(),
  requestedAt: z.string(),
  requestedBy: z.string(),
});
type Row = z.infer<typeof Row>;

/** What was asked for at head office, and what candidates asked for at kiosks; a kiosk's name needs no escaping in JSON. */
const ALL = `select id, kind, subject_id, 'head_office' origin, reason, requested_at, requested_by from erasure_requests
  union all
  select '${AT_KIOSK}:' || e.device_id || ':' || e.session_id, 'session', e.session_id, '${AT_KIOSK}', '', e.erased_at,
    '{"kind":"device","id":"' || e.device_id || '","name":"' || e.device_id || '"}'
  from erased_sessions e where not exists (select 1 from erasure_request_sessions s where s.session_id = e.session_id)`;
const SELECT = `select id, kind, subject_id "subjectId", origin, reason, requested_at "requestedAt", requested_by "requestedBy"
  from (${ALL}) a`;

const SessionRow = z.object({ requestId: z.string(), sessionId: z.string(), deviceId: z.string() });
type SessionRow = z.infer<typeof SessionRow>;
const WordRow = z.object({ sessionId: z.string(), deviceId: z.string(), receivedAt: z.string() });
const DeviceRow = z.object({ deviceId: z.string(), cursor: z.int().nullable() });
const ToldRow = z.object({ sessionId: z.string(), cursor: z.int() });
const IdRow = z.object({ sessionId: z.string() });

/** Deletions, the newest first; one more than `limit` when there are more. @param before the last one of the page before */
export async function listErasures(
  queries: Queries,
  { limit, before }: { readonly limit: number; readonly before: readonly [string, string] | null },
): Promise<Erasure[]> {
  const where = before === null ? '' : 'where (requested_at, id) < (?, ?)';
  const values: SqlValue[] = before === null ? [] : [...before];
  return withKiosks(
    queries,
    Row.array().parse(
      await queries.all(`${SELECT} ${where} order by requested_at desc, id desc limit ?`, ...values, limit + 1),
    ),
  );
}

/** One deletion; null for an unknown id. */
export async function findErasure(queries: Queries, id: string): Promise<Erasure | null> {
  const row = await queries.get(`${SELECT} where id = ?`, id);
  if (row === undefined) return null;
  return (await withKiosks(queries, [Row.parse(row)]))[0] ?? null;
}

async function sessionsOf(queries: Queries, rows: readonly Row[]): Promise<SessionRow[]> {
  const asked = rows.filter(({ origin }) => origin === 'head_office').map(({ id }) => id);
  const found =
    asked.length === 0
      ? []
      : await queries.all(
          `select request_id "requestId", session_id "sessionId", device_id "deviceId" from erasure_request_sessions
           where request_id in ${placeholders(1, asked.length)} order by session_id, device_id`,
          ...asked,
        );
  const atKiosks = rows
    .filter(({ origin }) => origin === 'kiosk')
    .map(({ id, subjectId }) => ({ requestId: id, sessionId: subjectId, deviceId: id.split(':')[1] ?? '' }));
  return [...SessionRow.array().parse(found), ...atKiosks];
}

async function withKiosks(queries: Queries, rows: readonly Row[]): Promise<Erasure[]> {
  const sessions = await sessionsOf(queries, rows);
  const ids = [...new Set(sessions.map(({ sessionId }) => sessionId))];
  const of = async <T>(schema: z.ZodType<T>, sql: (list: string) => string): Promise<T[]> =>
    ids.length === 0 ? [] : z.array(schema).parse(await queries.all(sql(`in ${placeholders(1, ids.length)}`), ...ids));
  const words = await of(
    WordRow,
    (list) => `select session_id "sessionId", device_id "deviceId", min(received_at) "receivedAt" from records
      where session_id ${list} and type = '${ERASURE_TYPE}' group by session_id, device_id`,
  );
  const told = await of(
    ToldRow,
    (list) =>
      `select id "sessionId", max(cursor) "cursor" from publications where kind = 'erasure' and id ${list} group by id`,
  );
  const held = await of(
    IdRow,
    (list) => `select r.session_id "sessionId" from records r where r.session_id ${list} and not exists (
      select 1 from erased_sessions e where e.device_id = r.device_id and e.session_id = r.session_id) group by r.session_id`,
  );
  const devices = DeviceRow.array().parse(
    await queries.all(
      `select d.device_id "deviceId", c.after_cursor "cursor" from devices d
         left join device_cursors c on c.device_id = d.device_id where d.revoked_at is null`,
    ),
  );
  const cursors = new Map(devices.map(({ deviceId, cursor }) => [deviceId, cursor ?? 0]));
  const toldAt = new Map(told.map(({ sessionId, cursor }) => [sessionId, cursor]));
  const heldHere = new Set(held.map(({ sessionId }) => sessionId));

  function kioskOf({ sessionId, deviceId }: SessionRow): ErasureKiosk {
    const word = words.find((each) => each.sessionId === sessionId && (deviceId === '' || each.deviceId === deviceId));
    const base = { sessionId, deviceId: deviceId === '' ? null : deviceId, doneAt: word?.receivedAt ?? null };
    if (word !== undefined) return { ...base, state: 'done' };
    // any kiosk may have it: it waits until one says so
    if (deviceId === '') return { ...base, state: 'waiting' };
    const cursor = cursors.get(deviceId);
    if (cursor === undefined) return { ...base, state: 'unreachable' };
    return { ...base, state: cursor >= (toldAt.get(sessionId) ?? Number.MAX_SAFE_INTEGER) ? 'told' : 'waiting' };
  }

  return rows.map(({ requestedBy, ...row }) => {
    const own = sessions.filter(({ requestId }) => requestId === row.id);
    return {
      ...row,
      requestedBy: Actor.parse(JSON.parse(requestedBy)),
      kiosks: own.map(kioskOf),
      isDoneHere: own.every(({ sessionId }) => !heldHere.has(sessionId)),
    };
  });
}

const CertificateRow = z.object({ certificate: jsonColumn(CandidateDeletionCertificate) });
const RecordRow = z.object({
  deviceId: z.string(),
  raw: jsonColumn(z.looseObject({ body: z.looseObject({ certificate: DeletionCertificate.optional() }) })),
});

/** What was deleted, in the words of those who did it; null for an unknown id. */
export async function certificatesOf(queries: Queries, id: string): Promise<ErasureCertificates | null> {
  const erasure = await findErasure(queries, id);
  if (erasure === null) return null;
  const row = await queries.get(
    'select certificate from candidate_deletions where candidate_id = ?',
    erasure.subjectId,
  );
  const kiosks: ErasureCertificates['kiosks'] = [];
  for (const { sessionId, deviceId } of erasure.kiosks) {
    const records = await queries.all(
      `select device_id "deviceId", raw from records where session_id = ? and type = '${ERASURE_TYPE}' and (? = '' or device_id = ?)
       order by hub_seq`,
      sessionId,
      deviceId ?? '',
      deviceId ?? '',
    );
    for (const record of records) {
      // releases of before certificates, and shapes of later ones: there is nothing to show
      const read = RecordRow.safeParse(record);
      const certificate = read.data?.raw.body.certificate;
      if (certificate === undefined) continue;
      kiosks.push({ certificate, ...(await judged(queries, certificate, read.data?.deviceId ?? '')) });
    }
  }
  return { erasure, candidate: row === undefined ? null : CertificateRow.parse(row).certificate, kiosks };
}

async function judged(
  queries: Queries,
  certificate: DeletionCertificate,
  deviceId: string,
): Promise<{ isSignatureValid: boolean; isKeyKnown: boolean }> {
  const known = await queries.get(
    `select 1 "one" from device_keys where device_id = ? and public_key = ?
     union all select 1 from audit_heads where device_id = ? and public_key = ?`,
    deviceId,
    certificate.publicKey,
    deviceId,
    certificate.publicKey,
  );
  return {
    isSignatureValid: isSigned(certificate),
    isKeyKnown: known !== undefined && certificate.deviceId === deviceId,
  };
}

function isSigned(certificate: DeletionCertificate): boolean {
  // anything may stand where the key should
  if (!/^[A-Za-z0-9_-]{43}$/.test(certificate.publicKey)) return false;
  return isSignedBy(certificate.publicKey, certificateText(certificate), certificate.signature);
}
