import { createHash } from 'node:crypto';
import { readFile, mkdtemp, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import type { RecogniserChoice, SherpaChoice } from '#shared/transcript-protocol.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { gaussian, seededRandom } from '#tests/analysis/sound-maths.ts';
import { installFakeModel } from './fake-sense-voice.ts';
import { pidOf, startTranscriber, type QueueUnderTest } from './test-queue.ts';

// The real child and the real library on a model of 3 kB that knows two "words": a quiet stretch is 测, a loud one "sure".
const SLOW = 60_000;
/** Feature frames are 60 ms apart. */
const FRAME_MS = 60;

let dir: string;
let choice: SherpaChoice;
let pcmPath: string;
let under: QueueUnderTest;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'transcriber-process-'));
  choice = await installFakeModel(join(dir, 'model'));
  pcmPath = join(dir, 'recording.pcm');
  await writeFile(pcmPath, toPcm16(quietLoudQuiet()));
});
afterEach(async () => {
  await under.queue.stop();
  await rm(dir, { recursive: true, force: true });
});

/** 6 s: quiet noise at 1 and 4 s, loud noise at 2.5 s. */
function quietLoudQuiet(): Float32Array {
  const random = seededRandom(3);
  const samples = new Float32Array(6 * 16_000);
  for (const [fromS, toS, level] of [
    [1, 1.5, 0.0015],
    [2.5, 3.2, 0.05],
    [4, 4.4, 0.0015],
  ] as const) {
    for (let i = fromS * 16_000; i < toS * 16_000; i++) samples[i] = level * gaussian(random);
  }
  return samples;
}

function start(chosen: RecogniserChoice | null, more?: Parameters<typeof startTranscriber>[2]): QueueUnderTest {
  under = startTranscriber(join(dir, 'cache'), () => chosen, more);
  return under;
}

const WHOLE: TimeSpan[] = [{ startMs: 500, endMs: 5_500 }];

