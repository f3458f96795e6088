import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { open, seal } from '#main/capture/sealed/chunked-encryption.ts';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { openStore } from '#main/store/open-store.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import type { SessionId } from '#shared/ids.ts';

const SAVES = 400;
/** A store of several busy weeks: 200 MB, sealed. */
const LARGE_RECORDS = 6_700;
const LARGE_RECORD_BYTES = 20_000;
const RECORDS_PER_SAVE = 100;
const TARGET_START_MS = 3_000;

const now = () => new Date();
const keys = keysInMemory();

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/** Saves interviews with records of a size; returns what each save took, ms. */
function save(database: Database, saves: number, recordsPerSave: number, recordBytes: number): number[] {
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
  const text = randomBytes(recordBytes / 2).toString('hex');
  return Array.from({ length: saves }, () => {
    const id = v7() as SessionId;
    const begun = performance.now();
    store.sessions.commit({
      interview: sampleInterview(id),
      records: Array.from({ length: recordsPerSave }, () => ({
        id: v7(),
        type: 'answer.saved',
        sessionId: id,
        capturedAt: now().toISOString(),
        body: { text },
        recordings: [],
      })),
      audit: [{ actor: 'candidate', action: 'answer.saved', subject: id, detail: {} }],
    });
    return performance.now() - begun;
  });
}

/** Slices of one second: 1.06 Mbit/s of video with sound. */
const SLICE_BYTES = 133_000;
const SLICES = 400;

function megabytesPerSecond(work: () => void): number {
  const begun = performance.now();
  for (let n = 0; n < SLICES; n++) work();
  return (SLICES * SLICE_BYTES) / 1e3 / (performance.now() - begun);
}

/** MB/s of sealing and opening slices, and of the bare cipher in one piece, which is what they can reach at most. */
function benchSeal(): Record<string, number> {
  const [key, slice, context] = [randomBytes(32), randomBytes(SLICE_BYTES), Buffer.from('bench')];
  const bare = () => {
    const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12));
    cipher.update(slice);
    cipher.final();
  };
  megabytesPerSecond(bare);
  const aes = megabytesPerSecond(bare);
  const sealing = megabytesPerSecond(() => seal(key, context, slice));
  const sealed = seal(key, context, slice);
  const opening = megabytesPerSecond(() => open(key, context, sealed));
  return {
    aes_mb_s: aes,
    seal_mb_s: sealing,
    open_mb_s: opening,
    seal_share: sealing / aes,
    open_share: opening / aes,
  };
}

/**
 * What safety costs: from saving to "saved" with the journal, and with hashes of rows alone; and how long a start takes
 * that reads every row of a large store.
 *
 * @returns ms, and `save_share` of the median with the journal against without; `start_share` of the target of 3 s for 200 MB
 */
export async function benchStore(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
  try {
    const plain = openDatabase(join(folder, 'plain.db'));
    const without = save(plain, SAVES, 1, 1_000);
    plain.close();

    const workspace = await createWorkspace(join(folder, 'kiosk'));
    const keeper = openKeeper(workspace, now);
    const withJournal = save(keeper.database, SAVES, 1, 1_000);
    save(keeper.database, LARGE_RECORDS / RECORDS_PER_SAVE, RECORDS_PER_SAVE, LARGE_RECORD_BYTES);
    const nightBegun = performance.now();
    const problems = keeper.nightly();
    const nightMs = performance.now() - nightBegun;
    keeper.database.close();

    const startBegun = performance.now();
    const again = openKeeper(workspace, now);
    const startMs = performance.now() - startBegun;
    again.database.close();
    return {
      save_p50_ms: quantile(withJournal, 0.5),
      save_p99_ms: quantile(withJournal, 0.99),
      save_without_journal_p50_ms: quantile(without, 0.5),
      save_without_journal_p99_ms: quantile(without, 0.99),
      save_share: quantile(withJournal, 0.5) / quantile(without, 0.5),
      store_mb: (await stat(workspace.databaseFile)).size / 1e6,
      problems: problems.length,
      night_ms: nightMs,
      start_ms: startMs,
      start_share: startMs / TARGET_START_MS,
      ...benchSeal(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
