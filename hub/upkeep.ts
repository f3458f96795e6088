import type { HubLog } from './http/hub-log.ts';

const EVERY_MS = 60_000;

/** Once a minute, and at the start: what is over is forgotten. A step that fails keeps none of the others back. */
export function startUpkeep(steps: readonly (() => Promise<void>)[], log: HubLog): { close(): Promise<void> } {
  async function run(): Promise<void> {
    for (const outcome of await Promise.allSettled(steps.map((step) => step())))
      if (outcome.status === 'rejected') log('upkeep_failed', { message: String(outcome.reason) });
  }
  let running = run();
  const tick = setInterval(() => {
    running = running.then(run);
  }, EVERY_MS);
  tick.unref();
  return {
    close: async () => {
      clearInterval(tick);
      await running;
    },
  };
}
