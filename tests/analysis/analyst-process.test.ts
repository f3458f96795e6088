import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createAnalysisQueue, type AnalysisQueue, type AnalysisQueueParts } from '#main/analysis/analysis-queue.ts';
import { analystProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import type { AnalysisOutcome, ChildLogEntry, ChildProgress } from '#main/analysis/ports.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { makeSpeechClips, type SpeechClip } from './speech-clips.ts';

// The real child, the real model, and this process, which must outlive both.
const SLOW = 300_000;
const ENTRY = resolve('main/children/analyst.ts');

let clips: SpeechClip[];
let dir: string;
let queue: AnalysisQueue;
let outcomes: AnalysisOutcome[];
let logged: ChildLogEntry[];
let progress: ChildProgress[];

beforeAll(() => {
  clips = makeSpeechClips();
}, SLOW);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'analyst-process-'));
  outcomes = [];
  logged = [];
  progress = [];
});
afterEach(async () => {
  await queue.stop();
  await rm(dir, { recursive: true, force: true });
});

function startQueue(
  more: Partial<AnalysisQueueParts> & { modelsDir?: string; entryPath?: string } = {},
): AnalysisQueue {
  const { modelsDir = resolve('models'), entryPath = ENTRY, ...parts } = more;
  const log = (entry: ChildLogEntry): void => void logged.push(entry);
  queue = createAnalysisQueue({
    launch: createNodeChildLauncher(analystProgram(entryPath, modelsDir), log),
    log,
    onResult: (outcome) => void outcomes.push(outcome),
    onProgress: (at) => void progress.push(at),
    backoffMs: () => 1,
    ...parts,
  });
  return queue;
}

/** The clips one after the other, over and over. */
async function writeRecording(
  name: string,
  atLeastSeconds: number,
): Promise<{ pcm: { path: string }; durationMs: number }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let i = 0; bytes < atLeastSeconds * 32_000; i++) {
    const part = toPcm16(clips[i % clips.length]?.samples ?? new Float32Array());
    parts.push(part);
    bytes += part.length;
  }
  const pcm = { path: join(dir, name) };
  await writeFile(pcm.path, Buffer.concat(parts));
  return { pcm, durationMs: bytes / 32 };
}

function pidOf(running: AnalysisQueue): number {
  const { pid } = running.state();
  if (pid === null) throw new Error('no analyst is running');
  return pid;
}

/** Gone, or only waiting to be collected by an init process that takes its time. */
function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

test('a recording on disk becomes a result, and progress is told on the way', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 20);
  startQueue().enqueue({ id: 'a', ...recording });
  await queue.idle();
  expect(outcomes).toHaveLength(1);
  const [outcome] = outcomes;
  if (outcome === undefined || 'error' in outcome) throw new Error(JSON.stringify(outcome));
  expect(outcome.ok.durationMs).toBe(recording.durationMs);
  expect(outcome.ok.model.id).toBe('silero_vad_v6');
  expect(outcome.ok.speechMs).toBeGreaterThan(0.4 * recording.durationMs);
  expect(outcome.ok.pauses.length).toBeGreaterThan(1);
  const wholeSteps = Math.floor(recording.durationMs / 5_000);
  expect(progress.map((at) => at.doneMs)).toEqual(Array.from({ length: wholeSteps }, (_, i) => 5_000 * (i + 1)));
});

test(
  'kill -9 in the middle of a job costs one attempt: the job succeeds, and so does the next',
  { timeout: SLOW },
  async () => {
    const long = await writeRecording('long.pcm', 120);
    const short = await writeRecording('short.pcm', 10);
    startQueue();
    queue.enqueue({ id: 'long', ...long });
    queue.enqueue({ id: 'short', ...short });
    await vi.waitFor(() => expect(progress.length).toBeGreaterThan(1), { timeout: 20_000, interval: 5 });
    const killed = pidOf(queue);
    process.kill(killed, 'SIGKILL');
    await queue.idle();
    expect(outcomes).toMatchObject([
      { id: 'long', attempts: 2, ok: { durationMs: long.durationMs } },
      { id: 'short', attempts: 1, ok: { durationMs: short.durationMs } },
    ]);
    expect(queue.state()).toMatchObject({ child: 'ready', crashes: 1 });
    expect(pidOf(queue)).not.toBe(killed);
    expect(logged).toContainEqual({
      eventId: 'analyst_ended',
      disposition: 'na',
      detail: { pid: killed, code: null, signal: 'SIGKILL' },
    });
  },
);

