import type { SessionId } from '#shared/ids.ts';
import type { AppParts } from './app.ts';
import type { KioskSync } from './kiosk-sync.ts';
import { collectGarbage, startGivingBackMemory } from './give-back-memory.ts';
import { startNightWatch } from './night-watch.ts';
import type { openKioskStore } from './open-kiosk-store.ts';
import { packOf } from './pack-of.ts';
import { startDownSync } from './publications/down-sync.ts';
import { startReadingRows } from './read-rows.ts';
import { startScheduledRestart } from './scheduled-restart.ts';
import type { Deletion } from './session/deletion.ts';
import type { Interviews } from './session/interviews.ts';
import { startRetention } from './session/retention.ts';
import { watchUpdates } from './watch-updates.ts';

/**
 * Starts what looks after a kiosk while nobody does: rows that the start has left are read, a copy is made at night, interviews whose
 * period is over are deleted, what head office publishes is used, new versions are looked for.
 */
export function startUpkeep(
  parts: Pick<AppParts, 'builtAt' | 'clock' | 'keeper' | 'log' | 'updates' | 'workspace'>,
  around: Pick<ReturnType<typeof openKioskStore>, 'store' | 'resources' | 'newestAuditMs'> & {
    deletion: Deletion;
    interviews: Interviews;
    sync: KioskSync;
    /** Nobody is being interviewed, and this version has proved itself. */
    isIdle: () => boolean;
    isNobodySignedIn: () => boolean;
    /** Head office has published other rules, and they are used from now on. */
    onRules: () => void;
  },
) {
  const { clock, keeper, log } = parts;
  const { store, resources, newestAuditMs, deletion, interviews, sync, isIdle, isNobodySignedIn, onRules } = around;
  const night = startNightWatch({ nightly: keeper.nightly, isIdle, clock, log });

  const retention = startRetention({
    rows: store.retention,
    find: (id) => (store.cells.hasKey(id) ? store.sessions.find(id) : store.sessions.findWithoutKey(id)),
    pack: (id) => packOf(resources.packs(), id),
    deletion,
    isIdle,
    // by a date that may be damaged nobody is deleted
    isHeld: () => parts.updates.isOnTrial() || !keeper.rows.status().isDone,
    clock,
    builtAtMs: parts.builtAt.getTime(),
    newestAuditMs,
    async readHubClock() {
      const answer = await sync.reach();
      return answer.kind === 'reached' && answer.at !== null ? Date.parse(answer.at) : null;
    },
    log,
  });

  const downSync = startDownSync({
    rows: store.publications,
    pull: sync.pull,
    hubKey: () => store.enrolment.current()?.hubKey ?? null,
    isIdle,
    async erase({ sessionId, requestId }) {
      const outcome = await deletion.byHeadOffice(sessionId as SessionId, requestId);
      // the certificate goes back at once
      sync.wake();
      return outcome;
    },
    audit: (action, detail) => store.ledger.audit({ actor: 'head_office', action, subject: store.deviceId, detail }),
    onApplied(kinds) {
      resources.reload();
      interviews.refresh();
      if (kinds.has('rules')) onRules();
    },
    clock,
    log,
  });
  interviews.subscribe(({ state }) => {
    if (state.kind !== 'idle') return;
    // who has just finished is told a date from the first moment
    void retention.look();
    void downSync.look();
  });

  parts.updates.onProven(() => {
    void retention.look();
    void downSync.look();
  });
  const updates = watchUpdates(parts, { store, settings: () => store.kiosk.settings(), interviews, sync });
  const reading = startReadingRows({
    rows: keeper.rows,
    isUnattended: () => isIdle() && isNobodySignedIn(),
    onDone: () => void retention.look(),
    clock,
    log,
  });
  const memory = startGivingBackMemory({ subscribe: interviews.subscribe, collect: collectGarbage, clock, log });

  return {
    night,
    retention,
    downSync,
    updates,
    /** What ends them, by name. */
    stops: {
      updates: updates.stop,
      rows: reading.stop,
      memory: memory.stop,
      night: night.stop,
      retention: retention.stop,
      downSync: downSync.stop,
    },
  };
}

/**
 * Lets the kiosk restart in its hour, where somebody would start it again.
 *
 * @returns how to end that
 */
export function scheduleRestart(
  { clock, log, restart }: Pick<AppParts, 'clock' | 'log' | 'restart'>,
  /** `isFree`: nobody is being interviewed or signed in, and nothing is on its way out. */
  { hour, isFree }: { hour: () => number | null; isFree: () => boolean },
): () => void {
  if (restart === null) return () => undefined;
  return startScheduledRestart({ hour, isIdle: isFree, now: clock.now, clock, restart, log });
}
