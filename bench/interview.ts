import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerScorer, type ScoredAnswer } from '#main/answer-scorer.ts';
import { analystProgram, transcriberProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import { type AnswerReader, createAnswerReader } from '#main/answer-reader.ts';
import { locate } from '#main/locations.ts';
import { openRecognisers } from '#main/open-models.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { readWavAs16kMono, toPcm16 } from '#main/wav-file.ts';
import type { TimeSpan } from '#shared/analysis.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { STORIES } from '#tests/fixtures/stories.ts';

const ANSWERS = 8;
/** Words of a one-minute answer: flite says about three in a second. */
const WORDS = 165;
/** What the target allows after the last answer. */
const TARGET_MS = 3000;

/** Stories of the shop in a row until they fill a minute, beginning with another one for each answer. */
function minuteOf(index: number): string {
  const stories = (STORIES['store-associate']?.spoken ?? []).map(({ text }) => text.en);
  const words: string[] = [];
  for (let at = index; words.length < WORDS; at += 1) words.push(...(stories[at % stories.length] ?? '').split(' '));
  return words.slice(0, WORDS).join(' ');
}

/** How often a kiosk listens to an answer that is still being spoken (`AHEAD_EVERY_SLICES`), s. */
const AHEAD_EVERY_S = 8;
const BYTES_PER_S = 32_000;

/** One answer read while it is spoken: how long after its last word everything is read. */
interface ReadAhead {
  spokenMs: number;
  /** Of each time it was listened to ahead. */
  aheadMs: number[];
  /** Analysis of the whole, and words of what was not heard yet. */
  lastMs: number;
}

/**
 * How long a candidate waits for the computer after the last of eight one-minute answers.
 *
 * Every stage is measured with the real children on sound that grows as a recording grows; the timeline is worked out from
 * the measured times: a kiosk listens ahead every 8 s of sound, one thing at a time, and takes the rest when the answer ends.
 * Each answer begins when the one before it ended: nobody thinks, reads or confirms in between.
 *
 * @returns means per stage in ms and real-time factors; `at_once_ms`: the last answer read only after its last word;
 *   `ready_after_last_word_ms` and its share of the target of 3 s; `ahead_share`: the wait against `at_once_ms`
 */
export async function benchInterview(): Promise<Record<string, number>> {
  const { analystFile, transcriberFile, resourcesDirectory, modelsDirectory } = locate();
  const folder = await mkdtemp(join(tmpdir(), 'bench-interview-'));
  const children = {
    analyst: createNodeChildLauncher(analystProgram(analystFile, modelsDirectory), () => undefined),
    transcriber: createNodeChildLauncher(transcriberProgram(transcriberFile, folder), () => undefined),
    chooseRecogniser: await openRecognisers(
      { shippedDirectory: modelsDirectory, storeDirectory: join(folder, 'models') },
      process.env['PATH'] ?? '',
    ),
    log: () => undefined,
  };
  const scorer = createAnswerScorer({ jobs: await readJobs(join(resourcesDirectory, 'jobs')), ...children });
  let segments: readonly TimeSpan[] = [];
  const reader = createAnswerReader({
    ...children,
    onAnalysed: (_id, outcome) => void (segments = outcome.state === 'analysed' ? outcome.analysis.asrSegments : []),
    onTranscribed: () => undefined,
    onAssessed: () => undefined,
  });
  try {
    const atOnce: ScoredAnswer[] = [];
    const ahead: ReadAhead[] = [];
    for (let index = 0; index < ANSWERS; index += 1) {
      const audio = synthesizeSpeech({ text: minuteOf(index), locale: 'en', sampleRateHz: 16_000 });
      atOnce.push(await scorer.score({ job: 'store-associate', item: 'upset-person', lang: 'en', audio }));
      const sound = toPcm16(await readWavAs16kMono(audio));
      ahead.push(await readWhileSpoken(reader, String(index), sound, () => segments));
    }
    return figures(atOnce, ahead);
  } finally {
    await Promise.all([scorer.close(), reader.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function readWhileSpoken(
  reader: AnswerReader,
  id: string,
  sound: Uint8Array,
  segments: () => readonly TimeSpan[],
): Promise<ReadAhead> {
  const timed = async (work: () => void): Promise<number> => {
    const begun = performance.now();
    work();
    await reader.idle();
    return performance.now() - begun;
  };
  const recordingOf = (bytes: Uint8Array) => ({ recordingId: id, read: async () => bytes });
  const aheadMs: number[] = [];
  for (let seconds = AHEAD_EVERY_S; seconds * BYTES_PER_S <= sound.byteLength; seconds += AHEAD_EVERY_S) {
    const pcm = recordingOf(sound.subarray(0, seconds * BYTES_PER_S));
    aheadMs.push(await timed(() => reader.listenAhead({ id, pcm, locale: 'en' })));
  }
  const pcm = recordingOf(sound);
  const analyseMs = await timed(() => reader.analyse({ id, pcm, prosody: true }));
  const transcribeMs = await timed(() => reader.transcribe({ id, pcm, locale: 'en', segments: segments() }));
  return { spokenMs: (sound.byteLength / BYTES_PER_S) * 1000, aheadMs, lastMs: analyseMs + transcribeMs };
}

/** When the last of the answers is read, counted from its last word, ms. */
function readyAfterLastWordMs(answers: readonly ReadAhead[], assessMs: number): number {
  let begun = 0;
  let free = 0;
  for (const { spokenMs, aheadMs, lastMs } of answers) {
    for (const [at, ms] of aheadMs.entries()) {
      // asked again while the last time is not done, a kiosk leaves it out; taking it all the same can only be later
      free = Math.max(free, begun + (at + 1) * AHEAD_EVERY_S * 1000) + ms;
    }
    begun += spokenMs;
    free = Math.max(free, begun) + lastMs + assessMs;
  }
  return free - begun;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function figures(atOnce: readonly ScoredAnswer[], ahead: readonly ReadAhead[]): Record<string, number> {
  // the first answer of a process also loads models and dictionaries; a kiosk did that in an interview before
  const warm = atOnce.slice(1);
  const stage = (name: string) => meanOf(warm.map(({ timings }) => timings[name] ?? Number.NaN));
  const spokenMs = meanOf(ahead.slice(1).map((each) => each.spokenMs));
  const atOnceMs = stage('analyse') + stage('transcribe') + stage('assess');
  const readyMs = readyAfterLastWordMs(ahead, stage('assess'));
  return {
    answers: atOnce.length,
    transcripts: atOnce.filter(({ transcript }) => transcript !== null).length,
    spoken_s: spokenMs / 1000,
    analyse_ms: stage('analyse'),
    transcribe_ms: stage('transcribe'),
    assess_ms: stage('assess'),
    analyse_rtf: stage('analyse') / spokenMs,
    transcribe_rtf: stage('transcribe') / spokenMs,
    at_once_ms: atOnceMs,
    ahead_step_ms: meanOf(ahead.slice(1).flatMap(({ aheadMs }) => aheadMs)),
    left_at_the_end_ms: meanOf(ahead.slice(1).map(({ lastMs }) => lastMs)),
    ready_after_last_word_ms: readyMs,
    ahead_share: readyMs / atOnceMs,
    target_share: readyMs / TARGET_MS,
  };
}
