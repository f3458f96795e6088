import type {
  AuditSource,
  HeldRecord,
  MediaSource,
  RefusedOutcome,
  Target,
  TransientOutcome,
} from '#connectors/target.ts';
import { isAuditRefusal } from '#shared/wire/audit-head.ts';
import type { ReceiptProof } from '#shared/wire/receipt-proof.ts';
import type { HeldReceipt } from '#shared/wire/receipt.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { fullJitterMs } from './backoff.ts';
import { openMediaFile } from './media-file.ts';
import { createMediaSender } from './media-sender.ts';
import {
  MAX_WAIT_MS,
  type OutboxCounts,
  type OutboxRecord,
  type OutboxStore,
  type SyncClock,
  type SyncLog,
  type SyncRandom,
} from './ports.ts';
import { type Outgoing, sendInLanes } from './batch-lanes.ts';
import { createLaneCount } from './lane-count.ts';
import { findReceipt } from './record-check.ts';
import { createHours, type SendingWindow } from './sending-window.ts';
import { DEFAULT_SETTINGS, type SyncSettings } from './sync-settings.ts';

/** What a person sees of the sending. `parked`: nothing moves, and something waits for a person. `scheduled`: it waits for its hours. */
export type SyncState = 'not_configured' | 'idle' | 'sending' | 'scheduled' | 'offline' | 'refused' | 'parked';

/** See {@link SyncState}. Instants are ISO 8601 UTC. */
export type SyncStatus = {
  readonly state: SyncState;
  /** Code of the latest failure and when; null after the next success. */
  readonly lastError: { readonly code: string; readonly at: string } | null;
  readonly nextAttemptAt: string | null;
  readonly counts: OutboxCounts;
  readonly upload: {
    readonly sha256: string;
    readonly kind: 'video' | 'audio';
    readonly sentBytes: number;
    readonly totalBytes: number;
  } | null;
};

/** The running sender. */
export type Sync = {
  /** Something new is in the outbox. Never cuts short a wait the target or the back-off asked for. */
  readonly wake: () => void;
  /** Aborts what is in flight and resolves once all is still. */
  readonly stop: () => Promise<void>;
  readonly status: () => SyncStatus;
};

/** A closed gate: nothing is sent before `untilMs` (monotonic). */
type Gate = { readonly kind: 'offline' | 'busy' | 'refused'; readonly untilMs: number };

/** Figures for a screen while batches follow each other: counting them each time would cost more than they tell. */
const PUBLISH_EVERY_MS = 250;
const smallestBatch = 10;
/** However much is lost: one is answered while the next is on its way. */
const fewestLanes = 2;
const growBatchBy = 20;

/**
 * Sends the outbox to the target until stopped: records before files, in batches, at least once; the target makes it
 * exactly once.
 *
 * - No answer: the gate closes; the target is probed every 5 s at most, so work goes on within seconds of the network's
 *   return without any new write (I14). - Busy: full-jitter back-off or `Retry-After`. - Refused: slow retries, told to a
 *   person. - A batch too large or rejected is halved until the culprit is alone; the culprit is parked (I13).
 * - A record is sent only when a receipt with its id and SHA-256 came back (I16).
 * - Outside the hours of sending only erasures and decisions leave, nothing is asked of the target for anything else, and a running
 *   upload is cut at their end; unless a person said "now".
 * - The audit log contradicts what the target holds of it (I26): everything waits, nothing is parked, tried again rarely.
 */
