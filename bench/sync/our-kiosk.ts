// node our-kiosk.ts <folder> fill <count> | send <url> <token> [enrolled]: the kiosk's own store, outbox and sender, without a screen.
import { join } from 'node:path';
import { v7 } from 'uuid';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { createHubTransport } from '#connectors/hub/hub-transport.ts';
import type { DeviceIdentity } from '#connectors/hub/request-auth.ts';
import { acknowledgedHead } from '#main/store/acknowledged-head.ts';
import { createAuditHeads } from '#main/store/audit-heads.ts';
import { deviceSigner } from '#main/store/device-signer.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { keyFileKeyring } from '#main/store/keys/key-file-keyring.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { openStore } from '#main/store/open-store.ts';
import { createOutboxStore } from '#main/store/outbox-store.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { createSync, type SyncStatus } from '#main/sync/outbox-runner.ts';
import { MAX_WAIT_MS } from '#main/sync/ports.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import type { SessionId } from '#shared/ids.ts';
import { type DeviceStatus, MadeCode } from '#shared/wire/device.ts';
import { ENROLMENT_PATHS } from '#shared/wire/enrolment.ts';
import { PER_INTERVIEW, sampleRecord } from './sample-records.ts';
import { offerSteps } from './sender-steps.ts';

const [folder = '.', what = 'send', ...rest] = process.argv.slice(2);
const now = () => new Date();
const workspace = await createWorkspace(join(folder, 'kiosk'));
const keys = await openKeys(workspace, keyFileKeyring(join(folder, 'kiosk.key')));
const keeper = openKeeper(workspace, now);
const store = openStore(keeper.database, { now, newId: () => v7(), reference: () => 'ABC123', keys });

/** How a kiosk tells that it is: its size counts, whatever it says. */
const STATUS: DeviceStatus = {
  version: '0.1.0',
  recordsWaiting: 1,
  filesWaiting: 0,
  bytesWaiting: 4096,
  parked: 0,
  oldestWaitingAt: '2026-11-22T08:00:00.000Z',
  freeBytes: 120_000_000_000,
  diskDaysLeft: 240.5,
  lastBackupAt: '2026-11-22T02:00:00.000Z',
  models: ['sense-voice-small', 'silero-vad'],
};

/** Finishes an interview with records that wait for the hub from now on. */
function finishInterview(indices: readonly number[]): void {
  const sessionId = sampleRecord(indices[0] ?? 0).sessionId as SessionId;
  store.sessions.commit({
    interview: sampleInterview(sessionId, { phase: 'finalized' }),
    records: indices.map((index) => ({ ...sampleRecord(index), sessionId, recordings: [] })),
    audit: [],
    outbox: 'release',
  });
}

if (what === 'fill') {
  const count = Number(rest[0]);
  for (let from = 0; from < count; from += PER_INTERVIEW)
    finishInterview(Array.from({ length: Math.min(PER_INTERVIEW, count - from) }, (_, n) => from + n));
  keeper.database.close();
} else {
  const [url = '', token = '', how = 'token'] = rest;
  const signer = deviceSigner(keys.ring.secret);
  const audit = createAuditHeads(keeper.database, {
    deviceId: store.deviceId,
    signer,
    acknowledged: acknowledgedHead(workspace.acknowledgedHeadFile),
    now,
    log: () => undefined,
  });
  const outbox = createOutboxStore(keeper.database, {
    path: (id) => id,
    cells: store.cells,
    maxWaitMs: MAX_WAIT_MS,
  });
  const device = how === 'enrolled' ? await enrolled() : null;
  const transport = createHubTransport({ trust: { caPem: '', pins: [] }, kbitPerSecond: 0 });
  let onStatus: (status: SyncStatus) => void = () => undefined;
  const start = () =>
    createSync({
      outbox,
      target: createHubTarget({ url, token, transport, device }),
      audit,
      clock: systemClock,
      random: Math.random,
      log: (level, event, fields) => {
        if (level !== 'info') process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`);
      },
      onChange: (status) => onStatus(status),
    });
  let sync: ReturnType<typeof start> | null = null;
  const sent = (count: number) =>
    new Promise<void>((resolve) => {
      onStatus = ({ counts }) => {
        if (counts.waiting === 0 && counts.sent >= count) resolve();
      };
      if (sync === null) sync = start();
      else sync.wake();
    });
  /** From now on every request is signed, and only what the hub signed counts. */
  async function enrolled(): Promise<DeviceIdentity> {
    const { deviceId } = store;
    const made = await fetch(`${url}${ENROLMENT_PATHS.codes}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ site: 'Shanghai' }),
    });
    const { code } = MadeCode.parse(await made.json());
    const outcome = await enrolAtHub({ url, code, deviceId, signer });
    if (outcome.kind !== 'enrolled') throw new Error(`The kiosk was not enrolled: ${outcome.kind}.`);
    return { deviceId, signer, hubKey: outcome.answer.hubKey, status: () => STATUS };
  }

  offerSteps({
    drain: async () => {
      const { waiting } = outbox.counts();
      await sent(waiting);
      return outbox.counts().sent;
    },
    sendOne: async (index) => {
      const before = outbox.counts().sent;
      finishInterview([index]);
      await sent(before + 1);
    },
  });
}
