import type { SessionId } from '#shared/ids.ts';
import type { Pack } from '#shared/pack.ts';
import { isDue, retentionDaysOf, type RetentionFacts, retentionOf } from '#shared/retention.ts';
import { type BelievedTime, believedTime } from './believed-time.ts';
import type { Interview } from './interview.ts';

/** How often clocks are read and it is looked whether something is due. */
const LOOK_EVERY_MS = 10 * 60_000;
/** Deletions of one look: copies are made anew once for all of them, and nobody waits for a kiosk that is deleting. */
const BATCH = 20;
/** Head office's clock is read anew after this long; in between the monotonic clock carries it on. */
const HUB_READ_EVERY_MS = 6 * 60 * 60_000;
const DAY_MS = 86_400_000;

interface KeptSession extends RetentionFacts {
  sessionId: SessionId;
  isHeld: boolean;
}

export interface RetentionParts {
  rows: {
    clock(): { ranMs: number; believed: { atMs: number; ranMs: number } | null };
    saveClock(ranMs: number, believedMs: number | null): void;
    mark(daysOf: (id: SessionId) => number | null, known: { nowMs: number | null; ranMs: number }): void;
    kept(): KeptSession[];
  };
  find: (id: SessionId) => Interview | null;
  /** The pack an interview was held under, or what stands in for it when its file is gone. */
  pack: (id: string) => Pick<Pack, 'retentionDays' | 'talentPoolDays' | 'purposes'>;
  deletion: {
    byRule(ids: readonly SessionId[]): Promise<number>;
    carryOutWanted(): Promise<void>;
  };
  /** Nobody is being interviewed. */
  isIdle: () => boolean;
  /** Nothing is written down for now: this program has still to prove itself. */
  isHeld?: () => boolean;
  clock: { now: () => Date; monotonicMs: () => number; after: (ms: number, call: () => void) => () => void };
  builtAtMs: number;
  /** The newest line of the audit log before this start, ms since 1970; null on a new workspace. */
  newestAuditMs: number | null;
  /** Head office's clock, ms since 1970; null when it cannot be reached or none is set. */
  readHubClock: () => Promise<number | null>;
  log: (event: string, detail: Record<string, unknown>) => void;
}

/** How deleting by rule stands, for the readiness screen. */
export interface RetentionStatus {
  /** Null before the first look. */
  time: BelievedTime | null;
  /** Interviews that are overdue but wait for head office's receipts. */
  unconfirmed: number;
  /** Interviews that are overdue but held. */
  held: number;
  /** The last look failed; a code. */
  failure: string | null;
}

/** Deletes interviews whose period is over, when nobody is being interviewed. */
export interface RetentionWatch {
  status(): RetentionStatus;
  /** Looks now; resolves once everything of this look is done. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the retention of a kiosk: looks at once and then every ten minutes. A look begins the periods that may begin, and, when
 * nobody is being interviewed and the time is believed, deletes what is due in small batches. How long the program has run is
 * written down at every look, so that a kiosk with a hopeless clock deletes too, late but never early.
 */
export function startRetention(parts: RetentionParts): RetentionWatch {
  const { rows, clock, log } = parts;
  let status: RetentionStatus = { time: null, unconfirmed: 0, held: 0, failure: null };
  let hub: { atMs: number; readMs: number } | null = null;
  let lookedMs = clock.monotonicMs();
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let endWaiting: (none: null) => void = () => undefined;
  const stopping = new Promise<null>((resolve) => {
    endWaiting = resolve;
  });

  async function readHub(): Promise<void> {
    const sinceMs = hub === null ? Infinity : clock.monotonicMs() - hub.readMs;
    if (sinceMs < HUB_READ_EVERY_MS) return;
    // head office may take seconds to answer, or not to answer: a kiosk that is switched off does not wait for it
    const atMs = await Promise.race([parts.readHubClock(), stopping]);
    if (atMs !== null) hub = { atMs, readMs: clock.monotonicMs() };
  }

  /** The period an interview's candidate was told; null when it is gone. */
  function daysOf(id: SessionId): number | null {
    const interview = parts.find(id);
    return interview && retentionDaysOf(parts.pack(interview.packId), interview);
  }

  /** Reads the clocks and writes down what is known now. */
  function known(): { nowMs: number | null; ranMs: number; time: BelievedTime } {
    const before = rows.clock();
    const nowMs = clock.monotonicMs();
    const sinceMs = nowMs - lookedMs;
    lookedMs = nowMs;
    const believed = before.believed && { atMs: before.believed.atMs, ranMs: before.believed.ranMs + sinceMs };
    const time = believedTime({
      wallMs: clock.now().getTime(),
      builtAtMs: parts.builtAtMs,
      newestAuditMs: parts.newestAuditMs,
      believed,
      hubMs: hub === null ? null : hub.atMs + (nowMs - hub.readMs),
    });
    const believedMs = 'doubt' in time ? null : time.nowMs;
    const ranMs = before.ranMs + sinceMs;
    rows.saveClock(ranMs, believedMs);
    return { nowMs: believedMs, ranMs, time };
  }

  /** Overdue by what the kiosk believes, had receipts or a hold not kept it. */
  function isOverdue(kept: KeptSession, nowMs: number): boolean {
    const finalizedAt = parts.find(kept.sessionId)?.finalizedAt ?? null;
    return finalizedAt !== null && nowMs > Date.parse(finalizedAt) + kept.days * DAY_MS;
  }

  async function lookOnce(): Promise<void> {
    await readHub();
    if (isStopped) return;
    const { nowMs, ranMs, time } = known();
    rows.mark(daysOf, { nowMs, ranMs });
    if (parts.isIdle()) await parts.deletion.carryOutWanted();
    const kept = rows.kept();
    const due = kept.filter((each) => isDue(each, { nowMs, ranMs }));
    const open = kept.filter((each) => retentionOf(each).state === 'awaiting_receipts');
    status = {
      time,
      unconfirmed: nowMs === null ? 0 : open.filter((each) => isOverdue(each, nowMs)).length,
      held: due.filter(({ isHeld }) => isHeld).length,
      failure: null,
    };
    if ('doubt' in time) log('retention.clock_doubted', { doubt: time.doubt });
    const free = due.filter(({ isHeld }) => !isHeld).map(({ sessionId }) => sessionId);
    for (let from = 0; from < free.length; from += BATCH) {
      if (isStopped || !parts.isIdle()) return;
      const deleted = await parts.deletion.byRule(free.slice(from, from + BATCH));
      log('retention.deleted', { deleted });
    }
  }

  function look(): Promise<void> {
    running = running.then(async () => {
      if (isStopped || parts.isHeld?.() === true) return;
      try {
        await lookOnce();
      } catch (error) {
        // a full disk, most likely: what was begun is finished by the next look
        const failure = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
        status = { ...status, failure };
        log('retention.failed', { failure, error: String(error) });
      }
    });
    return running;
  }

  function lookAgain(): void {
    cancel = clock.after(LOOK_EVERY_MS, lookAgain);
    void look();
  }
  lookAgain();

  return {
    status: () => status,
    look,
    async stop() {
      isStopped = true;
      endWaiting(null);
      cancel();
      await running;
    },
  };
}
