import { setImmediate } from 'node:timers/promises';
import type { Proposals } from './review/proposals.ts';

/** What lets rules look again at interviews that people are through with. */
export interface RulesAgain {
  /** In the background, one after the other; calls that wait go first. */
  look(): void;
  stop(): Promise<void>;
}

/**
 * Published rules are applied anew when they change, as the site's own are. And once at the start: a kiosk that was cut off after it
 * had taken new rules would otherwise keep proposing by the old ones.
 */
export function startRulesAgain(
  proposals: Pick<Proposals, 'reconsider'>,
  log: (event: string, detail: Record<string, unknown>) => void,
): RulesAgain {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function again(): Promise<void> {
    if (isStopped) return;
    try {
      await proposals.reconsider(async () => {
        await setImmediate();
        return !isStopped;
      });
    } catch (error) {
      // a full disk, most likely: every interview is a transaction of its own, and the next start looks at all of them
      log('rules.not_reconsidered', { error: String(error) });
    }
  }

  function look(): void {
    running = running.then(again);
  }
  look();

  return {
    look,
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
