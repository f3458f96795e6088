import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDiskError, isDiskFull } from './disk-errors.ts';

const MAX_BYTES = 5 * 1024 * 1024;

/**
 * Appends events to `kiosk.ndjson` in the workspace's log folder; at 5 MB the file becomes `kiosk.1.ndjson`, so that a
 * device that fails every second cannot fill the disk. Callers log ids and codes, never what a person said or is called.
 *
 * A line that the disk does not take is left out, and counted in the next one: what the kiosk does goes on without its log.
 */
export function createLogFile(
  directory: string,
  now: () => Date,
): (event: string, detail: Record<string, unknown>) => void {
  const file = join(directory, 'kiosk.ndjson');
  let missed = 0;
  return function log(event, detail) {
    const line = { at: now().toISOString(), event, ...detail, ...(missed > 0 && { linesMissed: missed }) };
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
        renameSync(file, join(directory, 'kiosk.1.ndjson'));
      appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      missed = 0;
    } catch (error) {
      if (!isDiskFull(error) && !isDiskError(error)) throw error;
      missed += 1;
    }
  };
}
