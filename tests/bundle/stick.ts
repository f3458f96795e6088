import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundle } from '#hub/bundle/import-bundle.ts';
import { startHub } from '#hub/hub.ts';
import { openSqliteDatabase } from '#hub/database/sqlite-database.native.ts';
import { createHubStore } from '#hub/store/sql-hub-store.ts';
import { exportBundle } from '#main/bundle-export.ts';
import { takeReceipts } from '#main/bundle-receipts.ts';
import { openStoppedKiosk } from '#main/stopped-kiosk.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { makeRecoveryKey } from '#main/store/keys/recovery-key.ts';
import type { SessionId } from '#shared/ids.ts';
import { type SampleRecording, withKiosk } from '#tests/kiosk/finished-kiosk.ts';

/** Head office's key; the same for all tests of a file. */
export const key = await makeRecoveryKey();
const now = () => new Date();

/** Bytes that nothing compresses and nobody has twice. */
export function noise(seed: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at < sizeBytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A video of an answer. */
export function video(seed: number, sizeBytes = 300_000): SampleRecording {
  return { itemId: 'found-a-fault', kind: 'av', mimeType: 'video/webm;codecs=vp9,opus', bytes: noise(seed, sizeBytes) };
}

/** A kiosk, a stick and head office, each a folder; nothing between them but the stick. */
export function openPlaces() {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-bundle-'));
  const [data, stick, hub] = ['kiosk', 'stick', 'hub'].map((name) => join(folder, name)) as [string, string, string];

  return {
    folder,
    data,
    stick,
    hub,
    /** Interviews with a typed answer and a video each; waiting to be sent. */
    interview: (...recordings: SampleRecording[]): Promise<SessionId> =>
      withKiosk(data, knownKeyring, ({ save }) =>
        save({ answers: { 'found-a-fault': { kind: 'typed', text: 'flamingoflagpole' } }, recordings }),
      ),
    async openHub(): Promise<void> {
      await (await startHub({ dataDir: hub })).close();
    },
    async export(options: { limitBytes?: number; recipient?: string; data?: string } = {}) {
      const kiosk = await openStoppedKiosk(options.data ?? data, knownKeyring);
      try {
        const { limitBytes = null, recipient = key.recipient } = options;
        return await exportBundle(kiosk, { to: stick, recipient, limitBytes, now });
      } finally {
        kiosk.close();
      }
    },
    import: (path: string, identity = key.identity) =>
      importBundle(path, { dataDir: hub, identity, now, log: () => undefined }),
    async receipts(path: string, of = data) {
      const kiosk = await openStoppedKiosk(of, knownKeyring);
      try {
        return await takeReceipts(kiosk, path, now);
      } finally {
        kiosk.close();
      }
    },
    /** What waits on the kiosk. */
    outbox: () =>
      withKiosk(data, knownKeyring, async ({ counts }) => {
        const { waiting, sent, mediaWaiting, mediaSent } = counts();
        return { waiting, sent, mediaWaiting, mediaSent };
      }),
    /** What head office holds. */
    async held() {
      const store = createHubStore(openSqliteDatabase(join(hub, 'hub.db')));
      try {
        const sessions = await store.listSessions(500);
        const files = readdirSync(join(hub, 'media'), { recursive: true, withFileTypes: true });
        return {
          records: await store.countRecords(),
          sessions: sessions.map(({ sessionId }) => sessionId).toSorted(),
          mediaComplete: sessions.reduce((sum, { mediaCompleteCount }) => sum + mediaCompleteCount, 0),
          files: files
            .filter((entry) => entry.isFile())
            .map(({ name }) => name)
            .toSorted(),
          quarantine: (await store.listQuarantine(10)).length,
          alarms: (await store.listAuditAlarms(10)).map(({ code }) => code),
        };
      } finally {
        await store.close();
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
export type Places = ReturnType<typeof openPlaces>;

/** What a bad medium or a bad hand does. */
export function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}

/** Files of a bundle, by name in its folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
