import { cp, rm } from 'node:fs/promises';
import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import type { AuditSource } from '#connectors/target.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import type { RunningHub } from '#hub/hub.ts';
import { openSqliteDatabase } from '#hub/database/sqlite-database.native.ts';
import { createHubStore } from '#hub/store/sql-hub-store.ts';
import { acknowledgedHead } from '#main/store/acknowledged-head.ts';
import { forge } from '#main/store/audit-forgery.fake.ts';
import { createAuditHeads } from '#main/store/audit-heads.ts';
import { deviceSigner } from '#main/store/device-signer.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { recordPlace } from '#main/store/ledger.ts';
import { openStore } from '#main/store/open-store.ts';
import { createOutboxStore } from '#main/store/outbox-store.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import { createSync, type Sync, type SyncStatus } from '#main/sync/outbox-runner.ts';
import { MAX_WAIT_MS } from '#main/sync/ports.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import type { SessionId } from '#shared/ids.ts';
import { AuditAlarmList, AuditHead } from '#shared/wire/audit-head.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { startChaosProxy } from './chaos-proxy.ts';
import { seededRandom } from './seeded-random.ts';
import { createBench, getFrom, heldRecords, quickLimits, quickSettings, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
const now = () => new Date('2026-11-22T08:00:00.000Z');
const keys = keysInMemory();
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

/** A kiosk's real store over a folder, and its sender. */
function openKiosk(workspace: Workspace, options: { key?: number; isOfBeforeHeads?: boolean } = {}) {
  const { database, recovery } = openKeeper(workspace, now);
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
  const audit: AuditSource & ReturnType<typeof createAuditHeads> = createAuditHeads(database, {
    deviceId: store.deviceId,
    signer: deviceSigner(Buffer.alloc(32, options.key ?? 7)),
    acknowledged: acknowledgedHead(workspace.acknowledgedHeadFile),
    now,
    log: () => undefined,
  });
  const outbox = createOutboxStore(database, { path: (id) => id, cells: store.cells, maxWaitMs: MAX_WAIT_MS });
  const sessionId = v7() as SessionId;
  const interview = sampleInterview(sessionId, { phase: 'finalized', finalizedAt: now().toISOString() });

  let running: Sync | null = null;

  return {
    recovery,
    deviceId: store.deviceId,
    audit,
    outbox,
    /** Records that may leave, each in a transaction of its own with its audit lines. */
    write(count: number): void {
      for (let index = 0; index < count; index += 1) {
        const record = { id: v7(), type: 'session.resumed', sessionId, capturedAt: now().toISOString(), body: {} };
        store.sessions.commit({
          interview,
          records: [{ ...record, recordings: [] }],
          audit: [{ actor: 'staff', action: 'test', subject: sessionId, detail: { index } }],
          outbox: 'release',
        });
      }
    },
    /** Sends until the sender has come to a state; resolves with it. */
    async sendUntil(hub: { url: string; token: string }, fits: (status: SyncStatus) => boolean): Promise<SyncStatus> {
      const { promise, resolve } = Promise.withResolvers<SyncStatus>();
      const sync = createSync({
        outbox,
        audit: options.isOfBeforeHeads === true ? null : audit,
        target: createHubTarget({ ...hub, limits: quickLimits }),
        clock: systemClock,
        random: Math.random,
        log: () => undefined,
        onChange: (status) => fits(status) && resolve(status),
        settings: { ...quickSettings, batchRecords: 2 },
      });
      running = sync;
      if (fits(sync.status())) resolve(sync.status());
      try {
        return await promise;
      } finally {
        await sync.stop();
      }
    },
    records: (): WireRecord[] =>
      database
        .prepare<[], { record_id: string; session_id: string; record_json: string }>(
          'select record_id, session_id, record_json from records order by seq',
        )
        .all()
        .map((row) => store.cells.open(row.session_id, recordPlace(row.record_id), row.record_json))
        .map((json) => WireRecord.parse(JSON.parse(json))),
    async close(): Promise<void> {
      await running?.stop();
      database.close();
    },
  };
}
type Kiosk = ReturnType<typeof openKiosk>;

const isDone = ({ counts }: SyncStatus): boolean => counts.waiting === 0;
const isRefused = ({ state }: SyncStatus): boolean => state === 'refused';
const alarmsOf = async (hub: RunningHub) =>
  AuditAlarmList.parse(await (await getFrom(hub, '/v1/audit-alarms')).json()).alarms;
const headOf = async (hub: RunningHub, deviceId: string) =>
  AuditHead.parse(await (await getFrom(hub, `/v1/audit-heads/${deviceId}`)).json());

/** A hub and the folder of a kiosk that has sent everything; `copy` is the folder as it was before the last records. */
async function sentKiosk(
  options: { isOfBeforeHeads?: boolean } = {},
): Promise<{ hub: RunningHub; dataDir: string; workspace: Workspace; copy: string }> {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const workspace = await createWorkspace(await bench.folder());
  const first = openKiosk(workspace, options);
  first.write(8);
  await first.sendUntil(hub, isDone);
  await first.close();
  const copy = await bench.folder();
  await cp(workspace.directory, copy, { recursive: true });
  const second = openKiosk(workspace, options);
  second.write(8);
  await second.sendUntil(hub, isDone);
  await second.close();
  return { hub, dataDir, workspace, copy };
}

async function expectNothingLost(kiosk: Kiosk, hub: RunningHub, waiting: number): Promise<void> {
  expect(kiosk.outbox.counts()).toMatchObject({ waiting, parked: 0 });
  expect(await heldRecords(hub)).toHaveLength(16);
}

test('two batches in flight and every fifth answer lost: everything arrives, no alarm, the last head is held', async () => {
  console.log(`seed ${seed}`);
  const hub = await bench.hub();
  const proxy = await startChaosProxy(hub.port, seededRandom(seed));
  bench.onEnd(proxy.close);
  proxy.chaos.lostAnswerRate = 0.2;
  const kiosk = openKiosk(await createWorkspace(await bench.folder()));
  bench.onEnd(kiosk.close);
  for (let round = 0; round < 8; round += 1) {
    kiosk.write(12);
    await kiosk.sendUntil({ url: proxy.url, token: hub.token }, isDone);
  }
  console.log(`${proxy.lostAnswers()} answers lost`);
  expect(proxy.lostAnswers()).toBeGreaterThan(0);
  expect(await heldRecords(hub)).toEqual(kiosk.records());
  expect(await alarmsOf(hub)).toEqual([]);
  expect(await headOf(hub, kiosk.deviceId)).toMatchObject({ seq: kiosk.audit.head().seq });
  expect(kiosk.audit.read()).toMatchObject({ problems: [], acknowledged: 'kept' });
});

test('after sending, head office holds the newest head, and the kiosk knows it', async () => {
  const { hub, workspace } = await sentKiosk();
  const kiosk = openKiosk(workspace);
  bench.onEnd(kiosk.close);
  const { seq, sha256 } = kiosk.audit.head();
  expect(await headOf(hub, kiosk.deviceId)).toMatchObject({ seq, sha256 });
  expect(acknowledgedHead(workspace.acknowledgedHeadFile).read()).toMatchObject({ seq, sha256 });
});

test('a database that is gone and comes back from its copy and its journal is the same log', async () => {
  const { hub, workspace } = await sentKiosk();
  for (const suffix of ['', '-wal', '-shm']) await rm(`${workspace.databaseFile}${suffix}`, { force: true });
  const kiosk = openKiosk(workspace);
  bench.onEnd(kiosk.close);
  expect(kiosk.recovery).not.toBeNull();
  kiosk.write(3);
  await kiosk.sendUntil(hub, isDone);
  expect(await alarmsOf(hub)).toEqual([]);
});

test('a folder put back from an old copy is told by head office; nothing is parked, and it goes on once accepted', async () => {
  const { hub, dataDir, copy } = await sentKiosk();
  const workspace = await createWorkspace(copy);
  const kiosk = openKiosk(workspace);
  bench.onEnd(kiosk.close);
  // the copy is whole in itself, the acknowledged head in it is as old as the rest: the kiosk alone cannot know
  expect(kiosk.audit.read()).toMatchObject({ problems: [], acknowledged: 'kept' });
  kiosk.write(3);
  const refused = await kiosk.sendUntil(hub, isRefused);
  expect(refused.lastError?.code).toBe('audit_regressed');
  await expectNothingLost(kiosk, hub, 3);
  expect(await alarmsOf(hub)).toMatchObject([{ deviceId: kiosk.deviceId, code: 'audit_regressed' }]);

  const operator = createHubStore(openSqliteDatabase(`${dataDir}/hub.db`));
  expect(await operator.forgetAuditHead(kiosk.deviceId)).toBe(true);
  await operator.close();
  await kiosk.sendUntil(hub, isDone);
  expect(await heldRecords(hub)).toHaveLength(19);
  expect(await headOf(hub, kiosk.deviceId)).toMatchObject({ seq: kiosk.audit.head().seq });
  expect(await alarmsOf(hub)).toHaveLength(1);
});

test('an old copy that has grown past what head office holds is told all the same', async () => {
  const { hub, copy } = await sentKiosk();
  const kiosk = openKiosk(await createWorkspace(copy));
  bench.onEnd(kiosk.close);
  kiosk.write(60);
  expect(kiosk.audit.head().seq).toBeGreaterThan((await headOf(hub, kiosk.deviceId)).seq);
  const refused = await kiosk.sendUntil(hub, isRefused);
  expect(refused.lastError?.code).toBe('audit_regressed');
  await expectNothingLost(kiosk, hub, 60);
});

test('without heads nobody is told of an old copy (the tests above can fail), and a kiosk of before them is served', async () => {
  const { hub, copy } = await sentKiosk({ isOfBeforeHeads: true });
  const kiosk = openKiosk(await createWorkspace(copy), { isOfBeforeHeads: true });
  bench.onEnd(kiosk.close);
  kiosk.write(3);
  await kiosk.sendUntil(hub, isDone);
  expect(await heldRecords(hub)).toHaveLength(19);
  expect(await alarmsOf(hub)).toEqual([]);
});

test('a program of before heads on a kiosk that has sent one is refused, and waits', async () => {
  const { hub, workspace } = await sentKiosk();
  const kiosk = openKiosk(workspace, { isOfBeforeHeads: true });
  bench.onEnd(kiosk.close);
  kiosk.write(1);
  const refused = await kiosk.sendUntil(hub, isRefused);
  expect(refused.lastError?.code).toBe('audit_head_missing');
  await expectNothingLost(kiosk, hub, 1);
});

test('a cut end, all hashes of rows made anew, is noticed by the kiosk and by head office', async () => {
  const { hub, workspace } = await sentKiosk();
  forge(workspace.databaseFile, ({ sql }) => sql('delete from audit where seq > (select max(seq) - 4 from audit)'));
  const kiosk = openKiosk(workspace);
  bench.onEnd(kiosk.close);
  expect(kiosk.recovery).toBeNull();
  expect(kiosk.audit.read().problems).toMatchObject([{ kind: 'cut' }]);
  kiosk.write(1);
  await kiosk.sendUntil(hub, isRefused);
  await expectNothingLost(kiosk, hub, 1);
});

test('a line edited and every line after it hashed anew is noticed by head office alone, with the kept head removed', async () => {
  const { hub, workspace } = await sentKiosk();
  forge(workspace.databaseFile, ({ sql, rehash }) => {
    sql(`update audit set actor = 'nobody' where seq = 3`);
    rehash();
  });
  await rm(workspace.acknowledgedHeadFile);
  const kiosk = openKiosk(workspace);
  bench.onEnd(kiosk.close);
  expect(kiosk.audit.read()).toMatchObject({ problems: [], acknowledged: 'none' });
  kiosk.write(1);
  const refused = await kiosk.sendUntil(hub, isRefused);
  expect(refused.lastError?.code).toBe('audit_regressed');
  await expectNothingLost(kiosk, hub, 1);
});

test('a kiosk with another secret is refused by its key', async () => {
  const { hub, workspace } = await sentKiosk();
  const kiosk = openKiosk(workspace, { key: 8 });
  bench.onEnd(kiosk.close);
  kiosk.write(1);
  const refused = await kiosk.sendUntil(hub, isRefused);
  expect(refused.lastError?.code).toBe('audit_key_changed');
  await expectNothingLost(kiosk, hub, 1);
});

test('a hub put back from an old copy of its own is caught up without an alarm', async () => {
  const dataDir = await bench.folder();
  const hub = await bench.hub({ dataDir });
  const kiosk = openKiosk(await createWorkspace(await bench.folder()));
  bench.onEnd(kiosk.close);
  kiosk.write(3);
  await kiosk.sendUntil(hub, isDone);
  await hub.close();
  const copy = await bench.folder();
  await cp(dataDir, copy, { recursive: true });
  const again = await bench.hub({ dataDir });
  kiosk.write(3);
  await kiosk.sendUntil(again, isDone);
  await again.close();
  const old = await bench.hub({ dataDir: copy });
  expect((await headOf(old, kiosk.deviceId)).seq).toBeLessThan(kiosk.audit.head().seq);
  kiosk.write(3);
  await kiosk.sendUntil(old, isDone);
  expect(await alarmsOf(old)).toEqual([]);
  expect(await headOf(old, kiosk.deviceId)).toMatchObject({ seq: kiosk.audit.head().seq });
});
