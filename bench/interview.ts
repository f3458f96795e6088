import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerScorer, type ScoredAnswer } from '#main/answer-scorer.ts';
import { analystProgram, transcriberProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import { locate } from '#main/locations.ts';
import { openRecognisers } from '#main/open-models.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { STORIES } from '#tests/fixtures/stories.ts';

const ANSWERS = 8;
/** Words of a one-minute answer: flite says about three in a second. */
const WORDS = 165;
/** Reading "your answer is saved" and pressing "keep" takes a person at least this long; the computer reads meanwhile. */
const CONFIRM_MS = 2000;
/** What the target allows after the last answer. */
const TARGET_MS = 3000;

/** Stories of the shop in a row until they fill a minute, beginning with another one for each answer. */
function minuteOf(index: number): string {
  const stories = (STORIES['store-associate']?.spoken ?? []).map(({ text }) => text.en);
  const words: string[] = [];
  for (let at = index; words.length < WORDS; at += 1) words.push(...(stories[at % stories.length] ?? '').split(' '));
  return words.slice(0, WORDS).join(' ');
}

/**
 * How long a candidate waits for the computer after the last of eight one-minute answers.
 *
 * Answers are read one after the other while the next question is asked, so a wait arises only when reading takes longer
 * than speaking. Every stage is measured with the real children; the timeline is worked out from the measured times, with
 * each answer beginning when the one before it ended: nobody thinks, reads or listens in between.
 *
 * @returns per-stage means in ms, real-time factors, `ready_after_last_word_ms`, `ready_after_kept_ms` with `CONFIRM_MS` for the
 *   screen in between, and `target_share` of the latter (1 is the target of 3 s)
 */
export async function benchInterview(): Promise<Record<string, number>> {
  const { analystFile, transcriberFile, resourcesDirectory, modelsDirectory } = locate();
  const folder = await mkdtemp(join(tmpdir(), 'bench-interview-'));
  const scorer = createAnswerScorer({
    jobs: await readJobs(join(resourcesDirectory, 'jobs')),
    analyst: createNodeChildLauncher(analystProgram(analystFile, modelsDirectory), () => undefined),
    transcriber: createNodeChildLauncher(transcriberProgram(transcriberFile, folder), () => undefined),
    chooseRecogniser: await openRecognisers(
      { shippedDirectory: modelsDirectory, storeDirectory: join(folder, 'models') },
      process.env['PATH'] ?? '',
    ),
    log: () => undefined,
  });
  try {
    const results: ScoredAnswer[] = [];
    for (let index = 0; index < ANSWERS; index += 1) {
      const audio = synthesizeSpeech({ text: minuteOf(index), locale: 'en', sampleRateHz: 16_000 });
      results.push(await scorer.score({ job: 'store-associate', item: 'upset-person', lang: 'en', audio }));
    }
    return figures(results);
  } finally {
    await scorer.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const STAGES = ['analyse', 'transcribe', 'assess'] as const;

function figures(results: readonly ScoredAnswer[]): Record<string, number> {
  const readingMs = results.map(({ timings }) => STAGES.reduce((sum, stage) => sum + (timings[stage] ?? 0), 0));
  const spokenMs = results.map(({ observations }) => observations?.durationMs ?? 0);
  // the first answer of a process also loads models and dictionaries; a kiosk did that in an interview before
  const warm = results.slice(1);
  const mean = (stage: string) => warm.reduce((sum, { timings }) => sum + (timings[stage] ?? 0), 0) / warm.length;
  const meanSpokenMs = spokenMs.slice(1).reduce((sum, ms) => sum + ms, 0) / warm.length;
  let clock = 0;
  let free = 0;
  for (const [index, ms] of readingMs.entries()) {
    clock += spokenMs[index] ?? 0;
    free = Math.max(free, clock) + ms;
  }
  return {
    answers: results.length,
    transcripts: results.filter(({ transcript }) => transcript !== null).length,
    spoken_s: meanSpokenMs / 1000,
    analyse_ms: mean('analyse'),
    transcribe_ms: mean('transcribe'),
    assess_ms: mean('assess'),
    analyse_rtf: mean('analyse') / meanSpokenMs,
    transcribe_rtf: mean('transcribe') / meanSpokenMs,
    first_answer_ms: readingMs[0] ?? Number.NaN,
    ready_after_last_word_ms: free - clock,
    ready_after_kept_ms: Math.max(0, free - clock - CONFIRM_MS),
    target_share: Math.max(0, free - clock - CONFIRM_MS) / TARGET_MS,
  };
}
