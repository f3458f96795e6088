// scenario.ts --home DIR [--careless]
//
// One whole update of the kiosk in DIR, as its program does it: asked, fetched, placed, backed up, switched. `switched` is printed
// once the next version is the one that starts. Careless, it writes `current` where it lies. Killed at each of its syscalls by kills.ts.
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { slotUpdates } from '#main/slot-updates.ts';
import { type Disk, systemDisk } from '#main/update/disk.ts';
import { QUIET_MS } from '#main/update/may-install.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import { PROGRAM } from './sample-kiosk.ts';

const { values } = parseArgs({ options: { home: { type: 'string' }, careless: { type: 'boolean' } } });
const { home } = values;
if (home === undefined) throw new Error('Give --home DIR');
const root = join(home, 'programs');
const dataDirectory = join(home, 'data');
process.env['APPIMAGE'] = join(root, 'versions/a', PROGRAM);

/** What the way over a second file is worth. */
const careless: Disk = {
  ...systemDisk,
  rename(from, to) {
    if (to !== join(root, 'current')) return systemDisk.rename(from, to);
    const text = readFileSync(from, 'utf8');
    writeFileSync(to, '');
    writeFileSync(to, text);
  },
};

const keeper = openKeeper(workspaceOf(dataDirectory), () => new Date());
let isQuitting = false;
const failures: string[] = [];
const updates = slotUpdates({
  environment: { ANTEROOM_SLOTS: root, ANTEROOM_SLOT: 'a' },
  resourcesDirectory: join(home, 'resources'),
  dataDirectory,
  version: '1.0.0',
  platform: 'linux-x64',
  ...(values.careless === true ? { disk: careless } : {}),
  quit: () => (isQuitting = true),
  log: (line) => failures.push(line),
});
updates.watch({
  deviceId: '0199a1b2-0000-7000-8000-000000000001',
  schema: NEWEST_SCHEMA,
  facts: () =>
    Promise.resolve({
      isInterviewing: false,
      isRecording: false,
      quietForMs: QUIET_MS,
      isSending: false,
      isInHours: true,
      freeBytes: 2 ** 40,
    }),
  prepare: keeper.nightly,
  audit: () => undefined,
  log: (event, detail) => failures.push(`${event} ${JSON.stringify(detail)}`),
  clock: { now: () => new Date('2026-11-29T02:00:00.000Z'), after: () => () => undefined },
});
const runner = updates.runner();
await runner?.look();
await runner?.tryInstall();
if (!isQuitting) throw new Error(failures.join('\n'));
await runner?.stop();
keeper.database.close();
updates.switchOver();
writeSync(1, 'switched\n');
flushCompileCache();
