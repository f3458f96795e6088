import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '#main/store/sha256.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { runDamage } from './bit-flips.ts';
import { runFlipsWhileRunning } from './flips-while-running.ts';
import { reopenAndCompare } from './compare.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { missingAt, runHubCuts, withHub } from './hub-cuts.ts';
import { runKills } from './kills.ts';
import { amountOf } from '#scripts/left-for-all.ts';
import { whyNoLoopImages } from './loop-image.ts';
import { runPowerCuts } from './power-cuts.ts';
import { runRemovedFiles } from './removed-files.ts';
import { runSyscalls, whyNoStrace } from './syscalls.ts';

/** Kills of whole programs, one after the other: a minute alone, many beside other tests. */
const TIMEOUT_MS = 600_000;
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
console.log(`FAULTS_SEED=${seed}`);
const whyNot = await whyNoLoopImages();
if (whyNot !== null) console.log(`power cuts are skipped: ${whyNot}`);

const whyNotTraced = whyNoStrace();
if (whyNotTraced !== null) console.log(`kills at each syscall are skipped: ${whyNotTraced}`);

const kept = { lost: 0, orphans: 0, complaints: [], isAsPromised: true };

test(
  'what was acknowledged survives kill -9, again and again in the same folder',
  { timeout: TIMEOUT_MS },
  async () => {
    const outcome = await runKills(amountOf('kills'), seed);
    expect(outcome).toMatchObject(kept);
    expect(outcome.acknowledged).toBeGreaterThan(0);
  },
);

test.skipIf(whyNotTraced !== null)(
  'from save to erasure, killed at syscalls that change the disk: a slice of them, other ones every time',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runSyscalls(amountOf('syscalls'), seed)).toMatchObject(kept);
  },
);

test('what was never saved is counted as lost (the tests beside this one can fail)', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faults-control-'));
  const ack = (said: 'ack' | 'begin', kind: 'record' | 'slice', id: string) => ({ said, kind, id, sha256: sha256(id) });
  const said = [ack('ack', 'record', 'r'), ack('begin', 'slice', 's/0'), ack('ack', 'slice', 's/0')];
  const found = await reopenAndCompare(await createWorkspace(directory), said, { hasJournal: true });
  await rm(directory, { recursive: true });
  expect(found).toMatchObject({ acknowledged: 2, lost: ['record r', 'slice s/0'], unsaved: ['s/0'], problems: [] });
});

test.skipIf(whyNot !== null)(
  'what head office acknowledged survives a power cut there',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runHubCuts(1, seed)).toMatchObject(kept);
  },
);

test('what head office never had is missed (the test before this one can fail)', { timeout: TIMEOUT_MS }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faults-hub-control-'));
  const bytes = Buffer.from('never sent');
  const acks = { records: [sampleRecord()], media: [{ sha256: sha256(bytes), bytes }] };
  const missing = await withHub(directory, ({ target }) => missingAt(target, acks));
  await rm(directory, { recursive: true });
  expect(missing).toEqual([`record ${acks.records[0]?.id}`, `file ${sha256(bytes)}`]);
});

test.skipIf(whyNot !== null)('what was acknowledged survives a power cut', { timeout: TIMEOUT_MS }, async () => {
  expect(await runPowerCuts(2, seed, 'kiosk')).toMatchObject(kept);
});

test.skipIf(whyNot !== null)(
  'without journal and with the settings SQLite comes with, a power cut loses what was acknowledged',
  { timeout: TIMEOUT_MS },
  async () => {
    const { isAsPromised, lost } = await runPowerCuts(2, seed, 'neither');
    expect(isAsPromised).toBe(true);
    expect(lost).toBeGreaterThan(0);
  },
);

test(
  'flipped bits and torn sectors are found and repaired; quick_check misses most',
  { timeout: TIMEOUT_MS },
  async () => {
    const outcomes = await runDamage(
      { bits: amountOf('bits'), frames: amountOf('frames'), sectors: amountOf('sectors'), controls: 40 },
      seed,
    );
    for (const { kind, complaints, isAsPromised } of outcomes)
      expect({ kind, complaints, isAsPromised }).toEqual({ kind, complaints: [], isAsPromised: true });
  },
);

test(
  'flipped bits in rows that the start has left are found while the kiosk runs; nobody would know if they were never read',
  { timeout: TIMEOUT_MS },
  async () => {
    for (const mode of ['kiosk', 'idle'] as const) {
      const { kind, complaints, isAsPromised } = await runFlipsWhileRunning(12, seed, mode);
      expect({ kind, complaints, isAsPromised }).toEqual({ kind, complaints: [], isAsPromised: true });
    }
  },
);

test('a database, a WAL or both that are gone come back', { timeout: TIMEOUT_MS }, async () => {
  expect(await runRemovedFiles(seed)).toMatchObject(kept);
});
