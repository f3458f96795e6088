import { expect, test } from 'vitest';
import { startWorkLoop } from './work-loop.ts';

const NEVER_MS = 1_000_000;

test('a run that failed for one who waited keeps no later one from running, woken or waited for', async () => {
  let [runs, isBroken] = [0, false];
  const unasked: unknown[] = [];
  const loop = startWorkLoop({
    run: async () => {
      runs += 1;
      if (isBroken) throw new Error('disk full');
    },
    pollMs: NEVER_MS,
    onFailure: (error) => unasked.push(error),
  });
  await loop.caughtUp();
  isBroken = true;
  await expect(loop.caughtUp()).rejects.toThrow('disk full');
  expect(unasked).toEqual([]);
  isBroken = false;
  const before = runs;
  loop.wake();
  await expect.poll(() => runs).toBe(before + 1);
  loop.wake();
  await expect.poll(() => runs).toBe(before + 2);
  await loop.close();
});

test('one waiting run is enough for all who wake before it begins; after the end nothing runs', async () => {
  let runs = 0;
  const loop = startWorkLoop({ run: async () => void (runs += 1), pollMs: NEVER_MS, onFailure: () => undefined });
  for (let count = 0; count < 10; count += 1) loop.wake();
  await loop.close();
  expect(runs).toBe(1);
  loop.wake();
  await loop.close();
  expect(runs).toBe(1);
});
