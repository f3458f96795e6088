import type { OutgoingRecord } from '#connectors/target.ts';
import type { OutboxRecord } from './ports.ts';
import { checkRow, type Damage } from './record-check.ts';

/** A record that may leave, and the row it stands in. */
export type Outgoing = { readonly record: OutgoingRecord; readonly row: OutboxRecord };

/**
 * Sends batch after batch, several at once: as soon as one is answered the next leaves. What is next is asked anew each time, so
 * that what became urgent meanwhile goes first. Resolves when nothing is due any more, or may leave, and all is answered.
 *
 * @throws what `send` or the outbox throws, once every other batch is answered
 */
export async function sendInLanes(parts: {
  /** How many may be in flight, asked before each. */
  readonly lanes: () => number;
  readonly mayGoOn: () => boolean;
  /** Rows due, in the order of sending. */
  readonly next: (butNot: ReadonlySet<string>) => readonly OutboxRecord[];
  readonly onDamaged: (damage: Damage) => void;
  readonly send: (batch: readonly Outgoing[]) => Promise<void>;
}): Promise<void> {
  const onTheirWay = new Set<string>();
  const running = new Set<Promise<void>>();

  function nextBatch(): Outgoing[] {
    for (;;) {
      const rows = parts.next(onTheirWay);
      const batch: Outgoing[] = [];
      for (const row of rows) {
        const verdict = checkRow(row);
        if (verdict.kind === 'damaged') parts.onDamaged(verdict);
        // a batch is of one device; what is another's comes with the next
        else if (batch[0] === undefined || batch[0].record.deviceId === verdict.record.deviceId) batch.push(verdict);
      }
      if (rows.length === 0 || batch.length > 0) return batch;
    }
  }

  async function sendOne(batch: readonly Outgoing[]): Promise<void> {
    for (const { row } of batch) onTheirWay.add(row.id);
    try {
      await parts.send(batch);
    } finally {
      for (const { row } of batch) onTheirWay.delete(row.id);
    }
  }

  try {
    for (;;) {
      while (parts.mayGoOn() && running.size < parts.lanes()) {
        const batch = nextBatch();
        if (batch.length === 0) break;
        const lane = sendOne(batch).finally(() => running.delete(lane));
        running.add(lane);
      }
      if (running.size === 0) return;
      await Promise.race(running);
    }
  } finally {
    await Promise.allSettled(running);
  }
}