test('a child killed on every attempt is reported with its signal', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 120);
  startQueue({ onProgress: () => void process.kill(pidOf(queue), 'SIGKILL') });
  queue.enqueue({ id: 'a', ...recording });
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 3, error: { code: 'analyst_crashed', signal: 'SIGKILL' } }]);
});

test('a child that stands still is killed when its time is up, and the job succeeds', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 120);
  let runOut: () => void = () => undefined;
  let stopped = 0;
  startQueue({
    onProgress: () => {
      if (stopped > 0) return;
      stopped = pidOf(queue);
      process.kill(stopped, 'SIGSTOP');
      runOut();
    },
    timeoutMs: () => 77_000,
    timer: (delayMs, run) => {
      if (delayMs === 77_000) {
        runOut = run;
        return () => undefined;
      }
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
  });
  queue.enqueue({ id: 'a', ...recording });
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 2, ok: { durationMs: recording.durationMs } }]);
  expect(logged.map((entry) => entry.eventId)).toContain('analysis_timed_out');
});

test('a damaged model is a named error; once repaired, the next job works', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 5);
  const modelsDir = join(dir, 'models');
  await cp('models', modelsDir, { recursive: true });
  const path = join(modelsDir, 'silero_vad_v6.onnx');
  const good = await readFile(path);
  await writeFile(path, Buffer.alloc(good.length, 7));
  startQueue({ modelsDir });
  queue.enqueue({ id: 'a', ...recording });
  await queue.idle();
  await writeFile(path, good);
  queue.enqueue({ id: 'b', ...recording });
  await queue.idle();
  expect(outcomes).toMatchObject([
    { id: 'a', error: { code: 'model_hash_mismatch' } },
    { id: 'b', ok: {} },
  ]);
});

test(
  'a recording that is missing, empty or torn is a named error, and the child lives on',
  { timeout: SLOW },
  async () => {
    const recording = await writeRecording('good.pcm', 5);
    await writeFile(join(dir, 'empty.pcm'), '');
    await writeFile(join(dir, 'torn.pcm'), Buffer.alloc(3_201));
    startQueue();
    for (const id of ['missing', 'empty', 'torn']) queue.enqueue({ id, pcm: { path: join(dir, `${id}.pcm`) } });
    queue.enqueue({ id: 'good', ...recording });
    await queue.idle();
    expect(outcomes).toMatchObject([
      { id: 'missing', attempts: 1, error: { code: 'pcm_missing' } },
      { id: 'empty', attempts: 1, error: { code: 'pcm_empty' } },
      { id: 'torn', attempts: 1, error: { code: 'pcm_odd_length' } },
      { id: 'good', attempts: 1, ok: {} },
    ]);
    expect(queue.state().crashes).toBe(0);
  },
);

test('a child that cannot start at all is reported, with what it printed in the log', { timeout: SLOW }, async () => {
  startQueue({ entryPath: join(dir, 'not-there.js') });
  queue.enqueue({ id: 'a', pcm: { path: join(dir, 'a.pcm') } });
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 3, error: { code: 'analyst_crashed', exitCode: 1 } }]);
  await vi.waitFor(() =>
    expect(logged.some((entry) => String(entry.detail['line']).includes('Cannot find module'))).toBe(true),
  );
});

test('when this side is killed, the child ends by itself, even in the middle of a job', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 600);
  startQueue();
  const parent = spawn(
    process.execPath,
    [join(import.meta.dirname, 'analyst-parent.ts'), ENTRY, resolve('models'), recording.pcm.path],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(pid).toBeGreaterThan(1);
  expect(hasEnded(pid)).toBe(false);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(hasEnded(pid)).toBe(true), { timeout: 20_000, interval: 20 });
});

test('stopping ends the child process', { timeout: SLOW }, async () => {
  const recording = await writeRecording('a.pcm', 5);
  startQueue().enqueue({ id: 'a', ...recording });
  await queue.idle();
  const pid = pidOf(queue);
  await queue.stop();
  expect(hasEnded(pid)).toBe(true);
});
