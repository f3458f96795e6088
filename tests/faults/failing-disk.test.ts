import { expect, test } from 'vitest';
import { runDiskErrors } from './disk-errors.ts';
import { runFullDisks } from './full-disk.ts';
import { whyNoLoopImages } from './loop-image.ts';
import { whyNoStrace } from './syscalls.ts';

const TIMEOUT_MS = 600_000;
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
console.log(`FAULTS_SEED=${seed}`);
const whyNot = await whyNoLoopImages();
if (whyNot !== null) console.log(`full disks are skipped: ${whyNot}`);
const whyNotTraced = whyNoStrace();
if (whyNotTraced !== null) console.log(`failing disks are skipped: ${whyNotTraced}`);

const kept = { lost: 0, orphans: 0, complaints: [], isAsPromised: true };

test.skipIf(whyNotTraced !== null)(
  'a disk that fails while it syncs or writes: nothing is acknowledged until the store was opened again, nothing is missing',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runDiskErrors(2, seed, 'kiosk')).toMatchObject(kept);
  },
);

test.skipIf(whyNotTraced !== null)(
  'a store that does not note the failure acknowledges on (the test before this one can fail)',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runDiskErrors(1, seed, 'deaf')).toMatchObject({ isAsPromised: true });
  },
);

test.skipIf(whyNot !== null)(
  'a disk that fills up in an answer: pictures stop, then sound, answers never; with room again all is as before',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runFullDisks(1, seed, 'kiosk')).toMatchObject(kept);
  },
);

test.skipIf(whyNot !== null)(
  'with nothing kept free and no ballast media starve the answers (the test before this one can fail)',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runFullDisks(1, seed, 'careless')).toMatchObject({ isAsPromised: true });
  },
);
