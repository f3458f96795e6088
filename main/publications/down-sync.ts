import type { ChangesOutcome } from '#connectors/target.ts';
import { ErasureRequest } from '#shared/wire/publication.ts';
import { checkChange } from './check-change.ts';
import type { CheckedChange, Publications, WaitingChange } from './ports.ts';

/** How often head office is asked. */
const POLL_MS = 60_000;

/** What asks for changes and uses them between interviews. */
export interface DownSync {
  /** Asks now, and uses what waits when nobody is being interviewed. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Takes what head office publishes: every page is kept durably, with the cursor, before the next is asked for; what can be used is used
 * between interviews, all of it in one transaction. One that cannot be used stops no other.
 */
export function startDownSync(parts: {
  readonly rows: Publications;
  /** Null where this kiosk is enrolled nowhere. */
  readonly pull: (after: number) => Promise<ChangesOutcome | null>;
  readonly hubKey: () => string | null;
  readonly isIdle: () => boolean;
  /** Deletes an interview at the wish of head office; what became of it is a code. */
  readonly erase: (request: ErasureRequest) => Promise<string>;
  readonly audit: (action: string, detail: Record<string, string | number>) => void;
  /** Other posts, packs or rules are in use now: of these kinds. */
  readonly onApplied: (kinds: ReadonlySet<string>) => void;
  readonly clock: { after(ms: number, call: () => void): () => void };
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}): DownSync {
  const { rows, log } = parts;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let cancel: () => void = () => undefined;

  function keep(raw: readonly unknown[], next: number, hubKey: string): void {
    const checked: CheckedChange[] = [];
    for (const each of raw) {
      const change = checkChange(each, hubKey);
      if (change === null) log('publication.refused', { reason: 'unreadable' });
      else checked.push(change);
    }
    for (const { kind, id, version, state, reason } of checked)
      if (state !== 'waiting') log(`publication.${state}`, { kind, id, version, reason });
    rows.take(checked, next, hubKey);
  }

  async function pullAll(): Promise<void> {
    for (;;) {
      const hubKey = parts.hubKey();
      const after = rows.cursor();
      const outcome = isStopped || hubKey === null ? null : await parts.pull(after);
      if (outcome === null || hubKey === null || outcome.kind !== 'changes') return;
      // the kiosk was enrolled anew meanwhile
      if (parts.hubKey() !== hubKey || rows.cursor() !== after) return;
      if (outcome.next > after) keep(outcome.changes, outcome.next, hubKey);
      if (!outcome.hasMore) return;
    }
  }

  async function applyWaiting(): Promise<void> {
    if (isStopped || !parts.isIdle()) return;
    const waiting = rows.waiting();
    const resources = waiting.filter(({ kind }) => kind !== 'erasure');
    if (resources.length > 0) {
      rows.apply(resources, () => {
        for (const { kind, id, version } of resources) parts.audit('publication.applied', { kind, id, version });
      });
      parts.onApplied(new Set(resources.map(({ kind }) => kind)));
      log('publication.applied', { count: resources.length });
    }
    for (const change of waiting) if (change.kind === 'erasure') await erase(change);
  }

  async function erase(change: WaitingChange): Promise<void> {
    const request = ErasureRequest.safeParse(change.body);
    // withdrawn before it was carried out
    const outcome = request.success ? await parts.erase(request.data) : 'withdrawn';
    // cut off before this line it is asked for again, and finds nothing left to do
    rows.settle(change, outcome);
    log('publication.erasure_done', { sessionId: change.id, outcome });
  }

  function look(): Promise<void> {
    running = running.then(async () => {
      try {
        await pullAll();
        await applyWaiting();
      } catch (error) {
        // a full disk, most likely: nothing was half done, and the next look does it
        log('publication.look_failed', { error: String(error) });
      }
    });
    return running;
  }

  function lookAgain(): void {
    cancel = parts.clock.after(POLL_MS, lookAgain);
    void look();
  }
  lookAgain();

  return {
    look,
    async stop() {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
