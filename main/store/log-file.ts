import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_BYTES = 5 * 1024 * 1024;

/**
 * Appends events to `kiosk.ndjson` in the workspace's log folder; at 5 MB the file becomes `kiosk.1.ndjson`, so that a
 * device that fails every second cannot fill the disk. Callers log ids and codes, never what a person said or is called.
 */
export function createLogFile(
  directory: string,
  now: () => Date,
): (event: string, detail: Record<string, unknown>) => void {
  const file = join(directory, 'kiosk.ndjson');
  return function log(event, detail) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
      renameSync(file, join(directory, 'kiosk.1.ndjson'));
    appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), event, ...detail })}\n`, { mode: 0o600 });
  };
}
