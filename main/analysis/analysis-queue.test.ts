import { expect, test, vi } from 'vitest';
import type { AnalysisError, AnalystRequest } from '#shared/analysis.ts';
import { createAnalysisQueue, defaultTimeoutMs, type AnalysisQueueParts } from './analysis-queue.ts';
import { createFakeAnalyst, sampleSpeechAnalysis } from './analyst-child.fake.ts';
import type { FakeChild } from './child.fake.ts';
import { defaultBackoffMs } from './child-queue.ts';
import type { AnalysisOutcome, ChildLogEntry, ChildProgress, JobPcm, Timer } from './ports.ts';

const JOB_TIMEOUT_MS = 7_000;
const damaged: AnalysisError = { code: 'model_hash_mismatch', message: 'not the catalog’s file' };

/** Back-offs pass at once; anything longer waits until the test lets it run out. */
function createTestTimer(): { timer: Timer; delays: number[]; runOut: (delayMs: number) => boolean } {
  const held = new Map<number, { delayMs: number; run: () => void }>();
  const delays: number[] = [];
  let next = 0;
  return {
    delays,
    timer: (delayMs, run) => {
      delays.push(delayMs);
      const key = next++;
      held.set(key, { delayMs, run });
      if (delayMs < 5_000) setImmediate(() => held.get(key)?.run());
      return () => held.delete(key);
    },
    runOut: (delayMs) => {
      const found = [...held.values()].find((entry) => entry.delayMs === delayMs);
      found?.run();
      return found !== undefined;
    },
  };
}

function setUp(launch: FakeChild<AnalystRequest>, more: Partial<AnalysisQueueParts> = {}) {
  const outcomes: AnalysisOutcome[] = [];
  const logged: ChildLogEntry[] = [];
  const progress: ChildProgress[] = [];
  const clock = createTestTimer();
  const queue = createAnalysisQueue({
    launch,
    log: (entry) => void logged.push(entry),
    onResult: (outcome) => void outcomes.push(outcome),
    onProgress: (at) => void progress.push(at),
    timer: clock.timer,
    timeoutMs: () => JOB_TIMEOUT_MS,
    ...more,
  });
  const give = (...ids: string[]) => ids.map((id) => queue.enqueue({ id, pcm: { path: `/recordings/${id}.pcm` } }));
  return { queue, outcomes, logged, progress, clock, give };
}

test('jobs are settled once each, in the order given, by one child', async () => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes, give, progress } = setUp(analyst);
  expect(give('a', 'b', 'c')).toEqual(['accepted', 'accepted', 'accepted']);
  await queue.idle();
  expect(outcomes).toEqual(['a', 'b', 'c'].map((id) => ({ id, attempts: 1, ok: sampleSpeechAnalysis() })));
  expect(analyst.starts).toBe(1);
  expect(progress[0]).toEqual({ id: 'a', attempt: 1, doneMs: 5_000, totalMs: 10_000 });
  expect(queue.state()).toEqual({ child: 'ready', pid: 1001, waiting: 0, workingOn: null, crashes: 0 });
});

test('no child is started before there is work', async () => {
  const analyst = createFakeAnalyst();
  const { queue } = setUp(analyst);
  await queue.idle();
  expect(analyst.starts).toBe(0);
});

test('a job already waiting is not taken twice', async () => {
  const { queue, outcomes, give } = setUp(createFakeAnalyst());
  expect(give('a', 'a')).toEqual(['accepted', 'duplicate']);
  await queue.idle();
  expect(outcomes).toHaveLength(1);
});

test('a child that crashes once is replaced, and the job succeeds the second time', async () => {
  const analyst = createFakeAnalyst((id, attempt) => (id === 'a' && attempt === 1 ? 'crash' : 'do'));
  const { queue, outcomes, give, logged } = setUp(analyst);
  give('a', 'b');
  await queue.idle();
  expect(outcomes).toEqual([
    { id: 'a', attempts: 2, ok: sampleSpeechAnalysis() },
    { id: 'b', attempts: 1, ok: sampleSpeechAnalysis() },
  ]);
  expect(analyst.asked).toEqual(['a', 'a', 'b']);
  expect(logged.filter((entry) => entry.eventId === 'analyst_ended').map((entry) => entry.detail['signal'])).toEqual([
    'SIGABRT',
  ]);
});

