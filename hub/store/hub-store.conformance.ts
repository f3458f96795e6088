import { afterEach, describe, expect, test } from 'vitest';
import { auditClaimsConformance } from './audit-claims.conformance.ts';
import { erasureConformance } from './erasure.conformance.ts';
import { sampleRecord, soundLine } from './sample-lines.fake.ts';
import type { HubStore } from './hub-store.ts';

const first = '2026-11-22T08:00:00.000Z';
const later = '2026-11-29T08:00:00.000Z';

/** What every implementation of {@link HubStore} promises. `open` gives an empty store. */
export function hubStoreConformance(name: string, open: () => Promise<HubStore>, orders?: number): void {
  erasureConformance(name, open, orders);
  auditClaimsConformance(name, open);
  describe(`${name} keeps the promises of HubStore`, () => {
    const opened: HubStore[] = [];
    const fresh = async (): Promise<HubStore> => {
      const store = await open();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    test('a record sent again gets the original receipt as duplicate', async () => {
      const store = await fresh();
      const line = soundLine(sampleRecord({ seq: 1 }));
      const [original] = await store.putLines('kiosk-1', [line], first);
      const [again] = await store.putLines('kiosk-1', [line], later);
      expect(original).toMatchObject({ status: 'accepted', receivedAt: first });
      expect(again).toEqual({ ...original, status: 'duplicate' });
      expect(await store.countRecords()).toBe(1);
    });

    test('the same record twice in one batch is held once', async () => {
      const store = await fresh();
      const line = soundLine(sampleRecord({ seq: 1 }));
      const receipts = await store.putLines('kiosk-1', [line, line], first);
      expect(receipts.map((receipt) => receipt.status)).toEqual(['accepted', 'duplicate']);
      expect(await store.countRecords()).toBe(1);
    });

    test('different bytes under one id are put aside and overwrite nothing', async () => {
      const store = await fresh();
      const record = sampleRecord({ seq: 1, body: { level: 3 } });
      await store.putLines('kiosk-1', [soundLine(record)], first);
      const forged = soundLine(sampleRecord({ id: record.id, seq: 1, body: { level: 5 } }));
      const [receipt] = await store.putLines('kiosk-1', [forged], later);
      const [repeated] = await store.putLines('kiosk-1', [forged], '2027-01-01T00:00:00.000Z');
      expect(receipt).toMatchObject({ status: 'quarantined', reason: 'id_conflict', id: record.id });
      expect(repeated).toEqual(receipt);
      expect(await store.listQuarantine(10)).toHaveLength(1);
      const held = await store.findSession(record.sessionId ?? '');
      expect(held?.records.map((row) => row.record.body)).toEqual([{ level: 3 }]);
    });

    test('one id on two devices is two records', async () => {
      const store = await fresh();
      const record = sampleRecord({ seq: 1 });
      await store.putLines('kiosk-1', [soundLine(record)], first);
      const [receipt] = await store.putLines(
        'kiosk-2',
        [soundLine(sampleRecord({ ...record, deviceId: 'kiosk-2' }))],
        first,
      );
      expect(receipt?.status).toBe('accepted');
      expect(await store.countRecords()).toBe(2);
    });

    test('a bad line is put aside and the lines around it are held', async () => {
      const store = await fresh();
      const bad = {
        verdict: 'bad',
        reason: 'invalid_json',
        id: null,
        sha256: null,
        rawSha256: 'f'.repeat(64),
        raw: '{',
      } as const;
      const receipts = await store.putLines(
        'kiosk-1',
        [soundLine(sampleRecord({ seq: 1 })), bad, soundLine(sampleRecord({ seq: 2 }))],
        first,
      );
      expect(receipts.map((receipt) => receipt.status)).toEqual(['accepted', 'quarantined', 'accepted']);
      expect(await store.listQuarantine(10)).toEqual([
        { deviceId: 'kiosk-1', id: null, reason: 'invalid_json', raw: '{', receivedAt: first },
      ]);
    });

    test('hub sequence numbers rise with arrival', async () => {
      const store = await fresh();
      const receipts = await store.putLines(
        'kiosk-1',
        Array.from({ length: 5 }, (_, seq) => soundLine(sampleRecord({ seq }))),
        first,
      );
      const sequence = receipts.map((receipt) => receipt.hubSeq ?? 0);
      expect(sequence).toEqual(sequence.toSorted((a, b) => a - b));
      expect(new Set(sequence).size).toBe(5);
    });

    test('a session lists its records in the order of the device and its media with their state', async () => {
      const store = await fresh();
      const media = {
        sha256: 'a'.repeat(64),
        sizeBytes: 3,
        mimeType: 'video/webm',
        kind: 'video',
        recordingId: 'r1',
        durationMs: 1000,
      } as const;
      const records = [sampleRecord({ seq: 2, media: [media] }), sampleRecord({ seq: 1 })];
      await store.putLines('kiosk-1', records.map(soundLine), first);
      await store.putMedia({ sha256: media.sha256, sizeBytes: 3, metadata: { kind: 'video' }, createdAt: first });
      const sessionId = records[0]?.sessionId ?? '';
      const before = await store.findSession(sessionId);
      expect(before?.records.map((row) => row.record.seq)).toEqual([1, 2]);
      expect(before?.media).toEqual([{ ...media, isComplete: false }]);
      await store.completeMedia(media.sha256, later);
      expect((await store.findSession(sessionId))?.media).toEqual([{ ...media, isComplete: true }]);
      expect(await store.listSessions(10)).toEqual([
        {
          sessionId,
          deviceId: 'kiosk-1',
          recordCount: 2,
          mediaCount: 1,
          mediaCompleteCount: 1,
          firstCapturedAt: records[0]?.capturedAt,
          lastCapturedAt: records[0]?.capturedAt,
          lastReceivedAt: first,
          erasedAt: null,
          purpose: 'hiring',
        },
      ]);
    });

    test('what an interview is for is known with its first record, and a list can be of one purpose', async () => {
      const store = await fresh();
      const started = (sessionId: string, seq: number, purpose?: string) =>
        sampleRecord({
          sessionId,
          seq,
          type: 'session.started',
          body: { jobId: 'j', jobVersion: 1, packId: 'p', packVersion: 1, locale: 'en', ...(purpose && { purpose }) },
        });
      const named = sampleRecord({
        sessionId: 'hired',
        seq: 3,
        type: 'identity.given',
        // a name is no purpose, whatever it looks like
        body: { identity: { by: 'name', name: '"purpose":"exit"', phone: '13800138000' } },
      });
      await store.putLines('kiosk-1', [started('left', 1, 'exit'), started('hired', 2), named].map(soundLine), first);
      const list = async (purpose: 'hiring' | 'exit' | 'training' | null) =>
        (await store.listSessions(10, null, purpose)).map((each) => [each.sessionId, each.purpose]);
      expect(await list(null)).toEqual([
        ['hired', 'hiring'],
        ['left', 'exit'],
      ]);
      expect(await list('hiring')).toEqual([['hired', 'hiring']]);
      expect(await list('exit')).toEqual([['left', 'exit']]);
      expect(await list('training')).toEqual([]);
    });

    test('an unknown session is null and an unknown device is not known', async () => {
      const store = await fresh();
      expect(await store.findSession('nobody')).toBeNull();
      expect(await store.isDeviceKnown('kiosk-1')).toBe(false);
      await store.putLines('kiosk-1', [soundLine(sampleRecord({ seq: 1 }))], first);
      expect(await store.isDeviceKnown('kiosk-1')).toBe(true);
    });

    test('a forgotten announcement is gone', async () => {
      const store = await fresh();
      await store.putMedia({ sha256: 'b'.repeat(64), sizeBytes: 9, metadata: {}, createdAt: first });
      expect(await store.findMedia('b'.repeat(64))).toMatchObject({ sizeBytes: 9, completedAt: null });
      await store.forgetMedia('b'.repeat(64));
      expect(await store.findMedia('b'.repeat(64))).toBeNull();
    });
  });
}
