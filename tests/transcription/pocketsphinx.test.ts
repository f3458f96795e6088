import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import type { Transcript } from '#shared/transcript.ts';
import { findPocketsphinx } from '#main/analysis/find-pocketsphinx.ts';
import { loadSileroVoiceDetector, type SileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { makeNoise } from '#tests/analysis/noises.ts';
import { recordAndAnalyse, spoken } from './spoken-recording.ts';
import { pidOf, startTranscriber, type QueueUnderTest } from './test-queue.ts';
import { wordErrors, wordsOf } from './word-errors.ts';

// The whole chain on synthetic voices: detector, child, the system's recogniser. Synthetic voices are easier than people.
const SLOW = 120_000;
/** Of the voices slt and rms, clean; measured .125. */
const MAX_WORD_ERROR_RATE = 0.15;

const ANSWER =
  'Last year I worked in a supermarket. A customer came back with a broken rice cooker and he was very angry. ' +
  'First I listened to him and said I was sorry. Then I checked the receipt and called my supervisor.';

let detector: SileroVoiceDetector;
let dir: string;
let under: QueueUnderTest;

beforeAll(async () => {
  detector = await loadSileroVoiceDetector('models');
  dir = await mkdtemp(join(tmpdir(), 'pocketsphinx-'));
}, SLOW);
afterEach(async () => {
  vi.unstubAllEnvs();
  await under.queue.stop();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function start(): void {
  under = startTranscriber(join(dir, 'cache'), () => findPocketsphinx(process.env['PATH'] ?? ''));
}

async function transcribe(id: string, segments: readonly TimeSpan[]): Promise<Transcript> {
  under.queue.enqueue({ id, pcm: { path: join(dir, `${id}.pcm`) }, locale: 'en', segments });
  await under.queue.idle();
  const outcome = under.outcomes.find((each) => each.id === id);
  if (outcome === undefined || 'error' in outcome) throw new Error(JSON.stringify(outcome));
  return outcome.ok;
}

test('an answer becomes its words, each at its place in the recording', { timeout: SLOW }, async () => {
  start();
  let errors = 0;
  let words = 0;
  for (const voice of ['slt', 'rms'] as const) {
    const samples = spoken(ANSWER, voice);
    const { asrSegments } = await recordAndAnalyse(join(dir, `${voice}.pcm`), samples, detector);
    const transcript = await transcribe(voice, asrSegments);
    const said = wordsOf(ANSWER);
    const tokens = transcript.segments.flatMap((segment) => segment.tokens);
    expect(transcript.unknownRatio).toBeLessThan(0.3);
    errors += wordErrors(said, wordsOf(tokens.map(({ text }) => text).join(' ')));
    words += said.length;
    expect(transcript.recogniser).toMatchObject({ engine: 'pocketsphinx', isPunctuated: false });
    // Half a second of silence is in front and behind.
    expect(tokens[0]?.startMs).toBeGreaterThan(350);
    expect(tokens[0]?.startMs).toBeLessThan(750);
    expect(tokens.at(-1)?.endMs).toBeGreaterThan(transcript.durationMs - 900);
    for (const [i, { startMs, endMs }] of tokens.entries()) {
      expect(endMs).toBeGreaterThan(startMs);
      expect(startMs).toBeGreaterThanOrEqual(tokens[i - 1]?.endMs ?? 0);
    }
  }
  expect(errors / words).toBeLessThan(MAX_WORD_ERROR_RATE);
});

test(
  'a factory without a voice gives no words; only without the detector in front would it',
  { timeout: SLOW },
  async () => {
    start();
    const { asrSegments, durationMs } = await recordAndAnalyse(
      join(dir, 'noise.pcm'),
      makeNoise('factory', 8),
      detector,
    );
    expect(asrSegments).toEqual([]);
    expect((await transcribe('noise', asrSegments)).segments).toEqual([]);
    // The negative control: given the noise, the recogniser makes words of it.
    await recordAndAnalyse(join(dir, 'ungated.pcm'), makeNoise('factory', 8), detector);
    const ungated = await transcribe('ungated', [{ startMs: 0, endMs: durationMs }]);
    expect(ungated.segments[0]?.tokens.length).toBeGreaterThan(0);
  },
);

test('several people at once are speech to the detector, and never words', { timeout: SLOW }, async () => {
  start();
  const voices = (['slt', 'rms', 'kal16'] as const).map((voice) => spoken(ANSWER, voice));
  const babble = Float32Array.from(
    { length: 6 * 16_000 },
    (_, i) => voices.reduce((sum, voice, k) => sum + (voice[8_000 + 20_000 * k + i] ?? 0), 0) / voices.length,
  );
  const { asrSegments, speechMs } = await recordAndAnalyse(join(dir, 'babble.pcm'), babble, detector);
  expect(speechMs).toBeGreaterThan(5_000);
  under.queue.enqueue({ id: 'babble', pcm: { path: join(dir, 'babble.pcm') }, locale: 'en', segments: asrSegments });
  await under.queue.idle();
  expect(under.outcomes).toMatchObject([{ id: 'babble', error: { code: 'nothing_recognised' } }]);
  // the negative control: one of the voices by itself has words
  const [voice = new Float32Array()] = voices;
  const alone = await recordAndAnalyse(join(dir, 'alone.pcm'), voice, detector);
  const transcript = await transcribe('alone', alone.asrSegments);
  expect(transcript.segments.some(({ text }) => text !== '')).toBe(true);
});

test('samples that came as bytes give the words that a file gives', { timeout: SLOW }, async () => {
  start();
  const samples = spoken(ANSWER, 'slt');
  const { asrSegments } = await recordAndAnalyse(join(dir, 'named.pcm'), samples, detector);
  const named = await transcribe('named', asrSegments);
  const pcm = { recordingId: 'sealed', read: async () => toPcm16(samples) };
  under.queue.enqueue({ id: 'sealed', pcm, locale: 'en', segments: asrSegments });
  await under.queue.idle();
  expect(named.segments.some(({ text }) => text !== '')).toBe(true);
  expect(under.outcomes).toMatchObject([{ id: 'named' }, { id: 'sealed', ok: named }]);
});

/** Name and parent of a running program; null when it has ended, also when nobody has collected it yet. */
function running(pid: number): { name: string; parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z'
      ? null
      : { name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), parent: Number(parent) };
  } catch (error) {
    // Ended since it was listed.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}

/** Running programs whose parent is this process. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => running(pid)?.parent === parent);
}

/** Files in the places where an answer could have been left; the dictionary in the cache is nobody's. */
function leftovers(): string[] {
  const memory = existsSync('/dev/shm') ? readdirSync('/dev/shm').filter((name) => name.startsWith('anteroom-')) : [];
  const cache = readdirSync(join(dir, 'cache'), { recursive: true, encoding: 'utf8' });
  return [...memory, ...cache.filter((name) => !name.endsWith('.dict')), ...readdirSync(join(dir, 'temporary'))];
}

test(
  'killed with the recogniser at work, the child takes the recogniser along, and nothing of the answer stays anywhere',
  { timeout: SLOW },
  async () => {
    // there already when it is tried again
    await mkdir(join(dir, 'temporary'), { recursive: true });
    vi.stubEnv('TMPDIR', join(dir, 'temporary'));
    start();
    const samples = spoken(ANSWER, 'slt');
    const { asrSegments } = await recordAndAnalyse(join(dir, 'killed.pcm'), samples, detector);
    const pcm = { recordingId: 'killed', read: async () => toPcm16(samples) };
    under.queue.enqueue({ id: 'killed', pcm, locale: 'en', segments: asrSegments });
    let program = 0;
    await vi.waitFor(
      () => {
        program = childrenOf(pidOf(under))[0] ?? 0;
        // not before it is the recogniser itself: what starts it has not yet tied it to its parent
        expect(running(program)?.name).toMatch(/^pocketsphinx/);
      },
      { timeout: 20_000, interval: 10 },
    );
    const given = [3, 4, 5, 6].map((fd) => readlinkSync(`/proc/${program}/fd/${fd}`));
    expect(given.filter((path) => !path.endsWith(' (deleted)'))).toEqual([]);
    expect(leftovers()).toEqual([]);
    const killed = pidOf(under);
    process.kill(killed, 'SIGKILL');
    await under.queue.idle();
    expect(under.outcomes).toMatchObject([{ id: 'killed', attempts: 2, ok: {} }]);
    expect(running(program)).toBeNull();
    expect(leftovers()).toEqual([]);
    expect(readdirSync(join(dir, 'cache'))).toHaveLength(1);
  },
);
