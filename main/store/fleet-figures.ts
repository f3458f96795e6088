import type { Database } from './database.native.ts';

/** Recordings of this long tell how fast a disk fills. */
const LOOK_BACK_DAYS = 7;
const DAY_MS = 86_400_000;

/** What head office is told of a kiosk's store. */
export function createFleetFigures(database: Database, now: () => Date) {
  const oldest = database
    .prepare<[], string | null>(
      `select min(audit.at) from outbox join audit using (record_id) where outbox.state = 'waiting' and audit.action = 'record.queued'`,
    )
    .pluck();
  const recorded = database
    .prepare<[string], number | null>('select sum(size_bytes) from recordings where started_at > ?')
    .pluck();
  return {
    /** Since when the oldest record waits to be sent, by this kiosk's clock; null when none does. */
    oldestWaitingAt: (): string | null => oldest.get() ?? null,
    /** Bytes recorded a day, over the last seven; null when there were none. */
    bytesPerDay(): number | null {
      const bytes = recorded.get(new Date(now().getTime() - LOOK_BACK_DAYS * DAY_MS).toISOString()) ?? 0;
      return bytes === 0 ? null : bytes / LOOK_BACK_DAYS;
    },
  };
}
export type FleetFigures = ReturnType<typeof createFleetFigures>;