export function createSync(parts: {
  readonly outbox: OutboxStore;
  readonly target: Target | null;
  /** The audit log whose head goes with every batch; none when not given. */
  readonly audit?: AuditSource | null;
  readonly clock: SyncClock;
  readonly random: SyncRandom;
  readonly log: SyncLog;
  readonly onChange: (status: SyncStatus) => void;
  /** Opens a file of the outbox; null when it is not there. A plain file unless given. */
  readonly openMedia?: (path: string) => Promise<MediaSource | null>;
  readonly settings?: Partial<SyncSettings>;
  /** Hours of sending; none when not given. */
  readonly window?: SendingWindow;
  /** A person asked for it now: the hours do not count until all is sent. */
  readonly isHurried?: boolean;
}): Sync {
  const { outbox, target, clock, random, log } = parts;
  const settings = { ...DEFAULT_SETTINGS, ...parts.settings };
  const stopping = new AbortController();
  let pause = new AbortController();
  let gate: Gate | null = null;
  let failures = 0;
  let batchesInFlight = 0;
  let batchLimit = settings.batchRecords;
  const lanes = createLaneCount({ least: fewestLanes, most: settings.lanes });
  let lastError: SyncStatus['lastError'] = null;
  let published = '';
  let publishedAtMs = Number.NEGATIVE_INFINITY;
  const hours = createHours({
    window: parts.window ?? null,
    clock,
    hurryMs: parts.isHurried === true ? settings.hurryMs : 0,
  });
  let uploading = new AbortController();

  const wallIso = (): string => new Date(clock.nowMs()).toISOString();
  const jitter = (capMs: number, count: number): number => fullJitterMs(settings.baseMs, capMs, count, random);
  const media =
    target === null
      ? null
      : createMediaSender({
          outbox,
          target,
          clock,
          log,
          openMedia: parts.openMedia ?? openMediaFile,
          attemptsBeforePark: settings.attemptsBeforePark,
          retryAtMs,
          onFailure: closeGate,
          onSuccess: noteSuccess,
          onProgress: publish,
        });

  function status(): SyncStatus {
    const counts = outbox.counts();
    const state = stateOf(counts);
    return {
      state,
      lastError,
      nextAttemptAt: nextAttemptAt(state),
      counts,
      upload: media?.progress() ?? null,
    };
  }

  function nextAttemptAt(state: SyncState): string | null {
    const waitMs = state === 'scheduled' ? hours.changesInMs() : gate && gate.untilMs - clock.monotonicMs();
    return waitMs === null ? null : new Date(clock.nowMs() + Math.max(0, waitMs)).toISOString();
  }

  function nextRecords(limit: number, butNot?: ReadonlySet<string>) {
    return outbox.pendingRecords(limit, clock.nowMs(), hours.mayAll() ? 'transcripts' : 'urgent', butNot);
  }

  function stateOf(counts: OutboxCounts): SyncState {
    if (target === null) return 'not_configured';
    if (gate?.kind === 'refused') return 'refused';
    if (batchesInFlight > 0 || media?.progress()) return 'sending';
    if (counts.waiting + counts.mediaWaiting > 0 && isResting()) return 'scheduled';
    if (gate !== null) return 'offline';
    const isStill = counts.waiting === 0 && counts.mediaWaiting === 0;
    return isStill && counts.parked + counts.mediaParked > 0 ? 'parked' : 'idle';
  }

  function publish(): void {
    publishedAtMs = clock.monotonicMs();
    const current = status();
    const text = JSON.stringify(current);
    if (text === published) return;
    published = text;
    parts.onChange(current);
  }

  function publishSometimes(): void {
    if (clock.monotonicMs() - publishedAtMs >= PUBLISH_EVERY_MS) publish();
  }

  function isOpen(): boolean {
    return gate === null && !stopping.signal.aborted;
  }

  /** Something may wait, but nothing of it may leave at this hour. */
  function isResting(): boolean {
    return !hours.mayAll() && nextRecords(1).length === 0;
  }

  function idleMs(): number {
    const waitMs = gate === null || isResting() ? settings.tickMs : Math.max(0, gate.untilMs - clock.monotonicMs());
    return Math.min(waitMs, hours.changesInMs() ?? Infinity);
  }

  function retryAtMs(attempts: number): number {
    return clock.nowMs() + jitter(Math.min(settings.busyCapMs, MAX_WAIT_MS), attempts);
  }

  function noteSuccess(): void {
    failures = 0;
    lastError = null;
  }

  function closeGate(outcome: TransientOutcome | RefusedOutcome): void {
    if (outcome.kind === 'transient' && outcome.reason === 'stopped') return;
    const code = outcome.kind === 'fatal' ? outcome.detail : outcome.reason;
    lastError = { code, at: wallIso() };
    const waitMs = waitAfter(outcome);
    const untilMs = clock.monotonicMs() + waitMs;
    if (gate !== null && clock.monotonicMs() < gate.untilMs) {
      // Another lane failed with this one: one failure, the longer wait.
      gate = { kind: gateKindOf(outcome), untilMs: Math.max(untilMs, gate.untilMs) };
      return;
    }
    gate = { kind: gateKindOf(outcome), untilMs };
    log('warn', 'sync.attempt_failed', { code, failures, waitMs });
    failures += 1;
    publish();
  }

  function waitAfter(outcome: TransientOutcome | RefusedOutcome): number {
    if (outcome.kind === 'fatal') return isAuditRefusal(outcome.detail) ? settings.auditRefusedMs : settings.refusedMs;
    if (gateKindOf(outcome) === 'offline') return jitter(settings.probeCapMs, failures);
    const asked = Math.min(outcome.retryAfterMs ?? 0, settings.retryAfterCapMs);
    return Math.max(asked, jitter(settings.busyCapMs, failures));
  }

  /** A closed gate whose time has come: probe when nothing answered before, else just try. */
  async function openGate(sender: Target, closed: Gate): Promise<void> {
    if (closed.kind === 'offline') {
      const probe = await sender.probe(stopping.signal);
      if (probe.kind === 'unreachable') return closeGate({ kind: 'transient', reason: probe.reason });
      if (probe.kind === 'refused') return closeGate({ kind: 'fatal', reason: 'refused', detail: probe.detail });
      log('info', 'sync.reachable_again', { failures });
    }
    gate = null;
  }

  /** Sends everything due. Stops at a closed gate. */
  async function drainRecords(sender: Target): Promise<void> {
    await sendInLanes({
      lanes: lanes.now,
      mayGoOn: isOpen,
      next: (butNot) => nextRecords(batchLimit, butNot),
      onDamaged: ({ id, reason }) => park(id, reason),
      send: (batch) => sendBatch(sender, batch),
    });
    publish();
  }

  async function sendBatch(sender: Target, batch: readonly Outgoing[]): Promise<void> {
    batchesInFlight += 1;
    if (batchesInFlight === 1) publish();
    else publishSometimes();
    const outcome = await sender
      .sendBatch({
        get records() {
          return batch.map(({ row }) => row.record as WireRecord);
        },
        outgoing: batch.map(({ record }) => record),
        held: (limit) => latestSent(batch[0]?.row, limit),
        audit: parts.audit ?? null,
        signal: stopping.signal,
      })
      .finally(() => (batchesInFlight -= 1));
    if (outcome.kind === 'sent') return settle(batch, outcome.receipts, outcome.proof ?? null);
    if (outcome.kind === 'transient') {
      lanes.lost();
      if (outcome.reason === 'timeout') batchLimit = Math.max(smallestBatch, Math.floor(batch.length / 2));
      return closeGate(outcome);
    }
    if (outcome.reason === 'refused') {
      return closeGate({ ...outcome, reason: outcome.reason });
    }
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      return park(only.record.id, outcome.reason === 'too_large' ? 'too_large' : `rejected:${outcome.detail}`);
    }
    const half = Math.ceil(batch.length / 2);
    if (outcome.reason === 'too_large') batchLimit = Math.max(1, half);
    await sendBatch(sender, batch.slice(0, half));
    if (isOpen()) await sendBatch(sender, batch.slice(half));
  }

  /** Records of the same type as one on its way. */
  function latestSent(row: OutboxRecord | undefined, limit: number): readonly HeldRecord[] {
    const type = WireRecord.shape.type.safeParse(Object(row?.record)['type']);
    return type.success ? outbox.latestSent(type.data, limit) : [];
  }

  function settle(
    batch: readonly Outgoing[],
    receipts: Parameters<typeof findReceipt>[2],
    proof: ReceiptProof | null,
  ): void {
    const held: HeldReceipt[] = [];
    batch.forEach(({ record, row: { attempts } }, position) => {
      const verdict = findReceipt(record, position, receipts);
      if (verdict.kind === 'held') held.push(verdict.receipt);
      else if (verdict.kind === 'quarantined') park(record.id, `quarantined:${verdict.reason}`);
      else if (attempts + 1 >= settings.attemptsBeforePark) park(record.id, 'no_valid_receipt');
      else outbox.markTransient([record.id], retryAtMs(attempts), 'no_valid_receipt');
    });
    if (held.length > 0) {
      outbox.markSent(held, wallIso(), proof);
      noteSuccess();
      lanes.answered();
      batchLimit = Math.min(settings.batchRecords, batchLimit + growBatchBy);
      log('info', 'sync.records_sent', { records: held.length });
    }
  }

  function park(id: string, reason: string): void {
    outbox.park([id], reason);
    log('error', 'sync.record_parked', { id, reason });
  }

  async function pass(sender: Target): Promise<void> {
    if (!hours.mayAll()) uploading.abort();
    if (isResting()) return;
    if (gate !== null && clock.monotonicMs() >= gate.untilMs) await openGate(sender, gate);
    if (isOpen()) await drainRecords(sender);
    // Files only once no record is due; new records overtake a running upload, they do not wait for it.
    if (isOpen() && hours.mayAll()) startUpload();
    if (isOpen() && media?.progress() === null && nextRecords(1).length === 0) hours.endHurry();
  }

  function startUpload(): void {
    if (uploading.signal.aborted) uploading = new AbortController();
    media?.start(AbortSignal.any([stopping.signal, uploading.signal]), wake);
  }

  async function run(sender: Target): Promise<void> {
    while (!stopping.signal.aborted) {
      pause = new AbortController();
      try {
        await pass(sender);
      } catch (error) {
        // The outbox itself failed (disk, database). Sending must survive it: say so, wait, look again.
        log('error', 'sync.pass_failed', { message: error instanceof Error ? error.message : String(error) });
        closeGate({ kind: 'transient', reason: 'busy' });
      }
      publish();
      await clock.wait(idleMs(), AbortSignal.any([pause.signal, stopping.signal]));
    }
  }

  function wake(): void {
    pause.abort();
  }

  const running = target === null ? Promise.resolve() : run(target);
  return {
    wake,
    status,
    stop: async () => {
      stopping.abort();
      await running;
      await media?.settled();
    },
  };
}

function gateKindOf(outcome: TransientOutcome | RefusedOutcome): Gate['kind'] {
  if (outcome.kind === 'fatal') return 'refused';
  return outcome.reason === 'busy' || outcome.reason === 'corrupted' ? 'busy' : 'offline';
}
