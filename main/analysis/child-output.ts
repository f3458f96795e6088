import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { ChildLog, ChildName } from './ports.ts';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 500;

/**
 * Writes what a child prints to the log: the only place where native libraries say why they failed.
 *
 * Cut at 200 lines of 500 characters per child, so a child that never stops printing cannot fill the disk.
 */
export function logChildOutput(output: Readable, name: ChildName, log: ChildLog, pid: number | undefined): void {
  let count = 0;
  createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    count += 1;
    if (count > MAX_LINES) return;
    const text = count === MAX_LINES ? 'further lines of this process are not logged' : line.slice(0, MAX_LINE_LENGTH);
    log({ eventId: `${name}_stderr`, disposition: 'na', detail: { pid: pid ?? null, line: text } });
  });
}
