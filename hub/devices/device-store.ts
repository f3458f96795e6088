import { z } from 'zod';
import { Device, type DeviceStatus } from '#shared/wire/device.ts';
import { CODE_LIFE_MS, type KeyChange } from '#shared/wire/enrolment.ts';
import type { DeviceKeys } from '../audit/judge-claim.ts';
import type { HubDatabase, Queries } from '../database/database.ts';

/** A device as requests are judged by. */
export interface KnownDevice {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly site: string;
  readonly isRevoked: boolean;
}

/** What became of a code. */
export type Redemption =
  | { readonly kind: 'enrolled'; readonly site: string; readonly enrolledAt: string }
  | { readonly kind: 'wrong' | 'used' | 'expired' | 'key_differs' };

const KnownRow = z.object({
  deviceId: z.string(),
  publicKey: z.string(),
  site: z.string(),
  revokedAt: z.string().nullable(),
});
const CodeRow = z.object({
  site: z.string(),
  deviceId: z.string().nullable(),
  expiresAt: z.string(),
  usedAt: z.string().nullable(),
  usedByDevice: z.string().nullable(),
  usedByKey: z.string().nullable(),
});
const DeviceRow = Device.omit({ status: true }).extend({ statusJson: z.string().nullable() });
const KeyRow = z.object({ publicKey: z.string() });

async function find(queries: Queries, deviceId: string): Promise<KnownDevice | null> {
  const row = await queries.get(
    'select device_id "deviceId", public_key "publicKey", site, revoked_at "revokedAt" from devices where device_id = ?',
    deviceId,
  );
  if (row === undefined) return null;
  const { revokedAt, ...known } = KnownRow.parse(row);
  return { ...known, isRevoked: revokedAt !== null };
}

/** The key a device was first seen with when it came with the hub's token; null for one that never sent an audit head. */
async function seenKey(queries: Queries, deviceId: string): Promise<string | null> {
  const row = await queries.get('select public_key "publicKey" from audit_heads where device_id = ?', deviceId);
  return row === undefined ? null : KeyRow.parse(row).publicKey;
}

async function useKey(
  queries: Queries,
  key: { deviceId: string; publicKey: string; at: string; changeJson: string | null },
) {
  const { deviceId, publicKey, at, changeJson } = key;
  await queries.run(
    'update device_keys set until = ? where device_id = ? and until is null and public_key <> ?',
    at,
    deviceId,
    publicKey,
  );
  await queries.run(
    `insert into device_keys (device_id, public_key, since, until, change_json) values (?, ?, ?, null, ?)
     on conflict (device_id, public_key) do update set until = null`,
    deviceId,
    publicKey,
    at,
    changeJson,
  );
}

