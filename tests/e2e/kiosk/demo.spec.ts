import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

test.use({ trace: 'off' });

interface DemoLine {
  ok: boolean;
  steps: { name: string; ok: boolean; screenshot: string | null; error: string | null }[];
  receipt: { records: number; ids: string[] } | null;
  session: {
    answers: { itemId: string; status: string; score: unknown; assessment: { score: number | null } | null }[];
    files: { playsMs: number }[];
    strengths: { text: string; quote: string }[];
    result: { dimensions: unknown[] } | null;
  } | null;
}

test('anteroom demo: every step holds, from the first run to head office', async () => {
  test.setTimeout(420_000);
  const out = join(test.info().outputDir, 'demo');
  const demo = spawn(process.execPath, ['out/main/cli.js', 'demo', '--lang', 'en', '--brief', '--json', '--out', out], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  demo.stdout.on('data', (chunk: Buffer) => {
    printed += String(chunk);
  });
  demo.stderr.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  const [code] = (await once(demo, 'close')) as [number | null];
  expect(code, said).toBe(0);
  const line = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as DemoLine;
  expect(line.ok).toBe(true);
  expect(line.steps.filter(({ ok }) => !ok)).toEqual([]);
  for (const { screenshot } of line.steps)
    if (screenshot !== null) expect(existsSync(join(out, 'en', screenshot))).toBe(true);
  expect(new Set(line.receipt?.ids).size).toBe(line.receipt?.records);
  const answers = line.session?.answers ?? [];
  // ten items, the role-play in three turns, and at least one follow-up question
  expect(answers.length).toBeGreaterThanOrEqual(13);
  expect(answers.filter(({ itemId }) => itemId.endsWith('.probe')).length).toBeGreaterThan(0);
  for (const { itemId, status, score, assessment } of answers) {
    const hasNumber = score !== null || (assessment !== null && assessment.score !== null);
    if (status === 'scored') expect(hasNumber, itemId).toBe(true);
    if (status === 'no_answer' || status.startsWith('needs_review:no_')) expect(hasNumber, itemId).toBe(false);
  }
  expect(line.session?.strengths).toHaveLength(2);
  expect(line.session?.result?.dimensions.length).toBeGreaterThan(2);
});
