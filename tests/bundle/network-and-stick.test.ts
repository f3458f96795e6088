import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { startHub } from '#hub/hub.ts';
import { outboxOf } from '#main/bundle-export.ts';
import { openSealedMedia } from '#main/sealed-media.ts';
import { openStoppedKiosk } from '#main/stopped-kiosk.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { createSync } from '#main/sync/outbox-runner.ts';
import { systemClock } from '#main/sync/system-clock.ts';
import type { RecordingId } from '#shared/ids.ts';
import { quickLimits, quickSettings } from '#tests/sync/sync-bench.ts';
import { openPlaces, type Places, video } from './stick.ts';

let places: Places;
beforeEach(async () => {
  places = openPlaces();
  mkdirSync(places.stick);
  await places.openHub();
});
afterEach(() => places.close());

/** The kiosk sends everything over the network, to the very hub the sticks go to. */
async function sendAll(): Promise<void> {
  const hub = await startHub({ dataDir: places.hub });
  const kiosk = await openStoppedKiosk(places.data, knownKeyring);
  const { promise, resolve } = Promise.withResolvers<void>();
  const sync = createSync({
    outbox: outboxOf(kiosk),
    openMedia: (id) => openSealedMedia(kiosk.openRecording, id as RecordingId),
    audit: kiosk.auditHeads,
    target: createHubTarget({ url: hub.url, token: hub.token, limits: quickLimits }),
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
    onChange: ({ counts }) => counts.waiting === 0 && counts.mediaWaiting === 0 && resolve(),
    settings: quickSettings,
  });
  try {
    await promise;
  } finally {
    await sync.stop();
    kiosk.close();
    await hub.close();
  }
}

const ONCE = { records: 3, mediaComplete: 1, quarantine: 0, alarms: [] };

test('by stick, and before its receipts are back by network too: exactly once', async () => {
  await places.interview(video(31));
  const { folder } = await places.export();
  await places.import(folder);
  const held = await places.held();
  await sendAll();
  expect(await places.held()).toEqual(held);
  expect(held).toMatchObject(ONCE);
  expect(await places.outbox()).toMatchObject({ waiting: 0, sent: 3, mediaSent: 1 });
  // the receipts that come late find everything done
  expect(await places.receipts(folder)).toMatchObject({ recordsSent: 0, filesSent: 0 });
});

test('by network while the stick was on its way: exactly once, and no alarm', async () => {
  await places.interview(video(32));
  const { folder } = await places.export();
  await sendAll();
  const held = await places.held();
  expect(held).toMatchObject(ONCE);
  const report = await places.import(folder);
  expect(report).toMatchObject({ accepted: 0, files: 0, filesHeldBefore: 1 });
  expect(await places.held()).toEqual(held);
});

test('an older bundle after a newer one is told from it: its records are not taken, nothing is lost, no alarm', async () => {
  await places.interview(video(33));
  const { folder } = await places.export();
  const old = join(places.folder, 'old');
  cpSync(folder, old, { recursive: true });
  await places.interview(video(34));
  await places.export();
  await places.import(folder);
  const held = await places.held();
  expect(held.records).toBe(6);
  const replayed = await places.import(old);
  expect(replayed.recordsLeft).toMatch(/older/);
  expect(await places.held()).toEqual(held);
  // receipts of a replay say nothing of the records
  expect(await places.receipts(old)).toMatchObject({ recordsSent: 0 });
  expect(await places.receipts(folder)).toMatchObject({ recordsSent: 6 });
});

test('a hub that is running takes a bundle too', async () => {
  await places.interview(video(35));
  const { folder } = await places.export();
  const hub = await startHub({ dataDir: places.hub });
  try {
    expect(await places.import(folder)).toMatchObject({ accepted: 3, files: 1 });
  } finally {
    await hub.close();
  }
  expect(await places.held()).toMatchObject(ONCE);
});

test('two kiosks share a stick; receipts of one are not taken by the other', async () => {
  await places.interview(video(36));
  const first = await places.export();
  const second = openPlaces();
  try {
    await second.interview(video(37));
    const other = await places.export({ data: second.data });
    expect(other.folder).not.toBe(first.folder);
    await places.import(first.folder);
    await places.import(other.folder);
    expect(await places.held()).toMatchObject({ records: 6, mediaComplete: 2, alarms: [] });
    await expect(places.receipts(other.folder)).rejects.toMatchObject({ code: 'foreign' });
    expect(await places.receipts(other.folder, second.data)).toMatchObject({ recordsSent: 3, filesSent: 1 });
    expect(await places.outbox()).toMatchObject({ waiting: 3, sent: 0 });
  } finally {
    second.close();
  }
});
