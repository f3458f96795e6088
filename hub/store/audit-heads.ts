import { z } from 'zod';
import { AuditAlarm, AuditHead, type AuditRefusal } from '#shared/wire/audit-head.ts';
import { type ClaimReading, type ClaimVerdict, judgeClaim } from '../audit/judge-claim.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { keysOf } from '../devices/device-store.ts';

/** Alarms kept of one device: whoever has its token must not be able to fill the disk with them. */
const MAX_ALARMS_PER_DEVICE = 1000;

const selectHead = `select device_id "deviceId", seq, sha256, signed_at "signedAt", public_key "publicKey", signature
  from audit_heads where device_id = ?`;

async function findHead(queries: Queries, deviceId: string): Promise<AuditHead | null> {
  const found = await queries.get(selectHead, deviceId);
  return found === undefined ? null : AuditHead.parse(found);
}

async function keepHead(queries: Queries, head: AuditHead, at: string): Promise<void> {
  await queries.run(
    `insert into audit_heads (device_id, seq, sha256, signed_at, public_key, signature, received_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (device_id) do update set seq = excluded.seq, sha256 = excluded.sha256, signed_at = excluded.signed_at,
       public_key = excluded.public_key, signature = excluded.signature, received_at = excluded.received_at`,
    head.deviceId,
    head.seq,
    head.sha256,
    head.signedAt,
    head.publicKey,
    head.signature,
    at,
  );
}

async function raise(
  queries: Queries,
  alarm: { deviceId: string; code: AuditRefusal; claim: ClaimReading; held: AuditHead | null; at: string },
): Promise<void> {
  const { deviceId, code, held, at } = alarm;
  const claimed = typeof alarm.claim === 'string' ? null : alarm.claim.head;
  const identity = [
    deviceId,
    code,
    claimed?.seq ?? null,
    claimed?.sha256 ?? null,
    claimed?.publicKey ?? null,
    held?.seq ?? null,
  ] as const;
  const repeated = await queries.run(
    `update audit_alarms set count = count + 1, last_at = ?
     where device_id = ? and code = ? and seq is not distinct from ? and sha256 is not distinct from ?
       and public_key is not distinct from ? and held_seq is not distinct from ?`,
    at,
    ...identity,
  );
  if (repeated > 0) return;
  const kept = await queries.get('select count(*) "count" from audit_alarms where device_id = ?', deviceId);
  if (z.object({ count: z.int() }).parse(kept).count >= MAX_ALARMS_PER_DEVICE) return;
  await queries.run(
    `insert into audit_alarms (device_id, code, seq, sha256, public_key, held_seq, held_sha256, first_at, last_at, count)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    ...identity,
    held?.sha256 ?? null,
    at,
    at,
  );
}

/** Heads and alarms of the hub's database; see `HubStore.admitClaim`. */
export function createAuditHeads(database: HubDatabase) {
  return {
    admit: (deviceId: string, claim: ClaimReading, at: string): Promise<ClaimVerdict> =>
      database.transaction(async (queries) => {
        const held = await findHead(queries, deviceId);
        const verdict = judgeClaim(held, claim, deviceId, await keysOf(queries, deviceId));
        if (verdict.kind === 'keep') await keepHead(queries, verdict.head, at);
        if (verdict.kind === 'refuse') await raise(queries, { deviceId, code: verdict.code, claim, held, at });
        return verdict;
      }),
    findHead: (deviceId: string): Promise<AuditHead | null> => findHead(database, deviceId),
    listAlarms: async (limit: number): Promise<AuditAlarm[]> =>
      AuditAlarm.array().parse(
        await database.all(
          `select device_id "deviceId", code, seq, sha256, public_key "publicKey", held_seq "heldSeq",
             held_sha256 "heldSha256", first_at "firstAt", last_at "lastAt", count
           from audit_alarms order by last_at desc, alarm_seq desc limit ?`,
          limit,
        ),
      ),
    forgetHead: async (deviceId: string): Promise<boolean> =>
      (await database.run('delete from audit_heads where device_id = ?', deviceId)) > 0,
  };
}
