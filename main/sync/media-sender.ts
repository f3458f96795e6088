import type { MediaSource, RefusedOutcome, Target, TransientOutcome, UploadOutcome } from '#connectors/target.ts';
import { hashMedia } from './media-file.ts';
import type { OutboxMedia, OutboxStore, SyncClock, SyncLog } from './ports.ts';
import type { SyncStatus } from './outbox-runner.ts';

/** Shortest time between two progress reports. */
const PROGRESS_EVERY_MS = 250;
const LOOK_AHEAD = 8;

/**
 * Sends the files of the outbox, one at a time, audio before video.
 *
 * A file that is missing, or is not the bytes its record names, is parked with the reason; nothing is made up for it.
 * Failures of the network go to `onFailure`, which closes the gate for records and files alike.
 */
export function createMediaSender(parts: {
  readonly outbox: OutboxStore;
  readonly target: Target;
  readonly clock: SyncClock;
  readonly log: SyncLog;
  readonly openMedia: (path: string) => Promise<MediaSource | null>;
  readonly attemptsBeforePark: number;
  readonly retryAtMs: (attempts: number) => number;
  readonly onFailure: (outcome: TransientOutcome | RefusedOutcome) => void;
  readonly onSuccess: () => void;
  readonly onProgress: () => void;
}) {
  const { outbox, target, clock, log } = parts;
  let progress: SyncStatus['upload'] = null;
  let running: Promise<void> | null = null;
  let reportedAtMs = Number.NEGATIVE_INFINITY;

  /** Starts the next due file unless one is on its way; `onDone` is called when it has come to an end, good or bad. */
  function start(signal: AbortSignal, onDone: () => void): void {
    if (running !== null) return;
    const [entry] = [...outbox.pendingMedia(LOOK_AHEAD, clock.nowMs())].sort((a, b) => rank(a) - rank(b));
    if (entry === undefined) return;
    progress = { sha256: entry.sha256, kind: entry.kind, sentBytes: 0, totalBytes: entry.sizeBytes };
    running = send(entry, signal)
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        log('error', 'sync.upload_failed', { sha256: entry.sha256, message });
        putOff(entry, 'unreadable');
      })
      .finally(() => {
        running = null;
        progress = null;
        parts.onProgress();
        onDone();
      });
  }

  async function send(entry: OutboxMedia, signal: AbortSignal): Promise<void> {
    const source = await parts.openMedia(entry.path);
    if (source === null) return park(entry, 'media_missing');
    try {
      // Checked once per file, before its first byte leaves; a resumed upload is checked by the target at its end.
      const isWhole =
        source.sizeBytes === entry.sizeBytes &&
        (entry.resumeUrl !== null || (await hashMedia(source)) === entry.sha256);
      if (!isWhole) return park(entry, 'media_changed');
      const outcome = await target.uploadMedia({
        source,
        sha256: entry.sha256,
        mimeType: entry.mimeType,
        kind: entry.kind,
        resumeUrl: entry.resumeUrl,
        onResumeUrl: (url) => {
          if (url !== entry.resumeUrl) outbox.saveResumeUrl(entry.sha256, url);
        },
        onProgress: (sentBytes, totalBytes) => report(entry, sentBytes, totalBytes),
        signal,
      });
      settle(entry, outcome);
    } finally {
      await source.close();
    }
  }

  function settle(entry: OutboxMedia, outcome: UploadOutcome): void {
    if (outcome.kind === 'sent') {
      outbox.markMediaSent(entry.sha256, new Date(clock.nowMs()).toISOString());
      log('info', 'sync.media_sent', { sha256: entry.sha256, sizeBytes: entry.sizeBytes });
      return parts.onSuccess();
    }
    if (outcome.kind === 'transient') return parts.onFailure(outcome);
    if (outcome.reason === 'refused') return parts.onFailure({ ...outcome, reason: outcome.reason });
    // Damaged on the way or by the disk: worth another try from the start, but not for ever.
    if (outcome.reason === 'hash_mismatch' || outcome.reason === 'unreadable') return putOff(entry, outcome.reason);
    park(entry, outcome.reason === 'too_large' ? 'too_large' : `rejected:${outcome.detail}`);
  }

  function putOff(entry: OutboxMedia, reason: string): void {
    if (entry.attempts + 1 >= parts.attemptsBeforePark) return park(entry, reason);
    outbox.markMediaTransient(entry.sha256, parts.retryAtMs(entry.attempts), reason);
  }

  function park(entry: OutboxMedia, reason: string): void {
    outbox.parkMedia(entry.sha256, reason);
    log('error', 'sync.media_parked', { sha256: entry.sha256, reason });
  }

  function report(entry: OutboxMedia, sentBytes: number, totalBytes: number): void {
    progress = { sha256: entry.sha256, kind: entry.kind, sentBytes, totalBytes };
    const nowMs = clock.monotonicMs();
    if (nowMs - reportedAtMs < PROGRESS_EVERY_MS) return;
    reportedAtMs = nowMs;
    parts.onProgress();
  }

  return {
    start,
    progress: (): SyncStatus['upload'] => progress,
    /** Resolves when no upload is running. */
    settled: async (): Promise<void> => {
      await running;
    },
  };
}

function rank(entry: OutboxMedia): number {
  return entry.kind === 'audio' ? 0 : 1;
}
