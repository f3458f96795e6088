import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fillKiosk } from './backlog.ts';
import { deliver } from './deliver.ts';
import { takeKeyAway } from './keyless-hub.native.ts';
import { seededRandom } from './seeded-random.ts';
import { readState } from './state-hash.ts';
import { createBench, type Bench } from './sync-bench.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000);
let bench: Bench = createBench();
afterEach(async () => {
  await bench.close();
  bench = createBench();
});

test('a dark kiosk delivers one of each to the hash; a hub without the key for records does not (npm run faults:sync)', async () => {
  console.log(`seed ${seed}`);
  const folder = await bench.folder();
  const kiosk = join(folder, 'kiosk');
  await fillKiosk(kiosk, { records: 120, media: 3, mediaBytes: 20_000 }, seededRandom(seed));
  const stateAfter = async (name: string, lostAnswerRate: number, hasKey = true) => {
    const copy = join(folder, name);
    await cp(kiosk, copy, { recursive: true });
    const dataDir = await bench.folder();
    if (!hasKey) {
      await (await bench.hub({ dataDir })).close();
      takeKeyAway(dataDir);
    }
    const hub = await bench.hub({ dataDir });
    // twelve batches, every second answer lost: one run in four thousand loses none
    await deliver(copy, hub, { chaos: { lostAnswerRate }, random: seededRandom(seed + 1), batchRecords: 10 });
    return readState(hub);
  };
  const clean = await stateAfter('clean', 0);
  expect(clean).toMatchObject({ records: 120, distinctRecords: 120, files: 3, wholeFiles: 3 });
  expect(await stateAfter('lossy', 0.5)).toEqual(clean);
  const keyless = await stateAfter('keyless', 0.5, false);
  expect(keyless.records).toBeGreaterThan(keyless.distinctRecords);
  expect(keyless.hash).not.toBe(clean.hash);
});
