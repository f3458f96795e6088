import type { BatchOutcome, MediaSource, ProbeOutcome, Target, UploadOutcome } from '#connectors/target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import type { Receipt } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { createSync, type Sync, type SyncStatus } from './outbox-runner.ts';
import type { SyncSettings } from './sync-settings.ts';
import { createFakeOutbox, type FakeOutbox } from './outbox-store.fake.ts';
import type { OutboxStore } from './ports.ts';
import type { SendingWindow } from './sending-window.ts';
import { createFakeClock, type FakeClock } from './sync-clock.fake.ts';

/** Answers as its fields say; they may be changed at any time. */
export type ScriptedTarget = Target & {
  onBatch: (records: readonly WireRecord[]) => BatchOutcome;
  onProbe: () => ProbeOutcome;
  onUpload: (sha256: string) => UploadOutcome | Promise<UploadOutcome>;
  readonly log: string[];
};

export const sent = (
  records: readonly WireRecord[],
  change: (receipt: Receipt) => Receipt = (receipt) => receipt,
): BatchOutcome => ({
  kind: 'sent',
  receipts: records.map((record, index) =>
    change({
      status: 'accepted',
      id: record.id,
      sha256: record.sha256,
      hubSeq: index + 1,
      receivedAt: '2026-11-22T08:00:00.000Z',
    }),
  ),
});

export function scriptedTarget(): ScriptedTarget {
  const log: string[] = [];
  const target: ScriptedTarget = {
    log,
    onBatch: (records) => sent(records),
    onProbe: () => ({ kind: 'reachable' }),
    onUpload: () => ({ kind: 'sent' }),
    probe: async () => (log.push('probe'), target.onProbe()),
    sendBatch: async ({ records }) => (log.push(`batch:${records.length}`), target.onBatch(records)),
    uploadMedia: async ({ sha256, kind }) => (log.push(`upload:${kind}`), target.onUpload(sha256)),
  };
  return target;
}

export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
export const emptyFile: MediaSource = { sizeBytes: 0, read: async () => Buffer.alloc(0), close: async () => undefined };
export const media = (kind: 'video' | 'audio', sha256 = emptySha256) => ({
  sha256,
  path: kind,
  sizeBytes: 0,
  mimeType: `${kind}/webm`,
  kind,
});

const begun: Sync[] = [];

/** Stops every sender that `begin` started; call it after each test. */
export async function stopAll(): Promise<void> {
  await Promise.all(begun.splice(0).map((sync) => sync.stop()));
}

/** A sender with a clock that stands still until told, over an outbox in memory and a target that answers as scripted. */
export function begin(
  fill: (outbox: FakeOutbox) => void,
  options: {
    settings?: Partial<SyncSettings>;
    openMedia?: (path: string) => Promise<MediaSource | null>;
    target?: ScriptedTarget;
    window?: SendingWindow;
    isHurried?: boolean;
    /** Another outbox over the filled one. */
    change?: (outbox: FakeOutbox) => OutboxStore;
  } = {},
): { sync: Sync; outbox: FakeOutbox; target: ScriptedTarget; clock: FakeClock; seen: SyncStatus[] } {
  const outbox = createFakeOutbox();
  fill(outbox);
  const target = options.target ?? scriptedTarget();
  const clock = createFakeClock();
  const seen: SyncStatus[] = [];
  const sync = createSync({
    outbox: options.change?.(outbox) ?? outbox,
    target,
    clock,
    random: () => 0.999_999,
    log: () => undefined,
    onChange: (status) => seen.push(status),
    openMedia: options.openMedia ?? (async () => emptyFile),
    settings: { lanes: 1, ...options.settings },
    ...(options.window === undefined ? {} : { window: options.window }),
    ...(options.isHurried === undefined ? {} : { isHurried: options.isHurried }),
  });
  begun.push(sync);
  return { sync, outbox, target, clock, seen };
}

export const addRecords = (count: number) => (outbox: FakeOutbox) => {
  for (let seq = 0; seq < count; seq += 1) outbox.addRecord(sampleRecord({ seq }));
};
