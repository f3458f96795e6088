import { z } from 'zod';
import type { Change } from '../candidates/candidate-file.ts';
import type { Queries } from '../database/database.ts';

const DeviceRow = z.object({ deviceId: z.string(), isReachable: z.int() });

/** Kiosks that sent something of an interview, and whether they ask head office for what is published. */
export async function kiosksOf(queries: Queries, sessionId: string): Promise<z.infer<typeof DeviceRow>[]> {
  return DeviceRow.array().parse(
    await queries.all(
      `select r.device_id "deviceId", max(case when d.device_id is null or d.revoked_at is not null then 0 else 1 end) "isReachable"
       from records r left join devices d on d.device_id = r.device_id where r.session_id = ? group by r.device_id order by 1`,
      sessionId,
    ),
  );
}

/** Keeps a request that came as a publication (`PUT /v1/publications/erasure/:id`) beside the others. */
export async function noteErasurePublication(
  change: Change,
  { sessionId }: { readonly sessionId: string },
): Promise<void> {
  const { queries, at, actor } = change;
  const known = await queries.get('select 1 "one" from erasure_request_sessions where session_id = ?', sessionId);
  if (known !== undefined) return;
  const id = `publication-${sessionId}`;
  await queries.run(
    `insert into erasure_requests (id, kind, subject_id, reason, requested_at, requested_by) values (?, 'session', ?, '', ?, ?)`,
    id,
    sessionId,
    at,
    JSON.stringify(actor),
  );
  const kiosks = await kiosksOf(queries, sessionId);
  for (const { deviceId } of kiosks.length === 0 ? [{ deviceId: '' }] : kiosks)
    await queries.run(
      'insert into erasure_request_sessions (request_id, session_id, device_id) values (?, ?, ?)',
      id,
      sessionId,
      deviceId,
    );
}
