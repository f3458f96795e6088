import { afterEach, describe, expect, test } from 'vitest';
import { createSampleLog, type SampleLog } from '../audit/sample-log.fake.ts';
import type { HubStore } from './hub-store.ts';

const first = '2026-11-22T08:00:00.000Z';
const later = '2026-11-29T08:00:00.000Z';

/** What every {@link HubStore} promises of audit heads (I26); part of `hub-store.conformance.ts`. `open` gives an empty store. */
export function auditClaimsConformance(name: string, open: () => Promise<HubStore>): void {
  describe(`${name} lets no audit log be set back`, () => {
    const opened: HubStore[] = [];
    /** A store that holds line 10 of the log. */
    async function holding(): Promise<{ store: HubStore; log: SampleLog }> {
      const store = await open();
      opened.push(store);
      const log = createSampleLog();
      log.append(10);
      await store.admitClaim('kiosk-1', log.claim(), first);
      return { store, log };
    }
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });
    const codesIn = async (store: HubStore) => (await store.listAuditAlarms(10)).map(({ code }) => code);

    test('the first head of a device is taken with its key, and later ones that continue it', async () => {
      const { store, log } = await holding();
      expect(await store.findAuditHead('kiosk-1')).toEqual(log.head());
      log.append(5);
      expect(await store.admitClaim('kiosk-1', log.claim(10), later)).toEqual({ kind: 'keep', head: log.head() });
      expect(await store.findAuditHead('kiosk-1')).toEqual(log.head());
      expect(await store.findAuditHead('kiosk-2')).toBeNull();
      expect(await store.listAuditAlarms(10)).toEqual([]);
    });

    test('the same head again is nothing new, whatever the device believes to be held', async () => {
      const { store, log } = await holding();
      for (const heldSeq of [null, 0, 3, 10]) {
        expect(await store.admitClaim('kiosk-1', log.claim(heldSeq), later)).toEqual({ kind: 'same' });
      }
      expect(await store.listAuditAlarms(10)).toEqual([]);
    });

    test('a lost answer: who starts from an older line than is held is told which, and continues', async () => {
      const { store, log } = await holding();
      log.append(5);
      await store.admitClaim('kiosk-1', log.claim(10), first);
      log.append(5);
      expect(await store.admitClaim('kiosk-1', log.claim(10), later)).toEqual({ kind: 'stale', heldSeq: 15 });
      expect(await store.admitClaim('kiosk-1', log.claim(15), later)).toMatchObject({
        kind: 'keep',
        head: { seq: 20 },
      });
      expect(await store.listAuditAlarms(10)).toEqual([]);
    });

    test('a request that comes late, lower than what is held, is no alarm and sets nothing back', async () => {
      const { store, log } = await holding();
      log.append(2);
      const late = log.claim(10);
      log.append(3);
      await store.admitClaim('kiosk-1', log.claim(10), first);
      expect(await store.admitClaim('kiosk-1', late, later)).toEqual({ kind: 'stale', heldSeq: 15 });
      expect(await store.findAuditHead('kiosk-1')).toMatchObject({ seq: 15 });
      expect(await store.listAuditAlarms(10)).toEqual([]);
    });

    test.each<[string, (log: SampleLog) => void]>([
      ['was cut', (log) => log.cutTo(7)],
      [
        'was cut and has grown past the held line',
        (log) => {
          log.cutTo(7);
          log.append(30);
        },
      ],
      ['was cut to nothing', (log) => log.cutTo(0)],
      [
        'was written anew before the held line',
        (log) => {
          log.rewrite(4);
          log.append(1);
        },
      ],
    ])('a log that %s is refused once it shows what it has at the held line', async (_name, harm) => {
      const { store, log } = await holding();
      const head = log.head();
      harm(log);
      expect(await store.admitClaim('kiosk-1', log.claim(), later)).toEqual({ kind: 'stale', heldSeq: 10 });
      const verdict = await store.admitClaim('kiosk-1', log.claim(10), later);
      expect(verdict).toEqual({ kind: 'refuse', code: 'audit_regressed' });
      expect(await store.findAuditHead('kiosk-1')).toEqual(head);
      expect(await store.listAuditAlarms(10)).toEqual([
        {
          deviceId: 'kiosk-1',
          code: 'audit_regressed',
          seq: log.head().seq,
          sha256: log.head().sha256,
          publicKey: head.publicKey,
          heldSeq: 10,
          heldSha256: head.sha256,
          firstAt: later,
          lastAt: later,
          count: 1,
        },
      ]);
    });

    test('another hash in the held line is refused at once', async () => {
      const { store, log } = await holding();
      log.rewrite(10);
      expect(await store.admitClaim('kiosk-1', log.claim(), later)).toEqual({
        kind: 'refuse',
        code: 'audit_regressed',
      });
    });

    test('the key of a device stays the one it first came with', async () => {
      const { store, log } = await holding();
      const other = createSampleLog('kiosk-1', 2);
      other.append(11);
      const verdict = await store.admitClaim('kiosk-1', other.claim(10), later);
      expect(verdict).toEqual({ kind: 'refuse', code: 'audit_key_changed' });
      expect(await store.findAuditHead('kiosk-1')).toEqual(log.head());
    });

    test('another device may have any key, and its own log', async () => {
      const { store } = await holding();
      const other = createSampleLog('kiosk-2', 2);
      other.append(1);
      expect(await store.admitClaim('kiosk-2', other.claim(), later)).toMatchObject({ kind: 'keep' });
      expect(await store.listAuditAlarms(10)).toEqual([]);
    });

    test('a device that never sent a head may go on so; one that did may not', async () => {
      const { store } = await holding();
      expect(await store.admitClaim('kiosk-of-before', 'none', first)).toEqual({ kind: 'same' });
      expect(await store.admitClaim('kiosk-1', 'none', later)).toEqual({ kind: 'refuse', code: 'audit_head_missing' });
      expect(await codesIn(store)).toEqual(['audit_head_missing']);
    });

    test('what no device can have signed is refused, at first sight too', async () => {
      const { store, log } = await holding();
      const claim = log.claim(10);
      const foreign = createSampleLog('kiosk-2', 2).claim();
      const forged = { ...claim, head: { ...claim.head, seq: 12 } };
      const borrowed = { ...claim, atHeld: createSampleLog('kiosk-1', 2).head() };
      for (const each of ['unreadable' as const, forged, foreign, borrowed, { ...claim, atHeld: null }]) {
        for (const deviceId of ['kiosk-1', 'kiosk-9']) {
          const verdict = await store.admitClaim(deviceId, each, later);
          expect(verdict).toEqual({ kind: 'refuse', code: 'audit_head_invalid' });
        }
      }
      expect(await store.findAuditHead('kiosk-9')).toBeNull();
    });

    test('the same alarm again counts up', async () => {
      const { store, log } = await holding();
      log.cutTo(7);
      await store.admitClaim('kiosk-1', log.claim(10), first);
      await store.admitClaim('kiosk-1', log.claim(10), later);
      await store.admitClaim('kiosk-1', 'none', later);
      const [missing, regressed] = await store.listAuditAlarms(10);
      expect(missing).toMatchObject({ code: 'audit_head_missing', seq: null, count: 1 });
      expect(regressed).toMatchObject({ code: 'audit_regressed', firstAt: first, lastAt: later, count: 2 });
    });

    test('after a person has looked into it the log is taken as it is; the alarm stays on record', async () => {
      const { store, log } = await holding();
      log.cutTo(7);
      await store.admitClaim('kiosk-1', log.claim(10), first);
      expect(await store.forgetAuditHead('kiosk-1')).toBe(true);
      expect(await store.forgetAuditHead('kiosk-1')).toBe(false);
      expect(await store.admitClaim('kiosk-1', log.claim(10), later)).toMatchObject({ kind: 'keep', head: { seq: 7 } });
      expect(await codesIn(store)).toEqual(['audit_regressed']);
    });
  });
}
