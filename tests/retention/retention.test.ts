import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeClock } from '#main/session/interviews.fake.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import { type BenchOptions, CANARY, DAY_MS, filesWith, type KioskBench, openKioskBench } from './kiosk-bench.ts';

// a hundred nights with copies, on a machine that may be busy
vi.setConfig({ testTimeout: 120_000 });
const YEARS_10 = 3653 * DAY_MS;
let folder: string;
let bench: KioskBench;

async function open(options: BenchOptions = {}): Promise<KioskBench> {
  bench = await openKioskBench(folder, options);
  return bench;
}
/** A kiosk is switched on every day: its clock is looked at, and so is what is due. */
async function live(days: number, each: () => void = () => undefined): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    bench.clock.advance(DAY_MS);
    each();
    await bench.retention.look();
  }
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-retention-'));
});
afterEach(async () => {
  await bench.close();
  await rm(folder, { recursive: true });
});

test('an interview is deleted 90 days after its last receipt, from everywhere, and what is left is sound', async () => {
  await open();
  const { id, recordingId } = await bench.interview();
  bench.clock.advance(20 * DAY_MS);
  bench.confirm();
  await bench.retention.look();
  bench.nightly();
  await live(89);
  expect(bench.phaseOf(id)).toBe('finalized');
  expect(bench.hasFile(recordingId)).toBe(true);
  // the control: while it is kept, it can be read
  expect(bench.store.sessions.answers(id)).toMatchObject([{ body: { text: CANARY } }]);
  expect(bench.store.cells.recordingKey(recordingId)).not.toBeNull();

  await live(1);
  expect(bench.phaseOf(id)).toBe('erased');
  expect(bench.hasFile(recordingId)).toBe(false);
  expect(bench.store.cells.hasKey(id)).toBe(false);
  expect(await filesWith(folder, CANARY)).toEqual([]);
  expect(bench.auditLines().filter(({ actor }) => actor === 'retention')).toEqual([
    { actor: 'retention', action: 'session.expired', subject: id },
  ]);
  expect(bench.store.deletions.lastOf(id)).toMatchObject({
    method: 'retention',
    actor: 'retention',
    finishedAt: expect.any(String),
  });
  await bench.close();
  expect((await verifyWorkspace(folder, knownKeyring)).findings.filter(({ problems }) => problems.length > 0)).toEqual(
    [],
  );
  await open();
});

test('head office is told that the kiosk let go, not asked to do the same', async () => {
  await open();
  await bench.interview();
  bench.confirm();
  await bench.retention.look();
  await live(90);
  const types = bench.outbox
    .pendingRecords(10, bench.clock.now().getTime())
    .map(({ record }) => (record as { type: string }).type);
  expect(types).toEqual(['session.expired']);
});

test.each([
  { records: true, files: false },
  { records: false, files: true },
])('one receipt that is missing keeps it for years: %o', async (what) => {
  await open({ hubClock: () => bench.clock.now().getTime() });
  const { id } = await bench.interview();
  bench.confirm(what);
  await live(1);
  bench.clock.advance(2 * 365 * DAY_MS);
  await live(2);
  expect(bench.phaseOf(id)).toBe('finalized');
  expect(bench.retention.status()).toMatchObject({ unconfirmed: 1 });
  // the control: the receipt begins the period, and its end deletes
  bench.confirm();
  await live(1);
  bench.clock.advance(90 * DAY_MS);
  await live(1);
  expect(bench.phaseOf(id)).toBe('erased');
});

test('who refused sending is deleted 90 days after the interview, who joined the talent pool after 180', async () => {
  await open();
  const unsent = await bench.interview({ consents: { sending: false } });
  const pool = await bench.interview({ consents: { talentPool: true } });
  bench.confirm();
  await bench.retention.look();
  await live(90);
  expect([bench.phaseOf(unsent.id), bench.phaseOf(pool.id)]).toEqual(['erased', 'finalized']);
  await live(90);
  expect(bench.phaseOf(pool.id)).toBe('erased');
});

