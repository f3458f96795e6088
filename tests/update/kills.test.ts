import { expect, test } from 'vitest';
import { whyNoStrace } from '#tests/faults/syscalls.ts';
import { runBackKills, runCarelessKills, runUpdateKills } from './kills.ts';

const TIMEOUT_MS = 600_000;
const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
console.log(`FAULTS_SEED=${seed}`);
const whyNot = whyNoStrace();
if (whyNot !== null) console.log(`kills at each syscall are skipped: ${whyNot}`);

test.skipIf(whyNot !== null)(
  'an update killed at syscalls that change the disk: a working version boots and nothing is lost; other ones every time',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runUpdateKills(75, seed)).toMatchObject({ lost: 0, orphans: 0, complaints: [], isAsPromised: true });
  },
);

test.skipIf(whyNot !== null)(
  'a database that is put back, killed in the middle: the next start finishes it and nothing is lost',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await runBackKills(60, seed)).toMatchObject({ lost: 0, orphans: 0, complaints: [], isAsPromised: true });
  },
);

test.skipIf(whyNot !== null)('control: a pointer that is written where it lies', { timeout: TIMEOUT_MS }, async () => {
  expect((await runCarelessKills()).isAsPromised).toBe(true);
});