test('a recording that kills three children is given up with the way they ended, and the next one is analysed', async () => {
  const analyst = createFakeAnalyst((id) => (id === 'poison' ? 'crash' : 'do'));
  const { queue, outcomes, give, clock } = setUp(analyst);
  give('poison', 'b');
  await queue.idle();
  expect(outcomes[0]).toEqual({
    id: 'poison',
    attempts: 3,
    error: {
      code: 'analyst_crashed',
      message: 'The analyst ended with signal SIGABRT.',
      exitCode: null,
      signal: 'SIGABRT',
    },
  });
  expect(outcomes[1]).toMatchObject({ id: 'b', attempts: 1, ok: { speechMs: 7_008 } });
  expect(clock.delays.filter((delay) => delay < 5_000)).toEqual([250, 500, 1_000]);
});

test('the back-off starts again after a success', async () => {
  const analyst = createFakeAnalyst((_id, attempt) => (attempt === 1 ? 'crash' : 'do'));
  const { queue, give, clock } = setUp(analyst);
  give('a', 'b');
  await queue.idle();
  expect(clock.delays.filter((delay) => delay < 5_000)).toEqual([250, 250]);
});

test('a child that hangs is killed when its time is up, and the job is tried again', async () => {
  const analyst = createFakeAnalyst((_id, attempt) => (attempt === 1 ? 'hang' : 'do'));
  const { queue, outcomes, give, clock, logged } = setUp(analyst);
  give('a');
  await vi.waitFor(() => expect(queue.state().child).toBe('working'));
  expect(analyst.kills).toBe(0);
  clock.runOut(JOB_TIMEOUT_MS);
  await queue.idle();
  expect(analyst.kills).toBe(1);
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 2, ok: {} }]);
  expect(logged.map((entry) => entry.eventId)).toContain('analysis_timed_out');
});

test('a job that hangs every time is given up as timed out', async () => {
  const { queue, outcomes, give, clock } = setUp(createFakeAnalyst(() => 'hang'));
  give('a');
  for (let attempt = 1; attempt <= 3; attempt++) {
    await vi.waitFor(() => expect(clock.runOut(JOB_TIMEOUT_MS)).toBe(true));
  }
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 3, error: { code: 'analyst_timed_out' } }]);
});

test('a child that ends while nobody needs it is replaced for the next job, which loses no attempt', async () => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes, give } = setUp(analyst);
  give('a');
  await queue.idle();
  analyst.crashNow();
  await vi.waitFor(() => expect(queue.state().child).toBe('none'));
  give('b');
  await queue.idle();
  expect(outcomes[1]).toMatchObject({ id: 'b', attempts: 1 });
  expect(analyst.starts).toBe(2);
});

test.each(['talk_nonsense', 'answer_another'] as const)('a child that starts to %s is not believed', async (answer) => {
  const analyst = createFakeAnalyst((_id, attempt) => (attempt === 1 ? answer : 'do'));
  const { queue, outcomes, give } = setUp(analyst);
  give('a');
  await queue.idle();
  expect(outcomes).toEqual([{ id: 'a', attempts: 2, ok: sampleSpeechAnalysis() }]);
  expect(analyst.kills).toBe(1);
});

test('an error the child names is the outcome, without another attempt', async () => {
  const missing: AnalysisError = { code: 'pcm_missing', message: 'gone' };
  const analyst = createFakeAnalyst(() => missing);
  const { queue, outcomes, give } = setUp(analyst);
  give('a');
  await queue.idle();
  expect(outcomes).toEqual([{ id: 'a', attempts: 1, error: missing }]);
  expect(analyst.starts).toBe(1);
});

test('a damaged model fails every waiting job with its reason, and the next job finds it repaired', async () => {
  const analyst = createFakeAnalyst(undefined, (start) => (start === 1 ? damaged : 'ready'));
  const { queue, outcomes, give } = setUp(analyst);
  give('a', 'b');
  await queue.idle();
  expect(outcomes).toEqual([
    { id: 'a', attempts: 0, error: damaged },
    { id: 'b', attempts: 0, error: damaged },
  ]);
  expect(analyst.starts).toBe(1);
  give('c');
  await queue.idle();
  expect(outcomes[2]).toMatchObject({ id: 'c', attempts: 1, ok: {} });
});

