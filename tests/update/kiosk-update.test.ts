import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronUpdates } from '#main/electron/updates.ts';
import { type SlotUpdates, slotUpdates, type SlotUpdatesParts } from '#main/slot-updates.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { type Disk, systemDisk } from '#main/update/disk.ts';
import { pointerLine } from '#main/update/launch-decision.ts';
import { QUIET_MS } from '#main/update/may-install.ts';
import type { UpdateHost } from '#main/update/ports.ts';
import { programIn, readPointer } from '#main/update/slots.ts';
import type { UpdateRunner } from '#main/update/update-runner.ts';
import type { UpdateManifest } from '#shared/update-manifest.ts';
import { reopenAndCompare } from '#tests/faults/compare.ts';
import { bootUntilHealthy } from './boot.ts';
import { appImageOf, feedFileOf, type FileServer, manifestOf, publisherKey, serveFiles, signed } from './publisher.ts';
import { makeKiosk, PROGRAM, programText, type SampleKiosk } from './sample-kiosk.ts';

// the whole way: manifest, electron-updater, slots, launcher, over real files, a real server and a real database

const isWindows = process.platform === 'win32';
if (isWindows) console.log('whole updates are skipped: the versions of this test are started by #!');

let home: string;
let server: FileServer;
let kiosk: SampleKiosk;
const key = publisherKey();
const NOW = '2026-11-29T02:00:00.000Z';

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'kiosk-update-'));
  server = await serveFiles();
  kiosk = await makeKiosk(home, { feedUrl: server.url, publisherKeys: [key.publicKey] });
  process.env['APPIMAGE'] = join(kiosk.root, 'versions/a', PROGRAM);
});
afterEach(async () => {
  delete process.env['APPIMAGE'];
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

function publish(parts: Partial<UpdateManifest> = {}, works = true): void {
  const version = parts.version ?? '1.1.0';
  const program = programText(version, works);
  const artifact = { ...appImageOf(version, program), start: PROGRAM };
  const manifest = manifestOf({ artifacts: { 'linux-x64': artifact }, ...parts });
  server.files.set('/anteroom-update.json', JSON.stringify(signed(manifest, key)));
  server.files.set('/latest-linux.yml', feedFileOf(manifest, artifact));
  server.files.set(`/${artifact.name}`, program);
}

interface Started {
  readonly updates: SlotUpdates;
  readonly runner: UpdateRunner;
  readonly facts: typeof QUIET;
  readonly audited: string[];
  readonly problems: string[];
  quits(): number;
}

/** Nobody is there, and nothing is in the way. */
const QUIET = {
  isInterviewing: false,
  isRecording: false,
  quietForMs: QUIET_MS,
  isSending: false,
  isInHours: true,
  freeBytes: 2 ** 40,
};

function hostOf(facts: typeof QUIET, audited: string[], problems: readonly string[]): UpdateHost {
  return {
    deviceId: '0199a1b2-0000-7000-8000-000000000001',
    schema: NEWEST_SCHEMA,
    facts: () => Promise.resolve(facts),
    prepare: () => problems,
    audit: (action) => audited.push(action),
    log: () => undefined,
    // time is the test's: nothing is looked for by itself
    clock: { now: () => new Date(NOW), after: () => () => undefined },
  };
}

/** A start of the program in a slot, with a core whose facts a test sets. */
function start(slot: 'a' | 'b', version: string, changed: Partial<SlotUpdatesParts> = {}): Started {
  let quits = 0;
  const updates = slotUpdates({
    environment: { ANTEROOM_SLOTS: kiosk.root, ANTEROOM_SLOT: slot },
    resourcesDirectory: kiosk.resourcesDirectory,
    dataDirectory: kiosk.workspace.directory,
    version,
    platform: 'linux-x64',
    quit: () => (quits += 1),
    log: () => undefined,
    ...changed,
  });
  const facts = { ...QUIET };
  const audited: string[] = [];
  const problems: string[] = [];
  const watched = updates.watch(hostOf(facts, audited, problems));
  const runner = updates.runner() ?? {
    ...watched,
    look: () => Promise.reject(new Error('nothing looks here')),
    tryInstall: () => Promise.reject(new Error('nothing looks here')),
  };
  return { updates, runner, facts, audited, problems, quits: () => quits };
}

/** What Electron does when it is asked to quit: everything is closed, then `quit` is told. */
async function end({ updates, runner }: Started): Promise<void> {
  await runner.stop();
  updates.switchOver();
}

test.skipIf(isWindows)('a version comes in the night, proves itself, and everything is still there', async () => {
  publish();
  const old = start('a', '1.0.0');
  expect(old.runner.status()).toMatchObject({ version: '1.0.0', off: null, waiting: null });
  await old.runner.look();
  expect(programIn(kiosk.root, 'b')?.version).toBe('1.1.0');
  expect(readPointer(kiosk.root)).toMatchObject({ slot: 'a' });
  await old.runner.tryInstall();
  expect(old.quits()).toBe(1);
  expect(old.audited).toEqual(['update.begun']);
  await end(old);
  expect(readPointer(kiosk.root)).toEqual({ slot: 'b', trust: 'trial', boots: 0, failed: null });
  expect(existsSync(join(kiosk.workspace.directory, 'before-update', 'note.json'))).toBe(true);

  const fresh = start('b', '1.1.0');
  expect(fresh.updates.isOnTrial()).toBe(true);
  expect(fresh.audited).toEqual([]);
  const proved: string[] = [];
  fresh.updates.onProven(() => proved.push('proved'));
  fresh.updates.pageConnected();
  fresh.updates.pageConnected();
  expect(proved).toEqual(['proved']);
  expect(fresh.audited).toEqual(['update.done']);
  expect(readPointer(kiosk.root)).toEqual({ slot: 'b', trust: 'good', boots: 0, failed: null });
  await fresh.runner.look();
  expect(fresh.runner.status()).toMatchObject({ version: '1.1.0', waiting: null, failure: null, lastLookAt: NOW });
  expect(await reopenAndCompare(kiosk.workspace, kiosk.said, { hasJournal: true })).toMatchObject({
    lost: [],
    problems: [],
  });
});

test.skipIf(isWindows)('a version that breaks is given up, told, and never tried again; a higher one is', async () => {
  publish({}, false);
  const old = start('a', '1.0.0');
  await old.runner.look();
  await old.runner.tryInstall();
  await end(old);
  expect(bootUntilHealthy(kiosk.root)).toEqual({ version: '1.0.0', starts: ['b:broken', 'b:broken', 'a:1.0.0'] });
  const again = start('a', '1.0.0');
  expect(again.updates.hasComeBack).toBe(true);
  expect(again.audited).toEqual(['update.given_up']);
  expect(again.runner.status().failure).toMatchObject({ code: 'gave_up', version: '1.1.0' });
  await again.runner.look();
  await again.runner.tryInstall();
  expect(again.quits()).toBe(0);
  expect(again.runner.status().failure).toMatchObject({ code: 'gave_up' });
  await end(again);
  publish({ version: '1.1.1', sequence: 2 });
  const later = start('a', '1.0.0');
  // told once
  expect(later.audited).toEqual([]);
  await later.runner.look();
  await later.runner.tryInstall();
  await end(later);
  expect(bootUntilHealthy(kiosk.root).version).toBe('1.1.1');
});

test.skipIf(isWindows)('it waits, and says for what', async () => {
  publish();
  const old = start('a', '1.0.0');
  old.facts.isInterviewing = true;
  await old.runner.look();
  // not even fetched beside an interview
  expect(server.asked).toEqual(['/anteroom-update.json']);
  expect(old.runner.status()).toMatchObject({ waiting: '1.1.0' });
  old.facts.isInterviewing = false;
  await old.runner.tryInstall();
  expect(programIn(kiosk.root, 'b')?.version).toBe('1.1.0');
  for (const [fact, value, reason] of [
    ['isInterviewing', true, 'interview'],
    ['quietForMs', 1000, 'quiet'],
    ['isInHours', false, 'hours'],
    ['isSending', true, 'sending'],
    ['freeBytes', 1000, 'disk'],
  ] as const) {
    const before = old.facts[fact];
    Object.assign(old.facts, { [fact]: value });
    await old.runner.tryInstall();
    expect(old.runner.status()).toMatchObject({ waiting: '1.1.0', reason });
    Object.assign(old.facts, { [fact]: before });
  }
  old.problems.push('row 7 of answers was changed');
  await old.runner.tryInstall();
  expect(old.runner.status().failure?.code).toBe('store_problems');
  expect(old.quits()).toBe(0);
  old.problems.pop();
  await old.runner.tryInstall();
  expect(old.quits()).toBe(1);
});

test.skipIf(isWindows)('a version that is withdrawn after it was placed is not installed', async () => {
  publish();
  const old = start('a', '1.0.0');
  await old.runner.look();
  publish({ sequence: 2, rolloutPercent: 0 });
  await old.runner.look();
  await old.runner.tryInstall();
  expect(old.quits()).toBe(0);
  expect(old.runner.status()).toMatchObject({ waiting: null, failure: null });
  // the manifest before, played again
  publish();
  await old.runner.look();
  await old.runner.tryInstall();
  expect(old.quits()).toBe(0);
  expect(old.runner.status().failure?.code).toBe('replayed');
});

test.skipIf(isWindows)('what was seen outlives a restart', async () => {
  publish({ version: '1.0.0', sequence: 9, floor: '1.0.0' });
  const first = start('a', '1.0.0');
  await first.runner.look();
  await end(first);
  publish({ sequence: 8 });
  const second = start('a', '1.0.0');
  await second.runner.look();
  expect(second.runner.status()).toMatchObject({ waiting: null, failure: { code: 'replayed' } });
  await end(second);
  writeFileSync(join(kiosk.workspace.directory, 'update.json'), '{"format":1');
  expect(start('a', '1.0.0').runner.status().off).toBe('state_unreadable');
});

test.skipIf(isWindows)('a disk that is full at any step leaves the version that runs, and says so', async () => {
  publish();
  const full = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  const steps = ['makeFolder', 'copy', 'sync'] as const;
  for (const step of steps) {
    const disk: Disk = { ...systemDisk };
    const old = start('a', '1.0.0', { disk });
    Object.assign(disk, { [step]: full });
    await old.runner.look();
    const code = old.runner.status().failure?.code;
    expect({ step, code }).toEqual({ step, code: 'disk_full' });
    await end(old);
    expect({ step, waiting: readPointer(kiosk.root)?.slot }).toEqual({ step, waiting: 'a' });
    expect(existsSync(join(kiosk.root, 'versions/b.new'))).toBe(false);
    expect(bootUntilHealthy(kiosk.root).version).toBe('1.0.0');
  }
  // full at the last moment, when the pointer is written
  const disk: Disk = { ...systemDisk };
  const old = start('a', '1.0.0', { disk });
  await old.runner.look();
  await old.runner.tryInstall();
  disk.rename = full;
  old.updates.switchOver();
  expect(bootUntilHealthy(kiosk.root).version).toBe('1.0.0');
});

test.skipIf(isWindows)('a trial whose end cannot be written down is no end', () => {
  writeFileSync(join(kiosk.root, 'current'), pointerLine({ slot: 'b', trust: 'trial', boots: 1, failed: null }));
  const disk: Disk = { ...systemDisk, write: () => expect.unreachable() };
  const fresh = start('b', '0.9.0', { disk });
  fresh.updates.pageConnected();
  expect(fresh.updates.isOnTrial()).toBe(true);
});

test.skipIf(isWindows).each([
  ['closed: the next version is the one that starts', true, 'b'],
  ['open after all: nothing is switched', false, 'a'],
])('Electron quits with its store %s', async (_name, closes, slot) => {
  publish();
  const { app } = await import('#tests/electron/fake.ts');
  app.removeAllListeners();
  const keeper = openKeeper(kiosk.workspace, () => new Date());
  keeper.database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run('x', NOW);
  // as start-kiosk.ts does it
  let isClosed = false;
  app.on('will-quit', (event: { preventDefault(): void }) => {
    if (isClosed) return;
    event.preventDefault();
    isClosed = true;
    if (closes) keeper.database.close();
    // Electron does not hear a quit inside of one
    void Promise.resolve().then(() => app.quit());
  });
  const log: string[] = [];
  const updates = electronUpdates(app as never, {
    environment: { ANTEROOM_SLOTS: kiosk.root, ANTEROOM_SLOT: 'a' },
    resourcesDirectory: kiosk.resourcesDirectory,
    dataDirectory: kiosk.workspace.directory,
    platform: 'linux-x64',
    log: (line) => log.push(line),
  });
  updates.watch(hostOf({ ...QUIET }, [], []));
  await updates.runner()?.look();
  await updates.runner()?.tryInstall();
  await expect.poll(() => log.join('\n')).toContain(closes ? '1.1.0 starts next' : 'still open');
  expect(readPointer(kiosk.root)?.slot).toBe(slot);
  // closing twice does nothing
  keeper.database.close();
});

test.skipIf(isWindows)('without a launcher, or without a publisher, nothing is asked for', async () => {
  publish();
  expect(start('a', '1.0.0', { environment: {} }).runner.status().off).toBe('no_launcher');
  expect(
    start('a', '1.0.0', { environment: { ANTEROOM_SLOTS: 'programs', ANTEROOM_SLOT: 'a' } }).runner.status().off,
  ).toBe('no_launcher');
  const file = join(kiosk.resourcesDirectory, 'updates.json');
  const feed = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...feed, publisherKeys: [] }));
  expect(start('a', '1.0.0').runner.status().off).toBe('no_publisher');
  expect(server.asked).toEqual([]);
});
