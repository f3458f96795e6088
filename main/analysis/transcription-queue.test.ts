import { expect, test } from 'vitest';
import type { TranscriptionError } from '#shared/transcript.ts';
import type { TranscriptionOutcome } from './ports.ts';
import { createFakeTranscriber, SAMPLE_CHOICE, sampleTranscript } from './transcriber-child.fake.ts';
import {
  createTranscriptionQueue,
  defaultTranscriptionTimeoutMs,
  type TranscriptionQueueParts,
} from './transcription-queue.ts';

const SEGMENTS = [
  { startMs: 892, endMs: 4_200 },
  { startMs: 4_900, endMs: 9_200 },
];

/** The guarantees of the queue itself are tested with the analyst: both are one queue. */
function setUp(launch = createFakeTranscriber(), more: Partial<TranscriptionQueueParts> = {}) {
  const outcomes: TranscriptionOutcome[] = [];
  const queue = createTranscriptionQueue({
    launch,
    log: () => undefined,
    chooseRecogniser: () => SAMPLE_CHOICE,
    onResult: (outcome) => void outcomes.push(outcome),
    backoffMs: () => 1,
    ...more,
  });
  const give = (id: string, locale: 'zh-CN' | 'en' = 'en') =>
    queue.enqueue({ id, pcm: { path: `/recordings/${id}.pcm` }, locale, segments: SEGMENTS });
  return { queue, outcomes, give };
}

test('each recording becomes one transcript, in order, by one child', async () => {
  const transcriber = createFakeTranscriber();
  const { queue, outcomes, give } = setUp(transcriber);
  expect([give('a'), give('b'), give('a')]).toEqual(['accepted', 'accepted', 'duplicate']);
  await queue.idle();
  expect(outcomes).toEqual(['a', 'b'].map((id) => ({ id, attempts: 1, ok: sampleTranscript() })));
  expect(transcriber.starts).toBe(1);
});

test('a language without a recogniser is a named failure in its turn, and costs no child', async () => {
  const transcriber = createFakeTranscriber();
  const { queue, outcomes, give } = setUp(transcriber, {
    chooseRecogniser: (locale) => (locale === 'en' ? SAMPLE_CHOICE : null),
  });
  give('zh', 'zh-CN');
  await queue.idle();
  expect(outcomes).toMatchObject([{ id: 'zh', attempts: 0, error: { code: 'no_recogniser' } }]);
  expect(transcriber.starts).toBe(0);
  give('en');
  give('zh2', 'zh-CN');
  give('en2');
  await queue.idle();
  expect(outcomes.map(({ id }) => id)).toEqual(['zh', 'en', 'zh2', 'en2']);
  expect(outcomes[2]).toMatchObject({ error: { code: 'no_recogniser' } });
  expect(transcriber.asked).toEqual(['en', 'en2']);
});

test('crashes, nonsense and strange answers are tried three times and named', async () => {
  const transcriber = createFakeTranscriber((id, attempt) =>
    id === 'poison' ? 'crash' : id === 'odd' && attempt === 1 ? 'talk_nonsense' : 'do',
  );
  const { queue, outcomes, give } = setUp(transcriber);
  give('poison');
  give('odd');
  await queue.idle();
  expect(outcomes).toEqual([
    {
      id: 'poison',
      attempts: 3,
      error: {
        code: 'transcriber_crashed',
        message: 'The transcriber ended with signal SIGABRT.',
        exitCode: null,
        signal: 'SIGABRT',
      },
    },
    { id: 'odd', attempts: 2, ok: sampleTranscript() },
  ]);
});

test('an error the child names is the outcome, without another attempt', async () => {
  const error: TranscriptionError = { code: 'nothing_recognised', message: '7608 ms of speech and not one word' };
  const { queue, outcomes, give } = setUp(createFakeTranscriber(() => error));
  give('a');
  await queue.idle();
  expect(outcomes).toEqual([{ id: 'a', attempts: 1, error }]);
});

test('a recording that cannot be read is a failure of its own, with a code this protocol knows', async () => {
  const transcriber = createFakeTranscriber();
  const { queue, outcomes, give } = setUp(transcriber);
  for (const [id, code] of [
    ['torn', 'pcm_odd_length'],
    ['strange', 'analyst_crashed'],
  ]) {
    const read = () => Promise.reject(Object.assign(new Error('no'), { code }));
    queue.enqueue({ id: `${id}`, pcm: { recordingId: `${id}`, read }, locale: 'en', segments: SEGMENTS });
  }
  give('good');
  await queue.idle();
  expect(outcomes).toMatchObject([
    { id: 'torn', error: { code: 'pcm_odd_length' } },
    { id: 'strange', error: { code: 'pcm_unreadable' } },
    { id: 'good', ok: {} },
  ]);
  expect(transcriber.starts).toBe(1);
});

test('a minute for the model, and twice the speech', () => {
  const job = { id: 'a', pcm: { path: 'a' }, locale: 'en', segments: SEGMENTS } as const;
  expect(defaultTranscriptionTimeoutMs(job)).toBe(60_000 + 2 * 7_608);
  expect(defaultTranscriptionTimeoutMs({ ...job, segments: [] })).toBe(60_000);
});
