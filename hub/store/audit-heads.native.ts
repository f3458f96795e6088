import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AuditAlarm, AuditHead, type AuditRefusal } from '#shared/wire/audit-head.ts';
import { type ClaimReading, type ClaimVerdict, judgeClaim } from '../audit/judge-claim.ts';

/** Alarms kept of one device: whoever has its token must not be able to fill the disk with them. */
const MAX_ALARMS_PER_DEVICE = 1000;

/** Heads and alarms of the hub's database; see `HubStore.admitClaim`. */
export function createAuditHeads(db: Database.Database) {
  const selectHead = db.prepare(
    `select device_id "deviceId", seq, sha256, signed_at "signedAt", public_key "publicKey", signature
     from audit_heads where device_id = ?`,
  );
  const upsertHead = db.prepare(
    `insert into audit_heads (device_id, seq, sha256, signed_at, public_key, signature, received_at)
     values (@deviceId, @seq, @sha256, @signedAt, @publicKey, @signature, @at)
     on conflict (device_id) do update set seq = excluded.seq, sha256 = excluded.sha256, signed_at = excluded.signed_at,
       signature = excluded.signature, received_at = excluded.received_at`,
  );
  const countAlarms = db.prepare('select count(*) from audit_alarms where device_id = ?').pluck();
  const repeatAlarm = db.prepare(
    `update audit_alarms set count = count + 1, last_at = @at
     where device_id = @deviceId and code = @code and seq is @seq and sha256 is @sha256
       and public_key is @publicKey and held_seq is @heldSeq`,
  );
  const insertAlarm = db.prepare(
    `insert into audit_alarms (device_id, code, seq, sha256, public_key, held_seq, held_sha256, first_at, last_at, count)
     values (@deviceId, @code, @seq, @sha256, @publicKey, @heldSeq, @heldSha256, @at, @at, 1)`,
  );
  const selectAlarms = db.prepare(
    `select device_id "deviceId", code, seq, sha256, public_key "publicKey", held_seq "heldSeq",
       held_sha256 "heldSha256", first_at "firstAt", last_at "lastAt", count
     from audit_alarms order by last_at desc, alarm_seq desc limit ?`,
  );
  const deleteHead = db.prepare('delete from audit_heads where device_id = ?');

  function findHead(deviceId: string): AuditHead | null {
    const found = selectHead.get(deviceId);
    return found === undefined ? null : AuditHead.parse(found);
  }

  function raise(deviceId: string, code: AuditRefusal, claim: ClaimReading, held: AuditHead | null, at: string): void {
    const claimed = typeof claim === 'string' ? null : claim.head;
    const row = {
      deviceId,
      code,
      seq: claimed?.seq ?? null,
      sha256: claimed?.sha256 ?? null,
      publicKey: claimed?.publicKey ?? null,
      heldSeq: held?.seq ?? null,
      heldSha256: held?.sha256 ?? null,
      at,
    };
    if (repeatAlarm.run(row).changes > 0) return;
    if (z.int().parse(countAlarms.get(deviceId)) < MAX_ALARMS_PER_DEVICE) insertAlarm.run(row);
  }

  const admit = db.transaction((deviceId: string, claim: ClaimReading, at: string): ClaimVerdict => {
    const held = findHead(deviceId);
    const verdict = judgeClaim(held, claim, deviceId);
    if (verdict.kind === 'keep') upsertHead.run({ ...verdict.head, at });
    if (verdict.kind === 'refuse') raise(deviceId, verdict.code, claim, held, at);
    return verdict;
  });

  return {
    admit: (deviceId: string, claim: ClaimReading, at: string): ClaimVerdict => admit.immediate(deviceId, claim, at),
    findHead,
    listAlarms: (limit: number): AuditAlarm[] => AuditAlarm.array().parse(selectAlarms.all(limit)),
    forgetHead: (deviceId: string): boolean => deleteHead.run(deviceId).changes > 0,
  };
}