function give(id: string, segments: readonly TimeSpan[] = WHOLE): void {
  under.queue.enqueue({ id, pcm: { path: pcmPath }, locale: 'zh-CN', segments });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('tokens come with their place in the recording, and tags with nothing', { timeout: SLOW }, async () => {
  start(choice);
  give('a');
  give('b', [
    { startMs: 800, endMs: 1_700 },
    { startMs: 2_300, endMs: 3_400 },
  ]);
  await under.queue.idle();
  const [a, b] = under.outcomes;
  if (a === undefined || b === undefined || 'error' in a || 'error' in b) throw new Error(JSON.stringify([a, b]));
  expect(a.ok).toMatchObject({
    recogniser: { engine: 'sense_voice', model: { id: 'fake_sense_voice' }, isPunctuated: true },
    locale: 'zh-CN',
    durationMs: 6_000,
    speechMs: 5_000,
    heardLanguage: 'zh',
    unknownRatio: 0,
  });
  expect(a.ok.segments.map(({ text }) => text)).toEqual(['测 sure测']);
  const tokens = a.ok.segments[0]?.tokens ?? [];
  expect(tokens.map(({ text }) => text)).toEqual(['测', 'sure', '测']);
  for (const [i, atMs] of [1_000, 2_500, 4_000].entries()) {
    expect(Math.abs((tokens[i]?.startMs ?? 0) - atMs)).toBeLessThanOrEqual(FRAME_MS);
  }
  expect(b.ok.segments.map(({ text }) => text)).toEqual(['测', 'sure']);
  expect(Math.abs((b.ok.segments[1]?.tokens[0]?.startMs ?? 0) - 2_500)).toBeLessThanOrEqual(FRAME_MS);
  // Emotion and event are in what the library says; nothing of them, and no tag, may be in what is passed on (R1).
  expect(JSON.stringify([a, b])).not.toMatch(/neutral|<\||emotion|event/i);
  expect(under.progress.filter(({ id }) => id === 'b').map(({ doneMs, totalMs }) => [doneMs, totalMs])).toEqual([
    [900, 2_000],
    [2_000, 2_000],
  ]);
});

test(
  'without a stretch of speech there is an empty transcript, and the recogniser hears nothing',
  { timeout: SLOW },
  async () => {
    start(choice);
    give('a', []);
    await under.queue.idle();
    expect(under.outcomes).toMatchObject([
      { id: 'a', ok: { speechMs: 0, heardLanguage: null, unknownRatio: 0, segments: [] } },
    ]);
    expect(under.progress).toEqual([]);
  },
);

test('more than 2 s of speech and no word is a failure; less is an empty transcript', { timeout: SLOW }, async () => {
  await writeFile(pcmPath, Buffer.alloc(6 * 32_000));
  start(choice);
  give('long');
  give('short', [{ startMs: 500, endMs: 2_500 }]);
  await under.queue.idle();
  expect(under.outcomes).toMatchObject([
    { id: 'long', attempts: 1, error: { code: 'nothing_recognised' } },
    { id: 'short', ok: { segments: [{ text: '', tokens: [] }] } },
  ]);
});

/** A file of the model made something else, with a list that vouches for it: only the library can find out. */
async function vouchedFor(bytes: Uint8Array): Promise<SherpaChoice> {
  return installFakeModel(join(dir, 'vouched'), Buffer.from(bytes));
}

test.each([
  ['missing', async () => unlink(join(choice.directory, 'model.onnx')), { code: 'model_missing' }, 1, 'model_missing'],
  [
    'cut short',
    async () => truncate(join(choice.directory, 'model.onnx'), 1_500),
    { code: 'model_size_mismatch' },
    1,
    'model_size_mismatch',
  ],
  [
    'damaged',
    async () => {
      const path = join(choice.directory, 'model.onnx');
      const bytes = await readFile(path);
      bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
      await writeFile(path, bytes);
    },
    { code: 'model_hash_mismatch' },
    1,
    'model_hash_mismatch',
  ],
  [
    'garbage and was vouched for',
    async () => vouchedFor(Buffer.alloc(5_000, 7)),
    { code: 'model_load_failed' },
    1,
    'model_load_failed',
  ],
  [
    'of another kind and was vouched for',
    async () => vouchedFor(await readFile('models/silero_vad_v6.onnx')),
    // What the library says of itself, and no exception before it: only a process of its own survives that.
    { code: 'transcriber_crashed', exitCode: 255, signal: null },
    3,
    "'vocab_size' does not exist in the metadata",
  ],
])(
  'a model file that is %s costs this process nothing, and the next answer works',
  { timeout: SLOW },
  async (_case, damage, error, attempts, inLog) => {
    const before = sha256(await readFile(pcmPath));
    const good = choice;
    const bad = (await damage()) ?? choice;
    let isMended = false;
    under = startTranscriber(join(dir, 'cache'), () => (isMended ? good : bad));
    give('bad');
    await under.queue.idle();
    expect(under.outcomes).toMatchObject([{ id: 'bad', attempts, error }]);
    // From ready to the end of the job, or of the child: .1 to .3 s on a quiet machine, and no time limit waited for.
    const times = under.logged
      .filter(({ eventId }) => /_(started|ended|failed)$/.test(eventId))
      .map(({ atMs }) => atMs);
    for (let i = 0; i + 1 < times.length; i += 2) expect((times[i + 1] ?? 0) - (times[i] ?? 0)).toBeLessThan(5_000);
    expect(sha256(await readFile(pcmPath))).toBe(before);
    expect(under.logged.map(({ detail }) => Object.values(detail).join(' ')).join('\n')).toContain(inLog);

    isMended = true;
    await installFakeModel(good.directory);
    give('next');
    await under.queue.idle();
    expect(under.outcomes[1]).toMatchObject({ id: 'next', attempts: 1, ok: { segments: [{ text: '测 sure测' }] } });
  },
);

/** Work for a while: what is done to the child at its first word of progress meets it in the middle of the job. */
const LONG = Array.from({ length: 60 }, () => WHOLE).flat();

test('kill -9 in the middle of an answer costs one attempt', { timeout: SLOW }, async () => {
  let killed = 0;
  start(choice, {
    onProgress: () => {
      if (killed > 0) return;
      killed = pidOf(under);
      process.kill(killed, 'SIGKILL');
    },
  });
  give('a', LONG);
  give('b');
  await under.queue.idle();
  expect(under.outcomes).toMatchObject([
    { id: 'a', attempts: 2, ok: { speechMs: 60 * 5_000 } },
    { id: 'b', attempts: 1, ok: { speechMs: 5_000 } },
  ]);
  expect(pidOf(under)).not.toBe(killed);
});

test('a child that stands still is replaced when its time is up', { timeout: SLOW }, async () => {
  let runOut: () => void = () => undefined;
  let isStopped = false;
  start(choice, {
    timeoutMs: () => 77_000,
    timer: (delayMs, run) => {
      if (delayMs === 77_000) {
        runOut = run;
        return () => undefined;
      }
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
    onProgress: () => {
      if (isStopped) return;
      isStopped = true;
      process.kill(pidOf(under), 'SIGSTOP');
      runOut();
    },
  });
  give('a', LONG);
  await under.queue.idle();
  expect(under.outcomes).toMatchObject([{ id: 'a', attempts: 2, ok: { speechMs: 60 * 5_000 } }]);
});

test(
  'a recording that is missing, empty or torn is a named error, and the child lives on',
  { timeout: SLOW },
  async () => {
    await writeFile(join(dir, 'empty.pcm'), '');
    await writeFile(join(dir, 'torn.pcm'), Buffer.alloc(3_201));
    start(choice);
    for (const id of ['missing', 'empty', 'torn']) {
      under.queue.enqueue({ id, pcm: { path: join(dir, `${id}.pcm`) }, locale: 'zh-CN', segments: WHOLE });
    }
    give('good');
    await under.queue.idle();
    expect(under.outcomes).toMatchObject([
      { id: 'missing', attempts: 1, error: { code: 'pcm_missing' } },
      { id: 'empty', attempts: 1, error: { code: 'pcm_empty' } },
      { id: 'torn', attempts: 1, error: { code: 'pcm_odd_length' } },
      { id: 'good', attempts: 1, ok: {} },
    ]);
    expect(under.queue.state().crashes).toBe(0);
  },
);
