import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { treeMemoryBytes } from '#tests/kiosk/process-tree.ts';
import { driftOf, FEWEST_FOR_DRIFT } from './drift.ts';

test('what is loaded once is no growth; what stays of every candidate is', () => {
  const warm = Array.from({ length: 100 }, (_, index) => 200 + (index < 8 ? -80 + 10 * index : 0) + (index % 3));
  expect(Math.abs(driftOf(warm) ?? Number.NaN)).toBeLessThan(0.01);
  // 0.2 MB of each
  expect(driftOf(warm.map((value, index) => value + 0.2 * index))).toBeGreaterThan(0.05);
  expect(driftOf(warm.slice(0, FEWEST_FOR_DRIFT - 1))).toBeNull();
});

/** A program that takes a line for a candidate and keeps so many bytes of each. */
async function memoryOf(keptBytes: number): Promise<number[]> {
  const source = `const kept = []; process.stdin.on('data', () => { kept.push(Buffer.alloc(${keptBytes}, 1)); console.log(kept.length); })`;
  const program = spawn(process.execPath, ['-e', source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: program.stdout });
  const values: number[] = [];
  for (let candidate = 0; candidate < FEWEST_FOR_DRIFT; candidate += 1) {
    program.stdin.write('next\n');
    await once(lines, 'line');
    values.push(treeMemoryBytes(program.pid ?? 0));
  }
  program.stdin.end();
  await once(program, 'exit');
  return values;
}

test.runIf(process.platform === 'linux')(
  'memory of a real program: one that keeps a megabyte of each is seen',
  async () => {
    const kept = await memoryOf(1_000_000);
    expect(kept[0]).toBeGreaterThan(5_000_000);
    expect(driftOf(kept)).toBeGreaterThan(0.05);
    expect(Math.abs(driftOf(await memoryOf(0)) ?? Number.NaN)).toBeLessThan(0.05);
  },
);
