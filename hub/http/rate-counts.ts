import { z } from 'zod';
import type { HubDatabase } from '../database/database.ts';

/** How often somebody did something within a window of time, over all hubs on the database. */
export interface RateCounts {
  /** One more time. The window begins with the first one. */
  add(bucket: string, windowMs: number): Promise<{ readonly count: number; readonly leftMs: number }>;
  /** One time less, while the window lasts. */
  takeBack(bucket: string): Promise<void>;
  /** Forgets windows that are over. */
  sweep(): Promise<void>;
}

const CountRow = z.object({ tries: z.int(), untilMs: z.int() });

/**
 * Counts in the hub's database, one statement each that waits for no disk: a power cut may forget the last ones, a restart forgets none.
 *
 * The time is each hub's own. A window that ends later than one can from here was begun by a clock that was ahead or has been set
 * back: one more window's length is believed, then a new one begins, so that nobody is shut out for as long as a clock was wrong.
 */
export function createRateCounts(database: HubDatabase, now: () => Date): RateCounts {
  return {
    add: async (bucket, windowMs) => {
      const nowMs = now().getTime();
      const isOver = 'rate_counts.until_ms <= ? or rate_counts.until_ms > ?';
      const bounds = [nowMs, nowMs + 2 * windowMs];
      const [row] = await database.note(
        `insert into rate_counts (bucket, tries, until_ms) values (?, 1, ?)
         on conflict (bucket) do update set
           tries = case when ${isOver} then 1 else rate_counts.tries + 1 end,
           until_ms = case when ${isOver} then excluded.until_ms else rate_counts.until_ms end
         returning tries, until_ms "untilMs"`,
        bucket,
        nowMs + windowMs,
        ...bounds,
        ...bounds,
      );
      const { tries, untilMs } = CountRow.parse(row);
      return { count: tries, leftMs: Math.min(untilMs - nowMs, windowMs) };
    },
    takeBack: async (bucket) => {
      await database.note('update rate_counts set tries = tries - 1 where bucket = ? and tries > 0', bucket);
    },
    sweep: async () => {
      await database.note('delete from rate_counts where until_ms <= ?', now().getTime());
    },
  };
}
