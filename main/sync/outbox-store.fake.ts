import type { HeldReceipt } from '#shared/wire/receipt.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { SENDING_CLASSES, sendingRank } from '#shared/wire/sending-order.ts';
import { MAX_WAIT_MS, type OutboxMedia, type OutboxStore } from './ports.ts';

type State = 'waiting' | 'sent' | 'parked';
type Entry = { state: State; attempts: number; nextAttemptAtMs: number; reason: string | null; sentAt: string | null };
type RecordEntry = Entry & { id: string; seq: number; rank: number; record: unknown; receipt: HeldReceipt | null };
type MediaEntry = Entry & Omit<OutboxMedia, 'attempts' | 'resumeUrl'> & { resumeUrl: string | null };

/** An outbox in memory that behaves like the one in the database. */
export type FakeOutbox = OutboxStore & {
  readonly addRecord: (record: WireRecord) => void;
  /** A row as a damaged disk would give it back. */
  readonly addDamagedRecord: (id: string, record: unknown) => void;
  readonly addMedia: (media: Omit<OutboxMedia, 'attempts' | 'resumeUrl'>) => void;
  recordState(id: string): { state: State; reason: string | null; attempts: number; receipt: HeldReceipt | null };
  mediaState(sha256: string): { state: State; reason: string | null; attempts: number; resumeUrl: string | null };
};

/** See {@link FakeOutbox}. */
export function createFakeOutbox(): FakeOutbox {
  const records = new Map<string, RecordEntry>();
  const files = new Map<string, MediaEntry>();
  const fresh = (): Entry => ({ state: 'waiting', attempts: 0, nextAttemptAtMs: 0, reason: null, sentAt: null });
  const isDue = (entry: Entry, nowMs: number): boolean =>
    entry.state === 'waiting' && (entry.nextAttemptAtMs <= nowMs || entry.nextAttemptAtMs > nowMs + MAX_WAIT_MS);
  const putOff = (entry: Entry | undefined, nextAttemptAtMs: number, reason: string): void => {
    if (entry?.state !== 'waiting') return;
    Object.assign(entry, { attempts: entry.attempts + 1, nextAttemptAtMs, reason });
  };
  const setAside = (entry: Entry | undefined, reason: string): void => {
    if (entry?.state === 'waiting') Object.assign(entry, { state: 'parked', reason });
  };
  const known = <T>(entry: T | undefined): T => {
    if (entry === undefined) throw new Error('This entry was never added.');
    return entry;
  };

  return {
    addRecord: (record) => {
      records.set(record.id, {
        ...fresh(),
        id: record.id,
        seq: record.seq,
        rank: sendingRank(record.type),
        record,
        receipt: null,
      });
    },
    addDamagedRecord: (id, record) => {
      records.set(id, { ...fresh(), id, seq: 0, rank: sendingRank('damaged'), record, receipt: null });
    },
    addMedia: (media) => {
      files.set(media.sha256, { ...fresh(), ...media, resumeUrl: null });
    },
    recordState: (id) => known(records.get(id)),
    mediaState: (sha256) => known(files.get(sha256)),

    pendingRecords: (limit, nowMs, upTo = 'transcripts', butNot = new Set()) =>
      [...records.values()]
        .filter((entry) => isDue(entry, nowMs) && entry.rank <= SENDING_CLASSES.indexOf(upTo) && !butNot.has(entry.id))
        .sort((a, b) => a.rank - b.rank || a.seq - b.seq)
        .slice(0, limit)
        .map(({ id, record, attempts }) => ({ id, record, authentic: null, attempts })),
    latestSent: (type, limit) =>
      [...records.values()]
        .sort((a, b) => b.seq - a.seq)
        .flatMap(({ receipt, record }) => {
          const found = receipt === null ? null : WireRecord.parse(record);
          return receipt === null || found?.type !== type
            ? []
            : [{ hubSeq: receipt.hubSeq, line: Buffer.from(canonicalText(found)) }];
        })
        .slice(0, limit),
    markSent: (receipts, sentAt) => {
      for (const receipt of receipts) {
        const entry = records.get(receipt.id);
        if (entry !== undefined && entry.state !== 'sent')
          Object.assign(entry, { state: 'sent', receipt, sentAt, reason: null });
      }
    },
    markTransient: (ids, nextAttemptAtMs, reason) => {
      for (const id of ids) putOff(records.get(id), nextAttemptAtMs, reason);
    },
    park: (ids, reason) => {
      for (const id of ids) setAside(records.get(id), reason);
    },
    pendingMedia: (limit, nowMs) =>
      [...files.values()]
        .filter((entry) => isDue(entry, nowMs))
        .sort((a, b) => Number(a.kind === 'video') - Number(b.kind === 'video'))
        .slice(0, limit)
        .map(({ sha256, path, sizeBytes, mimeType, kind, resumeUrl, attempts }) => ({
          sha256,
          path,
          sizeBytes,
          mimeType,
          kind,
          resumeUrl,
          attempts,
        })),
    saveResumeUrl: (sha256, resumeUrl) => {
      const entry = files.get(sha256);
      if (entry?.state === 'waiting') entry.resumeUrl = resumeUrl;
    },
    markMediaSent: (sha256, sentAt) => {
      const entry = files.get(sha256);
      if (entry !== undefined) Object.assign(entry, { state: 'sent', sentAt, reason: null });
    },
    markMediaTransient: (sha256, nextAttemptAtMs, reason) => putOff(files.get(sha256), nextAttemptAtMs, reason),
    parkMedia: (sha256, reason) => setAside(files.get(sha256), reason),
    counts: () => {
      const count = (entries: Iterable<Entry>, state: State): number =>
        [...entries].filter((entry) => entry.state === state).length;
      const sentAt = [...records.values(), ...files.values()].flatMap((entry) => entry.sentAt ?? []).sort();
      const waitingFiles = [...files.values()].filter((entry) => entry.state === 'waiting');
      return {
        waiting: count(records.values(), 'waiting'),
        sent: count(records.values(), 'sent'),
        parked: count(records.values(), 'parked'),
        mediaWaiting: waitingFiles.length,
        mediaSent: count(files.values(), 'sent'),
        mediaParked: count(files.values(), 'parked'),
        bytesWaiting: waitingFiles.reduce((sum, entry) => sum + entry.sizeBytes, 0),
        lastSentAt: sentAt.at(-1) ?? null,
      };
    },
  };
}