test.each(['crash', 'throw'] as const)(
  'a child that can never be started (%s) costs each job three attempts',
  async (start) => {
    const analyst = createFakeAnalyst(undefined, () => start);
    const { queue, outcomes, give } = setUp(analyst);
    give('a', 'b');
    await queue.idle();
    expect(outcomes.map((outcome) => [outcome.id, outcome.attempts, 'error' in outcome && outcome.error.code])).toEqual(
      [
        ['a', 3, 'analyst_crashed'],
        ['b', 3, 'analyst_crashed'],
      ],
    );
  },
);

test('a child that never gets ready is killed', async () => {
  const analyst = createFakeAnalyst(undefined, (start) => (start === 1 ? 'hang' : 'ready'));
  const { queue, outcomes, give, clock } = setUp(analyst);
  give('a');
  clock.runOut(30_000);
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 2, ok: {} }]);
});

test('a taker of results that throws is logged, and the queue goes on', async () => {
  const taken: string[] = [];
  const { queue, give, logged } = setUp(createFakeAnalyst(), {
    onResult: ({ id }) => {
      if (id === 'a') throw new Error('disk full');
      taken.push(id);
    },
  });
  give('a', 'b');
  await queue.idle();
  expect(taken).toEqual(['b']);
  expect(logged).toContainEqual({
    eventId: 'analysis_result_not_taken',
    disposition: 'failure',
    detail: { id: 'a', message: 'disk full' },
  });
});

test('stopping ends the child, drops what waits and takes nothing more', async () => {
  const analyst = createFakeAnalyst(() => 'hang');
  const { queue, outcomes, give } = setUp(analyst);
  give('a', 'b');
  await vi.waitFor(() => expect(queue.state().workingOn).toBe('a'));
  const idle = queue.idle();
  await queue.stop();
  await idle;
  expect(analyst.kills).toBe(1);
  expect(outcomes).toEqual([]);
  expect(give('c')).toEqual(['stopped']);
  expect(queue.state()).toMatchObject({ child: 'stopped', waiting: 0, pid: null });
});

/** Recordings that are read when their turn comes; each reading ends when the test says so. */
function heldReadings() {
  const readings: { id: string; end: (result: Uint8Array | Error) => void }[] = [];
  const pcmOf = (id: string): JobPcm => ({
    recordingId: id,
    read() {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
      readings.push({ id, end: (result) => (result instanceof Error ? reject(result) : resolve(result)) });
      return promise;
    },
  });
  const begun = (...ids: string[]) => vi.waitFor(() => expect(readings.map(({ id }) => id)).toEqual(ids));
  return { readings, pcmOf, begun };
}
const SAMPLES = new Uint8Array(200);

