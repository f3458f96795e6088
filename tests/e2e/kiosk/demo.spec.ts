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
    answers: { status: string; score: unknown; body: { kind: string } }[];
    files: { playsMs: number }[];
  } | null;
}

test('anteroom demo: every step holds, from the first run to head office', async () => {
  test.setTimeout(300_000);
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
  expect(answers).toHaveLength(8);
  for (const { status, score, body } of answers) {
    const isTouched = body.kind === 'choice' || body.kind === 'ranking';
    expect(status).toBe(isTouched ? 'scored' : 'needs_review:no_transcript');
    expect(score === null).toBe(!isTouched);
  }
});
