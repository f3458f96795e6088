import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeClock } from '#main/session/interviews.fake.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import { readTombstones } from '#main/store/tombstone-file.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { CANARY, DAY_MS, filesWith, openKioskBench, STEPS } from './kiosk-bench.ts';

const PROGRAM = resolve(import.meta.dirname, 'deleting-process.ts');
const AHEAD_MS = 91 * DAY_MS;
let folder: string;
let prepared: string;
let due: { id: SessionId; recordingId: RecordingId }[];

/** A kiosk with two interviews that are due tomorrow, and one that is not. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-cut-off-'));
  prepared = join(folder, 'prepared');
  const bench = await openKioskBench(prepared);
  due = [await bench.interview(), await bench.interview()];
  bench.confirm();
  await bench.retention.look();
  // the clock is looked at on the way, or its jump would not be believed
  for (const _month of [1, 2, 3]) {
    bench.clock.advance(29.9 * DAY_MS);
    await bench.retention.look();
  }
  bench.nightly();
  await bench.close();
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

// each starts a program and makes copies several times, on a machine that may be busy
test.each(STEPS)(
  'killed after %s, the next start finishes: nothing is left, everything is told once',
  async (step) => {
    const directory = join(folder, step);
    await cp(prepared, directory, { recursive: true });
    const run = spawnSync(process.execPath, [PROGRAM, directory, step, String(AHEAD_MS)], { encoding: 'utf8' });
    expect([run.signal, run.stderr]).toEqual(['SIGKILL', '']);

    const clock = fakeClock();
    clock.advance(AHEAD_MS);
    // the control: without what a start does, the crash has left something to do
    const before = await openKioskBench(directory, { clock, isStarted: false, isIdle: () => false });
    const isOpen = () =>
      before.store.deletions.unforgotten().length > 0 ||
      before.store.deletions.doomedFiles().length > 0 ||
      due.some(({ id }) => before.store.deletions.lastOf(id)?.finishedAt === null);
    expect(isOpen()).toBe(true);
    await before.close();

    const after = await openKioskBench(directory, { clock });
    await after.retention.look();
    for (const { id, recordingId } of due) {
      expect(after.phaseOf(id)).toBe('erased');
      expect(after.hasFile(recordingId)).toBe(false);
      expect(after.store.deletions.lastOf(id)).toMatchObject({ method: 'retention', finishedAt: expect.any(String) });
    }
    const told = after.outbox.pendingRecords(10, clock.now().getTime());
    expect(told.map(({ record }) => (record as { sessionId: string }).sessionId).toSorted()).toEqual(
      due.map(({ id }) => id).toSorted(),
    );
    expect(after.auditLines().filter(({ action }) => action === 'session.expired')).toHaveLength(2);
    expect(existsSync(after.workspace.setAsideDirectory)).toBe(false);
    await after.close();
    expect(await filesWith(directory, CANARY)).toEqual([]);
    expect(readTombstones(join(directory, 'tombstones.ndjson'))).toMatchObject({
      tombstones: [{ method: 'retention' }, { method: 'retention' }],
      problems: [],
    });
    expect(
      (await verifyWorkspace(directory, knownKeyring)).findings.filter(({ problems }) => problems.length > 0),
    ).toEqual([]);
  },
  120_000,
);
