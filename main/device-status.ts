import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { DeviceStatus } from '#shared/wire/device.ts';
import type { FleetFigures } from './store/fleet-figures.ts';
import type { Workspace } from './store/workspace.ts';

/** How this kiosk is, for head office: figures of its own disk and clock, and no personal data. */
export function deviceStatus(parts: {
  readonly version: string;
  readonly workspace: Pick<Workspace, 'directory' | 'backupDirectory' | 'modelsDirectory'>;
  readonly figures: FleetFigures;
  readonly sync: SyncStatus;
}): DeviceStatus {
  const { version, workspace, figures, sync } = parts;
  const { bavail, bsize } = statfsSync(workspace.directory);
  const freeBytes = bavail * bsize;
  const bytesPerDay = figures.bytesPerDay();
  return {
    version,
    recordsWaiting: sync.recordsWaiting,
    filesWaiting: sync.filesWaiting,
    bytesWaiting: sync.bytesWaiting,
    parked: sync.recordsParked,
    oldestWaitingAt: figures.oldestWaitingAt(),
    freeBytes,
    diskDaysLeft: bytesPerDay === null ? null : Math.round((freeBytes / bytesPerDay) * 10) / 10,
    lastBackupAt: newestIn(workspace.backupDirectory),
    models: namesIn(workspace.modelsDirectory),
  };
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).toSorted().slice(0, 50) : []);

function newestIn(folder: string): string | null {
  const times = namesIn(folder).map((name) => statSync(join(folder, name)).mtime.toISOString());
  return times.toSorted().at(-1) ?? null;
}