test('an interview that was left and never finished goes too, and head office never hears of it', async () => {
  await open();
  const { id, recordingId } = await bench.interview({ isFinished: false });
  await bench.retention.look();
  await live(89);
  expect(bench.phaseOf(id)).toBe('sealed');
  await live(1);
  expect(bench.phaseOf(id)).toBe('erased');
  expect(bench.hasFile(recordingId)).toBe(false);
  expect(bench.outbox.pendingRecords(10, bench.clock.now().getTime())).toEqual([]);
});

test('a clock ten years ahead deletes nothing, that night and after a restart, and says so', async () => {
  await open();
  const { id } = await bench.interview();
  bench.confirm();
  await live(2);
  bench.clock.jump(YEARS_10);
  await live(3);
  // the wrong time is in the audit log now
  bench.store.ledger.audit({ actor: 'staff', action: 'test', subject: id, detail: {} });
  expect(bench.retention.status().time).toEqual({ doubt: 'jumped_ahead' });
  const { clock } = bench;
  await bench.close();
  await open({ clock });
  await live(3);
  expect(bench.phaseOf(id)).toBe('finalized');
  // the control: with a clock that believes whatever it is told the same interview would be overdue
  const [kept] = bench.store.retention.kept();
  expect(Date.parse(kept?.startedAt ?? '') + 90 * DAY_MS).toBeLessThan(clock.now().getTime());
});

test('a clock ten years back during the interview does not make it look old when the clock is right again', async () => {
  const clock = fakeClock();
  clock.jump(-YEARS_10);
  await open({ clock });
  const { id } = await bench.interview({ consents: { sending: false } });
  await live(1);
  expect(bench.retention.status().time).toEqual({ doubt: 'before_build' });
  clock.jump(YEARS_10);
  await live(85);
  expect(bench.phaseOf(id)).toBe('finalized');
  await live(5);
  expect(bench.phaseOf(id)).toBe('erased');
});

test('with a clock that is never right, the time the program has run deletes, late but in the end', async () => {
  await open();
  const { id } = await bench.interview();
  bench.confirm();
  await live(1);
  bench.clock.jump(YEARS_10);
  await live(89);
  expect(bench.phaseOf(id)).toBe('finalized');
  await live(2);
  expect(bench.retention.status().time).toEqual({ doubt: 'jumped_ahead' });
  expect(bench.phaseOf(id)).toBe('erased');
});

test('head office settles a long holiday: what is due goes that night, and not without it', async () => {
  let hub: number | null = null;
  await open({ hubClock: () => hub });
  const { id } = await bench.interview();
  bench.confirm();
  await live(1);
  const { clock } = bench;
  await bench.close();
  clock.jump(200 * DAY_MS);
  await open({ clock, hubClock: () => hub });
  await bench.retention.look();
  expect(bench.retention.status().time).toEqual({ doubt: 'jumped_ahead' });
  expect(bench.phaseOf(id)).toBe('finalized');
  hub = clock.now().getTime();
  await bench.retention.look();
  expect(bench.phaseOf(id)).toBe('erased');
});

test('nobody is deleted while somebody is being interviewed; afterwards many are, in one look', async () => {
  let isIdle = false;
  await open({ isIdle: () => isIdle });
  const ids = (await Promise.all(Array.from({ length: 45 }, () => bench.interview()))).map(({ id }) => id);
  bench.confirm();
  await bench.retention.look();
  await live(91);
  expect(new Set(ids.map(bench.phaseOf))).toEqual(new Set(['finalized']));
  isIdle = true;
  await bench.retention.look();
  expect(new Set(ids.map(bench.phaseOf))).toEqual(new Set(['erased']));
});

