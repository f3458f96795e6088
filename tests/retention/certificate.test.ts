import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { startHub, type RunningHub } from '#hub/hub.ts';
import { checkCertificate } from '#main/certificate-command.ts';
import { isKnownRecord } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { present } from '#tests/fixtures/present.ts';
import { heldRecords } from '#tests/sync/sync-bench.ts';
import { CANARY, DAY_MS, type KioskBench, openKioskBench } from './kiosk-bench.ts';

vi.setConfig({ testTimeout: 120_000 });
const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
let folder: string;
let hub: RunningHub;
let bench: KioskBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-certificate-'));
  hub = await startHub({ dataDir: join(folder, 'hub') });
  bench = await openKioskBench(join(folder, 'kiosk'));
});
afterEach(async () => {
  await bench.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

function certificateOf(id: Parameters<KioskBench['phaseOf']>[0]) {
  return present(bench.store.deletions.lastOf(id)?.certificate, 'no certificate');
}

async function send(): Promise<WireRecord[]> {
  const records = bench.outbox
    .pendingRecords(200, bench.clock.now().getTime())
    .map(({ record }) => WireRecord.parse(record));
  const outcome = await createHubTarget(hub).sendBatch({ records, audit: null, signal: AbortSignal.timeout(60_000) });
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  const held = outcome.receipts.flatMap((receipt) => (receipt.status === 'quarantined' ? [] : [receipt]));
  bench.outbox.markSent(held, bench.clock.now().toISOString());
  return records;
}

test('every deletion is certified: what, why, when, by whom, after which line of the log; and signed', async () => {
  const { id, recordingId } = await bench.interview();
  bench.confirm();
  const head = bench.lastAuditLine();
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  const certificate = certificateOf(id);
  expect(certificate).toMatchObject({
    sessionId: id,
    deviceId: bench.store.deviceId,
    method: 'code',
    actor: 'zhou',
    deletedAt: bench.clock.now().toISOString(),
    files: [{ recordingId, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    keyEpochDestroyed: 1,
    previousAuditHead: head,
  });
  expect(certificate.recordIds).toHaveLength(3);
  expect(JSON.stringify(certificate)).not.toContain(CANARY);
  expect(checkCertificate(JSON.stringify(certificate), null).kind).toBe('valid');
  // by rule and by withdrawal too, and the epoch has moved on
  const second = await bench.interview({ consents: { sending: false } });
  await bench.retention.look();
  bench.clock.advance(30 * DAY_MS);
  await bench.retention.look();
  bench.clock.advance(30 * DAY_MS);
  await bench.retention.look();
  bench.clock.advance(30 * DAY_MS);
  await bench.retention.look();
  expect(certificateOf(second.id)).toMatchObject({ method: 'retention', actor: 'retention', keyEpochDestroyed: 2 });
});

test('any changed field is noticed, and another key than the kiosk is known by', async () => {
  const { id } = await bench.interview();
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  const certificate = certificateOf(id);
  for (const change of [
    { method: 'retention' },
    { deletedAt: '2026-01-01T00:00:00.000Z' },
    { files: [] },
    { previousAuditHead: { ...certificate.previousAuditHead, seq: 1 } },
    { addedLater: true },
  ])
    expect(checkCertificate(JSON.stringify({ ...certificate, ...change }), null).kind).toBe('forged');
  // the order of the fields means nothing
  expect(
    checkCertificate(JSON.stringify(Object.fromEntries(Object.entries(certificate).toReversed())), null).kind,
  ).toBe('valid');
  const others = 'A'.repeat(43);
  expect(checkCertificate(JSON.stringify(certificate), others).kind).toBe('key_differs');
  expect(checkCertificate(JSON.stringify(certificate), certificate.publicKey).kind).toBe('valid');
  for (const text of ['', '{}', '{"format":"anteroom.deletion-certificate"}'])
    expect(checkCertificate(text, null).kind).toBe('not_a_certificate');
});

test('the erasure carries it to head office, which keeps and shows it; an erasure of an older kiosk is understood too', async () => {
  const { id } = await bench.interview();
  await send();
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  const [told] = await send();
  expect(told).toMatchObject({ type: 'session.erased', body: { certificate: { sessionId: id } } });
  const held = (await heldRecords(hub)).filter(({ sessionId }) => sessionId === id);
  expect(held).toMatchObject([{ type: 'session.erased' }]);
  expect(checkCertificate(JSON.stringify(held[0]), certificateOf(id).publicKey).kind).toBe('valid');
  const record = present(told, 'nothing was sent');
  expect(isKnownRecord(record)).toBe(true);
  expect(isKnownRecord({ ...record, body: {} })).toBe(true);
  expect(isKnownRecord({ ...record, body: { certificate: 'yes' } })).toBe(false);
});

test('nobody is certified who had said nothing yet', async () => {
  const { id } = bench.begun();
  bench.withdraw(id);
  expect(bench.store.deletions.lastOf(id)).toMatchObject({ method: 'withdrawal', certificate: null });
  const spoken = await bench.interview({ isFinished: false });
  bench.withdraw(spoken.id);
  expect(certificateOf(spoken.id)).toMatchObject({ method: 'withdrawal', actor: 'candidate' });
});

test('anybody checks a saved certificate on the command line', async () => {
  const { id } = await bench.interview();
  await bench.deletion.byCode(id, bench.codes.deletionCode(id), 'zhou');
  const file = join(folder, 'certificate.json');
  await writeFile(file, JSON.stringify(certificateOf(id), null, 2));
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [CLI, 'certificate', 'verify', ...words], { encoding: 'utf8' });
  const good = run(file, '--key', certificateOf(id).publicKey);
  expect([good.status, good.stderr]).toEqual([0, '']);
  expect(good.stdout).toContain('Genuine');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"code"', '"retention"'));
  const changed = run(file);
  expect([changed.status, changed.stdout.includes('NOT GENUINE')]).toEqual([1, true]);
  expect(run(join(folder, 'nowhere.json')).status).toBe(2);
  const reference = bench.codes.reference(id);
  const certificate = certificateOf(id);
  const { clock } = bench;
  await bench.close();
  const show = (interview: string) =>
    spawnSync(process.execPath, [CLI, 'certificate', 'show', join(folder, 'kiosk'), interview], { encoding: 'utf8' });
  expect(JSON.parse(show(reference.toLowerCase()).stdout)).toEqual(certificate);
  expect(show('NOBODY').status).toBe(1);
  bench = await openKioskBench(join(folder, 'kiosk'), { clock });
  expect((await readdir(folder)).toSorted()).toEqual(['certificate.json', 'hub', 'kiosk']);
});
