import { describe, expect, test } from 'vitest';
import type { HeldReceipt } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { MAX_WAIT_MS, type OutboxMedia, type OutboxStore } from './ports.ts';

const NOW = Date.UTC(2026, 10, 22, 8);
const AT = '2026-11-22T08:00:00.000Z';

/**
 * An empty outbox and the means to fill it, for one test.
 *
 * `addRecords` adds that many sound records, released for sending, in rising `seq`, and returns them as they will be
 * sent (`answer.saved` unless a type is given); `addMedia` adds one released file.
 */
export type OutboxHarness = {
  readonly outbox: OutboxStore;
  readonly addRecords: (count: number, type?: string) => Promise<readonly WireRecord[]>;
  readonly addMedia: (kind: 'video' | 'audio') => Promise<Omit<OutboxMedia, 'attempts' | 'resumeUrl'>>;
};

/** What every implementation of {@link OutboxStore} promises. */
export function outboxStoreConformance(name: string, open: () => Promise<OutboxHarness>): void {
  const receiptOf = (record: WireRecord, hubSeq: number): HeldReceipt => ({
    status: 'accepted',
    id: record.id,
    sha256: record.sha256,
    hubSeq,
    receivedAt: AT,
  });
  const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

  describe(`${name} keeps the promises of OutboxStore`, () => {
    test('pending records come whole, by seq, within the limit', async () => {
      const { outbox, addRecords } = await open();
      const records = await addRecords(5);
      const pending = outbox.pendingRecords(3, NOW);
      expect(pending.map(({ id, record, attempts }) => ({ id, record, attempts }))).toEqual(
        records.slice(0, 3).map((record) => ({ id: record.id, record, attempts: 0 })),
      );
      expect(outbox.counts()).toMatchObject({ waiting: 5, sent: 0, parked: 0, lastSentAt: null });
    });

    test('decisions and erasures leave before results, results before transcripts, and inside a class by seq', async () => {
      const { outbox, addRecords } = await open();
      const transcripts = await addRecords(3, 'answer.assessed');
      const results = await addRecords(2);
      const scores = await addRecords(1, 'session.scored');
      const urgent = [...(await addRecords(1, 'decision.made')), ...(await addRecords(1, 'session.erased'))];
      const wanted = idsOf([...urgent, ...results, ...scores, ...transcripts]);
      expect(idsOf(outbox.pendingRecords(10, NOW))).toEqual(wanted);
      expect(idsOf(outbox.pendingRecords(3, NOW))).toEqual(wanted.slice(0, 3));
      expect(idsOf(outbox.pendingRecords(10, NOW, 'urgent'))).toEqual(idsOf(urgent));
      expect(idsOf(outbox.pendingRecords(10, NOW, 'results'))).toEqual(wanted.slice(0, 5));
      // the order they were written in is another one: what sorts by seq alone fails here
      expect(wanted).not.toEqual(idsOf([...transcripts, ...results, ...scores, ...urgent]));
    });

    test('what is on its way already is left out, and the page is filled with what comes behind it', async () => {
      const { outbox, addRecords } = await open();
      const records = await addRecords(5);
      const [first, , third] = idsOf(records);
      const onTheirWay = new Set([first ?? '', third ?? '']);
      expect(idsOf(outbox.pendingRecords(2, NOW, 'transcripts', onTheirWay))).toEqual([records[1]?.id, records[3]?.id]);
      expect(outbox.pendingRecords(5, NOW, 'transcripts', new Set(idsOf(records)))).toEqual([]);
    });

    test('a sent record is pending no more, whatever is said of it later', async () => {
      const { outbox, addRecords } = await open();
      const [first, second] = await addRecords(2);
      if (first === undefined || second === undefined) throw new Error('The harness added too few records.');
      outbox.markSent([receiptOf(first, 1)], AT);
      outbox.markTransient([first.id], 0, 'late');
      outbox.park([first.id], 'late');
      outbox.markSent([receiptOf(first, 1)], AT);
      expect(idsOf(outbox.pendingRecords(10, NOW))).toEqual([second.id]);
      expect(outbox.counts()).toMatchObject({ waiting: 1, sent: 1, parked: 0, lastSentAt: AT });
    });

    test('receipts for records it never had change nothing', async () => {
      const { outbox, addRecords } = await open();
      const [record] = await addRecords(1);
      if (record === undefined) throw new Error('The harness added no record.');
      outbox.markSent([{ ...receiptOf(record, 1), id: '01890000-0000-7000-8000-000000000000' }], AT);
      expect(outbox.counts()).toMatchObject({ waiting: 1, sent: 0 });
    });

    test('a record put off is hidden until its time, counts an attempt and blocks no other', async () => {
      const { outbox, addRecords } = await open();
      const records = await addRecords(2);
      outbox.markTransient([records[0]?.id ?? ''], NOW + 1000, 'no_valid_receipt');
      expect(idsOf(outbox.pendingRecords(10, NOW))).toEqual([records[1]?.id]);
      expect(outbox.pendingRecords(10, NOW + 1000).map((row) => row.attempts)).toEqual([1, 0]);
      expect(outbox.counts().waiting).toBe(2);
    });

    test('a clock set back ten years hides nothing', async () => {
      const { outbox, addRecords, addMedia } = await open();
      const [record] = await addRecords(1);
      const media = await addMedia('video');
      outbox.markTransient([record?.id ?? ''], NOW + 1000, 'no_valid_receipt');
      outbox.markMediaTransient(media.sha256, NOW + 1000, 'hash_mismatch');
      const tenYearsAgo = NOW - 10 * 365 * 86_400_000;
      expect(outbox.pendingRecords(10, tenYearsAgo)).toHaveLength(1);
      expect(outbox.pendingMedia(10, tenYearsAgo)).toHaveLength(1);
      expect(outbox.pendingRecords(10, NOW + 1000 - MAX_WAIT_MS)).toHaveLength(0);
    });

    test('a parked record blocks nothing behind it', async () => {
      const { outbox, addRecords } = await open();
      const records = await addRecords(3);
      outbox.park([records[0]?.id ?? ''], 'quarantined:id_conflict');
      expect(idsOf(outbox.pendingRecords(10, NOW))).toEqual(idsOf(records.slice(1)));
      expect(outbox.counts()).toMatchObject({ waiting: 2, parked: 1 });
    });

    test('audio comes before video', async () => {
      const { outbox, addMedia } = await open();
      const video = await addMedia('video');
      const audio = await addMedia('audio');
      expect(outbox.pendingMedia(10, NOW)).toEqual([
        { ...audio, resumeUrl: null, attempts: 0 },
        { ...video, resumeUrl: null, attempts: 0 },
      ]);
      expect(outbox.pendingMedia(1, NOW)).toHaveLength(1);
      expect(outbox.counts()).toMatchObject({ mediaWaiting: 2, bytesWaiting: audio.sizeBytes + video.sizeBytes });
    });

    test('the place to resume from is kept', async () => {
      const { outbox, addMedia } = await open();
      const { sha256 } = await addMedia('video');
      outbox.saveResumeUrl(sha256, 'https://hub.example/v1/media/1');
      expect(outbox.pendingMedia(10, NOW)[0]?.resumeUrl).toBe('https://hub.example/v1/media/1');
    });

    test('a sent file is pending no more, a parked one neither', async () => {
      const { outbox, addMedia } = await open();
      const sent = await addMedia('video');
      const parked = await addMedia('audio');
      outbox.markMediaSent(sent.sha256, AT);
      outbox.markMediaTransient(sent.sha256, 0, 'late');
      outbox.parkMedia(parked.sha256, 'media_missing');
      expect(outbox.pendingMedia(10, NOW)).toEqual([]);
      expect(outbox.counts()).toMatchObject({
        mediaWaiting: 0,
        mediaSent: 1,
        mediaParked: 1,
        bytesWaiting: 0,
        lastSentAt: AT,
      });
    });
  });
}
