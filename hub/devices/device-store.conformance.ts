import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CODE_LIFE_MS } from '#shared/wire/enrolment.ts';
import type { HubDatabase } from '../database/database.ts';
import { createDeviceStore, type DeviceStore, keysOf } from './device-store.ts';

const AT = new Date('2026-11-22T08:00:00.000Z');
const at = AT.toISOString();
const keyOf = (digit: string): string => digit.repeat(43);
const changeOf = (deviceId: string, oldKey: string, newKey: string) => ({
  deviceId,
  oldKey,
  newKey,
  at,
  oldSignature: 'A'.repeat(86),
  newSignature: 'A'.repeat(86),
});

/** What the store of devices promises, on either engine. */
export function deviceStoreConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: devices`, () => {
    let database: HubDatabase;
    let devices: DeviceStore;
    let codes = 0;
    beforeEach(async () => {
      database = await open();
      devices = createDeviceStore(database);
    });
    afterEach(() => database.close());

    async function codeFor(deviceId: string | null = null): Promise<string> {
      const hash = String((codes += 1)).padStart(64, '0');
      await devices.addCode({ hash, site: 'Shanghai', deviceId, madeBy: 'test', at: AT });
      return hash;
    }
    const redeem = (codeHash: string, deviceId: string, publicKey: string, when = at) =>
      devices.redeem({ codeHash, deviceId, publicKey, at: when });

    test('a code makes one device known, once', async () => {
      const code = await codeFor();
      expect(await redeem(code, 'kiosk-1', keyOf('a'))).toEqual({ kind: 'enrolled', site: 'Shanghai', enrolledAt: at });
      expect(await devices.find('kiosk-1')).toEqual({
        deviceId: 'kiosk-1',
        publicKey: keyOf('a'),
        site: 'Shanghai',
        isRevoked: false,
      });
      expect(await redeem(code, 'kiosk-2', keyOf('b'))).toEqual({ kind: 'used' });
      expect(await devices.find('kiosk-2')).toBeNull();
    });

    test('whose answer was lost may ask again with the same code and key, and nobody else', async () => {
      const code = await codeFor();
      await redeem(code, 'kiosk-1', keyOf('a'));
      expect(await redeem(code, 'kiosk-1', keyOf('a'), '2026-11-22T09:00:00.000Z')).toMatchObject({ enrolledAt: at });
      expect(await redeem(code, 'kiosk-1', keyOf('b'))).toEqual({ kind: 'used' });
    });

    test('of twenty that come with one code at once, one gets in', async () => {
      const code = await codeFor();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => redeem(code, `kiosk-${index}`, keyOf('a'))),
      );
      expect(outcomes.filter(({ kind }) => kind === 'enrolled')).toHaveLength(1);
      expect(await devices.list()).toHaveLength(1);
    });

    test('an old code, an unknown one and one made for another device are refused', async () => {
      const code = await codeFor();
      const tooLate = new Date(AT.getTime() + CODE_LIFE_MS).toISOString();
      expect(await redeem(code, 'kiosk-1', keyOf('a'), tooLate)).toEqual({ kind: 'expired' });
      expect(await redeem('f'.repeat(64), 'kiosk-1', keyOf('a'))).toEqual({ kind: 'wrong' });
      const bound = await codeFor('kiosk-2');
      expect(await redeem(bound, 'kiosk-1', keyOf('a'))).toEqual({ kind: 'wrong' });
      expect(await redeem(bound, 'kiosk-2', keyOf('b'))).toMatchObject({ kind: 'enrolled' });
    });

    test('a code for anybody does not put another key in the place of a known one; a code for this device does', async () => {
      await redeem(await codeFor(), 'kiosk-1', keyOf('a'));
      const code = await codeFor();
      expect(await redeem(code, 'kiosk-1', keyOf('b'))).toEqual({ kind: 'key_differs' });
      expect(await redeem(await codeFor('kiosk-1'), 'kiosk-1', keyOf('b'))).toMatchObject({ kind: 'enrolled' });
      expect(await keysOf(database, 'kiosk-1')).toEqual({
        current: keyOf('b'),
        former: [keyOf('a')],
        isRevoked: false,
      });
      // it was not used up by the refusal
      expect(await redeem(code, 'kiosk-3', keyOf('c'))).toMatchObject({ kind: 'enrolled' });
    });

    test('a key that was pinned with the audit log counts as known', async () => {
      await database.run(
        `insert into audit_heads (device_id, seq, sha256, signed_at, public_key, signature, received_at) values (?, 1, ?, ?, ?, ?, ?)`,
        'kiosk-1',
        '0'.repeat(64),
        at,
        keyOf('a'),
        'A'.repeat(86),
        at,
      );
      expect(await redeem(await codeFor(), 'kiosk-1', keyOf('b'))).toEqual({ kind: 'key_differs' });
      expect(await redeem(await codeFor(), 'kiosk-1', keyOf('a'))).toMatchObject({ kind: 'enrolled' });
    });

    test('a device goes over to a new key, told as often as it likes; no former key comes back', async () => {
      await redeem(await codeFor(), 'kiosk-1', keyOf('a'));
      const change = changeOf('kiosk-1', keyOf('a'), keyOf('b'));
      expect(await devices.changeKey(change, at)).toBe('changed');
      expect(await devices.changeKey(change, at)).toBe('changed');
      expect(await keysOf(database, 'kiosk-1')).toEqual({
        current: keyOf('b'),
        former: [keyOf('a')],
        isRevoked: false,
      });
      expect(await devices.changeKey(changeOf('kiosk-1', keyOf('b'), keyOf('a')), at)).toBe('key_unknown');
      expect(await devices.changeKey(changeOf('kiosk-1', keyOf('a'), keyOf('c')), at)).toBe('key_unknown');
      expect(await devices.changeKey(changeOf('kiosk-9', keyOf('a'), keyOf('c')), at)).toBe('key_unknown');
    });

    test('a revoked device is known as such until it enrols again, under its own id', async () => {
      const first = await codeFor();
      await redeem(first, 'kiosk-1', keyOf('a'));
      expect(await devices.revoke('kiosk-1', 'test', at)).toBe(true);
      expect(await devices.revoke('kiosk-9', 'test', at)).toBe(false);
      expect(await devices.find('kiosk-1')).toMatchObject({ isRevoked: true });
      expect(await devices.changeKey(changeOf('kiosk-1', keyOf('a'), keyOf('b')), at)).toBe('revoked');
      // the code of before must not undo it
      expect(await redeem(first, 'kiosk-1', keyOf('a'))).toEqual({ kind: 'used' });
      expect(await redeem(await codeFor(), 'kiosk-1', keyOf('a'))).toMatchObject({ kind: 'enrolled' });
      expect(await devices.find('kiosk-1')).toMatchObject({ isRevoked: false });
    });

    test('the newest contact counts, whatever arrives late; a contact without a status keeps the one before', async () => {
      await redeem(await codeFor(), 'kiosk-1', keyOf('a'));
      const status = {
        version: '1.0.0',
        recordsWaiting: 3,
        filesWaiting: 1,
        bytesWaiting: 9,
        parked: 0,
        oldestWaitingAt: at,
        freeBytes: 5e9,
        diskDaysLeft: 12.5,
        lastBackupAt: null,
        models: ['silero'],
      };
      await devices.noteContact('kiosk-1', status, '2026-11-22T08:00:02.000Z');
      await devices.noteContact('kiosk-1', { ...status, recordsWaiting: 9 }, '2026-11-22T08:00:01.000Z');
      await devices.noteContact('kiosk-1', null, '2026-11-22T08:00:03.000Z');
      expect(await devices.list()).toEqual([
        {
          deviceId: 'kiosk-1',
          publicKey: keyOf('a'),
          site: 'Shanghai',
          enrolledAt: at,
          revokedAt: null,
          lastContactAt: '2026-11-22T08:00:03.000Z',
          status,
        },
      ]);
    });
  });
}
