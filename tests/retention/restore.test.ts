import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { startHub, type RunningHub } from '#hub/hub.ts';
import { listBackups } from '#main/store/backups.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import type { SessionId } from '#shared/ids.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { heldRecords } from '#tests/sync/sync-bench.ts';
import { type BenchOptions, CANARY, DAY_MS, filesWith, type KioskBench, openKioskBench } from './kiosk-bench.ts';

vi.setConfig({ testTimeout: 120_000 });
let folder: string;
let kiosk: string;
let hub: RunningHub;
let bench: KioskBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-restore-'));
  kiosk = join(folder, 'kiosk');
  hub = await startHub({ dataDir: join(folder, 'hub') });
  bench = await openKioskBench(kiosk);
});
afterEach(async () => {
  await bench.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

/** Sends everything that waits to the real hub, over HTTP, and keeps its receipts. */
async function send(): Promise<void> {
  const nowMs = bench.clock.now().getTime();
  const records = bench.outbox.pendingRecords(200, nowMs).map(({ record }) => WireRecord.parse(record));
  if (records.length === 0) return;
  const outcome = await createHubTarget(hub).sendBatch({ records, audit: null, signal: AbortSignal.timeout(60_000) });
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  const held = outcome.receipts.flatMap((receipt) => (receipt.status === 'quarantined' ? [] : [receipt]));
  expect(held).toHaveLength(records.length);
  bench.outbox.markSent(held, bench.clock.now().toISOString());
}

/**
 * By hand, as somebody would who does not know better: an old copy over the database, journal and newer copies away.
 * With `hasOldKeys` the keys come from the same old image, so that everything in it can be read again.
 */
async function putBackBefore(
  work: () => Promise<void>,
  {
    hasOldKeys = true,
    expectsBack = true,
    ...options
  }: BenchOptions & { hasOldKeys?: boolean; expectsBack?: boolean } = {},
): Promise<void> {
  bench.nightly();
  const [backup] = listBackups(bench.workspace.backupDirectory);
  const saved = join(folder, 'old.db');
  await copyFile(backup?.file ?? '', saved);
  await cp(bench.workspace.keysDirectory, join(folder, 'old-keys'), { recursive: true });
  await work();
  const { clock, workspace } = bench;
  await bench.close();
  // the control: as it was left, nothing is back
  expect(await isBack()).toBe(false);
  for (const path of [workspace.journalDirectory, workspace.backupDirectory]) await rm(path, { recursive: true });
  await rm(`${workspace.databaseFile}-wal`, { force: true });
  await copyFile(saved, workspace.databaseFile);
  if (hasOldKeys) await cp(join(folder, 'old-keys'), workspace.keysDirectory, { recursive: true, force: true });
  expect(await isBack()).toBe(options.hasTombstones !== false && expectsBack);
  bench = await openKioskBench(kiosk, { clock, ...options });
}

/** Whether `verify` says that somebody deleted is back. */
async function isBack(): Promise<boolean> {
  const { findings } = await verifyWorkspace(kiosk, knownKeyring);
  return findings.some(
    ({ check, problems }) => check === 'tombstones' && problems.some((each) => each.includes('is back')),
  );
}

const shownAtHub = async (id: SessionId) => (await heldRecords(hub)).filter(({ sessionId }) => sessionId === id);

test.each([true, false])(
  'who was erased stays erased when an older database is put back, with the keys of then: %s',
  async (hasOldKeys) => {
    const [gone, stays] = [await bench.interview(), await bench.interview()];
    await send();
    bench.confirm({ records: false, files: true });
    await putBackBefore(
      async () => {
        expect(await bench.deletion.byCode(gone.id, bench.codes.deletionCode(gone.id), 'zhou')).toBe('erased');
        await send();
      },
      { hasOldKeys },
    );
    expect([bench.phaseOf(gone.id), bench.phaseOf(stays.id)]).toEqual(['erased', 'finalized']);
    expect(bench.logged).toContain('session.erased_again');
    await send();
    const records = await shownAtHub(gone.id);
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(['session.erased']));
    expect(JSON.stringify(records)).not.toContain(CANARY);
    // nothing twice: every record of the other one is there once
    const others = await shownAtHub(stays.id);
    expect(others.map(({ id }) => id)).toEqual([...new Set(others.map(({ id }) => id))]);
    expect(others.map(({ type }) => type)).toEqual(['identity.given', 'answer.saved', 'session.finalized']);
    await bench.close();
    const left = await filesWith(kiosk, CANARY);
    expect(left.every((name) => !name.includes(gone.recordingId))).toBe(true);
    expect((await verifyWorkspace(kiosk, knownKeyring)).isSound).toBe(true);
    bench = await openKioskBench(kiosk);
    expect(bench.logged).not.toContain('session.erased_again');
  },
);

test('the negative control: without tombstones the person comes back', async () => {
  const { id } = await bench.interview();
  await bench.close();
  bench = await openKioskBench(kiosk, { hasTombstones: false });
  await putBackBefore(
    async () => {
      await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
      expect(bench.phaseOf(id)).toBe('erased');
    },
    { hasTombstones: false },
  );
  expect(bench.phaseOf(id)).toBe('finalized');
  expect(bench.store.sessions.find(id)?.identity).toMatchObject({ name: CANARY });
});

test('an erasure that head office never heard of reaches it after an older database was put back', async () => {
  const { id } = await bench.interview();
  await send();
  await putBackBefore(async () => {
    await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
    // head office is away, and what would have told it is lost with the database
  });
  expect((await shownAtHub(id)).map(({ type }) => type)).toContain('identity.given');
  await send();
  expect((await shownAtHub(id)).map(({ type }) => type)).toEqual(['session.erased']);
});

test('what was deleted by rule stays deleted here and stays kept at head office', async () => {
  const { id } = await bench.interview();
  await send();
  bench.confirm({ records: false, files: true });
  await putBackBefore(async () => {
    await bench.retention.look();
    for (let day = 0; day < 95; day += 1) {
      bench.clock.advance(DAY_MS);
      await bench.retention.look();
    }
    expect(bench.phaseOf(id)).toBe('erased');
    await send();
  });
  expect(bench.phaseOf(id)).toBe('erased');
  await send();
  const types = (await shownAtHub(id)).map(({ type }) => type);
  expect(types).toContain('identity.given');
  expect(types).not.toContain('session.erased');
});

test('tombstones that were lost are written again from the database', async () => {
  const { id } = await bench.interview();
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  const { tombstoneFile } = bench.workspace;
  await bench.close();
  await rm(tombstoneFile);
  bench = await openKioskBench(kiosk);
  await putBackBefore(async () => undefined, { expectsBack: false });
  expect(bench.phaseOf(id)).toBe('erased');
});