test('a held interview is never deleted by rule; the one beside it is, and on release it goes too', async () => {
  await open();
  const [held, free] = [await bench.interview(), await bench.interview()];
  bench.confirm();
  await bench.retention.look();
  const hold = { reason: 'complaint', caseNumber: 'HR-2026-014', actor: 'zhou' } as const;
  expect(bench.deletion.hold(held.id, hold)).toBe('done');
  expect(bench.deletion.hold(held.id, hold)).toBe('already');
  await live(200);
  expect([bench.phaseOf(held.id), bench.phaseOf(free.id)]).toEqual(['finalized', 'erased']);
  expect(bench.hasFile(held.recordingId)).toBe(true);
  expect(bench.retention.status().held).toBe(1);
  // whoever asks for it directly gets the same answer
  expect(await bench.deletion.byRule([held.id])).toBe(0);
  expect(await bench.deletion.release(held.id, 'zhou')).toBe('done');
  await live(1);
  expect(bench.phaseOf(held.id)).toBe('erased');
  const actions = bench.auditLines().filter(({ subject }) => subject === held.id);
  expect(
    actions.map(({ action }) => action).filter((action) => action !== 'test' && action !== 'record.queued'),
  ).toEqual(['hold.placed', 'hold.released', 'session.expired']);
});

test('a candidate who asks during a hold is told so; the wish is carried out on release, and head office is asked too', async () => {
  await open();
  const { id, recordingId } = await bench.interview();
  bench.confirm();
  bench.deletion.hold(id, { reason: 'authority', caseNumber: '', actor: 'zhou' });
  const code = bench.codes.deletionCode(id);
  expect(await bench.deletion.byCode(id, 'WRONG-CODE', 'zhou')).toBe('wrong_code');
  expect(bench.store.holds.isWanted(id)).toBe(false);
  expect(await bench.deletion.byCode(id, code, 'zhou')).toBe('held');
  expect(await bench.deletion.byCode(id, code, 'zhou')).toBe('held');
  expect([bench.phaseOf(id), bench.hasFile(recordingId)]).toEqual(['finalized', true]);
  const { clock } = bench;
  await bench.close();
  await open({ clock });
  expect(bench.store.holds.isWanted(id)).toBe(true);
  await bench.deletion.release(id, 'zhou');
  expect([bench.phaseOf(id), bench.hasFile(recordingId)]).toEqual(['erased', false]);
  const told = bench.outbox.pendingRecords(10, clock.now().getTime()).map(({ record }) => record);
  expect(told).toMatchObject([{ type: 'session.erased' }]);
  expect(bench.auditLines().map(({ action }) => action)).toContain('deletion.wanted');
});

test('a wish whose hold ended just before a crash is carried out at the next look', async () => {
  await open();
  const { id } = await bench.interview();
  bench.deletion.hold(id, { reason: 'audit', caseNumber: '', actor: 'zhou' });
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  // only the first half of a release
  bench.store.holds.release(id, 'zhou');
  expect(bench.phaseOf(id)).toBe('finalized');
  await bench.retention.look();
  expect(bench.phaseOf(id)).toBe('erased');
});

test('after the kiosk let go by rule, the code still reaches head office, once', async () => {
  await open();
  const { id } = await bench.interview();
  bench.confirm();
  await bench.retention.look();
  await live(90);
  expect(bench.phaseOf(id)).toBe('erased');
  bench.confirm();
  expect(await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou')).toBe('erased');
  const told = bench.outbox.pendingRecords(10, bench.clock.now().getTime()).map(({ record }) => record);
  expect(told).toMatchObject([{ type: 'session.erased' }]);
  expect(await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou')).toBe('unknown');
});

test('only finished interviews can be held', async () => {
  await open();
  const { id } = await bench.interview({ isFinished: false });
  const hold = { reason: 'other', caseNumber: '', actor: 'zhou' } as const;
  expect(bench.deletion.hold(id, hold)).toBe('open');
  expect(await bench.deletion.release(id, 'zhou')).toBe('not_held');
});
