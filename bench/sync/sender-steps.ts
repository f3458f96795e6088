import type { Reading } from './meter.ts';

/** What every sending side can do when the benchmark says so, over its channel to the parent. */
export interface SenderSteps {
  /** Sends everything that waits. @returns how many records the other side has taken */
  readonly drain: () => Promise<number>;
  /** Writes one more record and sends it; resolves once it was taken. */
  readonly sendOne: (index: number) => Promise<void>;
}

/** Parent to child. */
export type Order = { readonly step: 'drain' } | { readonly step: 'sendOne'; readonly index: number };
/** Child to parent. */
export type Report =
  | { readonly ready: true }
  | { readonly reading: Reading }
  | { readonly done: { readonly ms: number; readonly records: number; readonly cpuMs: number } };

/** Answers the parent's orders, one at a time; a step that fails ends the process with its error. */
export function offerSteps(steps: SenderSteps): void {
  const take = async (order: Order): Promise<void> => {
    const begun = performance.now();
    const cpu = process.cpuUsage();
    const records = order.step === 'drain' ? await steps.drain() : (await steps.sendOne(order.index), 1);
    const { user, system } = process.cpuUsage(cpu);
    process.send?.({ done: { ms: performance.now() - begun, records, cpuMs: (user + system) / 1000 } });
  };
  process.on('message', (message) => {
    if (message === 'read the meter') return;
    take(message as Order).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    });
  });
  process.send?.({ ready: true });
}