/** Devices, their keys and the codes they come with, over the hub's database. */
export function createDeviceStore(database: HubDatabase) {
  return {
    find: (deviceId: string): Promise<KnownDevice | null> => find(database, deviceId),

    /** Keeps a new code, by its hash. */
    async addCode(code: {
      hash: string;
      site: string;
      deviceId: string | null;
      madeBy: string;
      at: Date;
    }): Promise<string> {
      const expiresAt = new Date(code.at.getTime() + CODE_LIFE_MS).toISOString();
      await database.run(
        `insert into enrolment_codes (code_hash, site, device_id, made_by, made_at, expires_at) values (?, ?, ?, ?, ?, ?)`,
        code.hash,
        code.site,
        code.deviceId,
        code.madeBy,
        code.at.toISOString(),
        expiresAt,
      );
      return expiresAt;
    },

    /**
     * Enrols a device with a code, in one transaction: two that come with the same code at once do not both get in. The device
     * that used a code may ask again with the same key, because its answer may have been lost.
     *
     * A code for any device does not change the key of one that is known: whoever has such a code could take its place.
     */
    redeem: (request: { codeHash: string; deviceId: string; publicKey: string; at: string }): Promise<Redemption> =>
      database.transaction(async (queries) => {
        const { codeHash, deviceId, publicKey, at } = request;
        const row = await queries.get(
          `select site, device_id "deviceId", expires_at "expiresAt", used_at "usedAt", used_by_device "usedByDevice",
             used_by_key "usedByKey" from enrolment_codes where code_hash = ?`,
          codeHash,
        );
        if (row === undefined) return { kind: 'wrong' as const };
        const code = CodeRow.parse(row);
        const isAgain = code.usedByDevice === deviceId && code.usedByKey === publicKey;
        if (code.expiresAt <= at) return { kind: 'expired' as const };
        const known = await find(queries, deviceId);
        if (isAgain && code.usedAt !== null && known?.publicKey === publicKey && !known.isRevoked)
          return { kind: 'enrolled' as const, site: code.site, enrolledAt: code.usedAt };
        if (code.usedAt !== null) return { kind: 'used' as const };
        // made for one kiosk, typed at another: it stays good for the right one
        if (code.deviceId !== null && code.deviceId !== deviceId) return { kind: 'wrong' as const };
        const before = known?.publicKey ?? (await seenKey(queries, deviceId));
        if (before !== null && before !== publicKey && code.deviceId !== deviceId)
          return { kind: 'key_differs' as const };
        await queries.run(
          'update enrolment_codes set used_at = ?, used_by_device = ?, used_by_key = ? where code_hash = ?',
          at,
          deviceId,
          publicKey,
          codeHash,
        );
        await queries.run(
          `insert into devices (device_id, public_key, site, enrolled_at) values (?, ?, ?, ?)
           on conflict (device_id) do update set public_key = excluded.public_key, site = excluded.site,
             enrolled_at = excluded.enrolled_at, revoked_at = null, revoked_by = null`,
          deviceId,
          publicKey,
          code.site,
          at,
        );
        if (before !== null && before !== publicKey)
          await useKey(queries, { deviceId, publicKey: before, at, changeJson: null });
        await useKey(queries, { deviceId, publicKey, at, changeJson: null });
        return { kind: 'enrolled' as const, site: code.site, enrolledAt: at };
      }),

    /** Goes over to a device's new key, whose change both keys signed. Again: nothing more happens. */
    changeKey: (change: KeyChange, at: string): Promise<'changed' | 'revoked' | 'key_unknown'> =>
      database.transaction(async (queries) => {
        const { deviceId, oldKey, newKey } = change;
        const known = await find(queries, deviceId);
        if (known === null) return 'key_unknown' as const;
        if (known.isRevoked) return 'revoked' as const;
        if (known.publicKey === newKey) {
          const row = await queries.get(
            'select public_key "publicKey" from device_keys where device_id = ? and public_key = ? and until is not null',
            deviceId,
            oldKey,
          );
          return row === undefined ? ('key_unknown' as const) : ('changed' as const);
        }
        // a key of before does not come back: whoever has it may be the one it was changed for
        const isFormer = await queries.get(
          'select 1 "one" from device_keys where device_id = ? and public_key = ?',
          deviceId,
          newKey,
        );
        if (known.publicKey !== oldKey || isFormer !== undefined) return 'key_unknown' as const;
        await queries.run('update devices set public_key = ? where device_id = ?', newKey, deviceId);
        await useKey(queries, { deviceId, publicKey: newKey, at, changeJson: JSON.stringify(change) });
        return 'changed' as const;
      }),

    /** Ends a device. False: it was never enrolled. */
    revoke: async (deviceId: string, by: string, at: string): Promise<boolean> => {
      await database.run(
        'update devices set revoked_at = ?, revoked_by = ? where device_id = ? and revoked_at is null',
        at,
        by,
        deviceId,
      );
      return (await find(database, deviceId)) !== null;
    },

    /** The device was heard of. A status with an earlier contact than the newest changes nothing. */
    noteContact: async (deviceId: string, status: DeviceStatus | null, at: string): Promise<void> => {
      await database.run(
        `insert into device_contacts (device_id, last_contact_at, status_json, status_at) values (?, ?, ?, ?)
         on conflict (device_id) do update set last_contact_at = excluded.last_contact_at,
           status_json = coalesce(excluded.status_json, device_contacts.status_json),
           status_at = coalesce(excluded.status_at, device_contacts.status_at)
         where excluded.last_contact_at >= device_contacts.last_contact_at`,
        deviceId,
        at,
        status === null ? null : JSON.stringify(status),
        status === null ? null : at,
      );
    },

    /** Every device that enrolled or ever sent anything, by name. */
    list: async (): Promise<Device[]> => {
      const rows = await database.all(
        `select k.device_id "deviceId", d.public_key "publicKey", d.site "site", d.enrolled_at "enrolledAt",
           d.revoked_at "revokedAt", coalesce(c.last_contact_at, h.received_at) "lastContactAt", c.status_json "statusJson"
         from (select device_id from devices union select device_id from device_contacts union select device_id from audit_heads) k
         left join devices d on d.device_id = k.device_id
         left join device_contacts c on c.device_id = k.device_id
         left join audit_heads h on h.device_id = k.device_id
         order by k.device_id`,
      );
      return rows.map((row) => {
        const { statusJson, ...device } = DeviceRow.parse(row);
        return Device.parse({ ...device, status: statusJson === null ? null : JSON.parse(statusJson) });
      });
    },
  };
}
export type DeviceStore = ReturnType<typeof createDeviceStore>;

/** Keys of a device by which its audit log is judged; null: it never enrolled. */
export async function keysOf(queries: Queries, deviceId: string): Promise<DeviceKeys | null> {
  const known = await find(queries, deviceId);
  if (known === null) return null;
  const rows = await queries.all(
    'select public_key "publicKey" from device_keys where device_id = ? and until is not null order by since',
    deviceId,
  );
  const former = KeyRow.array()
    .parse(rows)
    .map(({ publicKey }) => publicKey);
  return { current: known.publicKey, former, isRevoked: known.isRevoked };
}