test('a recording of the kiosk is read when its turn comes, and again for another attempt', async () => {
  const analyst = createFakeAnalyst((id, attempt) => (id === 'a' && attempt === 1 ? 'crash' : 'do'));
  const { queue, outcomes } = setUp(analyst);
  const { readings, pcmOf, begun } = heldReadings();
  for (const id of ['a', 'b']) queue.enqueue({ id, pcm: pcmOf(id) });
  await begun('a');
  expect(queue.state()).toMatchObject({ child: 'reading', workingOn: 'a', waiting: 2 });
  expect(analyst.asked).toEqual([]);
  readings[0]?.end(SAMPLES);
  await begun('a', 'a');
  readings[1]?.end(SAMPLES);
  await begun('a', 'a', 'b');
  readings[2]?.end(SAMPLES);
  await queue.idle();
  expect(outcomes.map(({ id, attempts }) => [id, attempts])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test.each([
  ['for no reason we know', new Error('disk gone'), 'pcm_unreadable'],
  ['because it is gone', Object.assign(new Error('gone'), { code: 'ENOENT' }), 'pcm_missing'],
  ['for a reason of the disk', Object.assign(new Error('bad block'), { code: 'EIO' }), 'pcm_unreadable'],
  [
    'for a reason the analyst knows too',
    Object.assign(new Error('torn'), { code: 'pcm_odd_length' }),
    'pcm_odd_length',
  ],
])('a recording that cannot be read, %s, fails in its turn and costs no child', async (_case, error, code) => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes, logged, give } = setUp(analyst);
  give('before');
  queue.enqueue({ id: 'bad', pcm: { recordingId: 'bad', read: () => Promise.reject(error) } });
  give('after');
  await queue.idle();
  expect(outcomes.map(({ id }) => id)).toEqual(['before', 'bad', 'after']);
  expect(outcomes[1]).toMatchObject({ attempts: 1, error: { code } });
  expect(analyst.asked).toEqual(['before', 'after']);
  expect([analyst.starts, analyst.kills, queue.state().crashes]).toEqual([1, 0, 0]);
  expect(logged).toContainEqual({
    eventId: 'analysis_not_read',
    disposition: 'failure',
    detail: { id: 'bad', code, message: `The recording was not read: ${error.message}` },
  });
});

test('a child lost while a recording is read: the next child is asked with what was read for it', async () => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes } = setUp(analyst);
  const { readings, pcmOf, begun } = heldReadings();
  queue.enqueue({ id: 'a', pcm: pcmOf('a') });
  await begun('a');
  analyst.crashNow();
  await begun('a', 'a');
  readings[0]?.end(SAMPLES);
  await new Promise(setImmediate);
  expect([analyst.starts, analyst.asked]).toEqual([2, []]);
  readings[1]?.end(SAMPLES);
  await queue.idle();
  expect(analyst.asked).toEqual(['a']);
  expect(outcomes).toEqual([{ id: 'a', attempts: 2, ok: sampleSpeechAnalysis() }]);
});

test('a reading that fails after its child was lost is logged and settles nothing', async () => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes, logged } = setUp(analyst);
  const { readings, pcmOf, begun } = heldReadings();
  queue.enqueue({ id: 'a', pcm: pcmOf('a') });
  await begun('a');
  analyst.crashNow();
  await begun('a', 'a');
  readings[0]?.end(new Error('disk gone'));
  await vi.waitFor(() => expect(logged.map(({ eventId }) => eventId)).toContain('analysis_not_read'));
  expect(outcomes).toEqual([]);
  readings[1]?.end(SAMPLES);
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 2, ok: {} }]);
});

test('stopped while a recording is read, nothing is sent to anybody', async () => {
  const analyst = createFakeAnalyst();
  const { queue, outcomes } = setUp(analyst);
  const { readings, pcmOf, begun } = heldReadings();
  queue.enqueue({ id: 'a', pcm: pcmOf('a') });
  await begun('a');
  await queue.stop();
  readings[0]?.end(SAMPLES);
  await new Promise(setImmediate);
  expect([analyst.asked, outcomes]).toEqual([[], []]);
  expect(queue.state().child).toBe('stopped');
});

test('the time of a job runs while its recording is read, and does not begin again when it is sent', async () => {
  const analyst = createFakeAnalyst(() => 'hang');
  const { queue, outcomes, clock } = setUp(analyst);
  const { readings, pcmOf, begun } = heldReadings();
  queue.enqueue({ id: 'a', pcm: pcmOf('a') });
  await begun('a');
  clock.runOut(JOB_TIMEOUT_MS);
  await begun('a', 'a');
  readings[1]?.end(SAMPLES);
  await vi.waitFor(() => expect(analyst.asked).toEqual(['a']));
  expect(clock.delays.filter((delay) => delay === JOB_TIMEOUT_MS)).toHaveLength(2);
  clock.runOut(JOB_TIMEOUT_MS);
  await begun('a', 'a', 'a');
  clock.runOut(JOB_TIMEOUT_MS);
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'a', attempts: 3, error: { code: 'analyst_timed_out' } }]);
});

test('the back-off doubles up to 30 s and long recordings get half their length', () => {
  expect([1, 2, 3, 4, 8, 100].map(defaultBackoffMs)).toEqual([250, 500, 1_000, 2_000, 30_000, 30_000]);
  expect(defaultTimeoutMs({ id: 'a', pcm: { path: 'a' } })).toBe(30_000);
  expect(defaultTimeoutMs({ id: 'a', pcm: { path: 'a' }, durationMs: 120_000 })).toBe(60_000);
});
