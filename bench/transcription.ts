import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TimeSpan } from '#shared/analysis.ts';
import { findPocketsphinx } from '#main/analysis/find-pocketsphinx.ts';
import { loadSileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { loadPocketsphinxRecogniser } from '#main/children/transcriber/pocketsphinx.native.ts';
import { STORIES } from '#tests/fixtures/stories.ts';
import { recordAndAnalyse, spoken } from '#tests/transcription/spoken-recording.ts';
import { startTranscriber } from '#tests/transcription/test-queue.ts';
import { wordErrors, wordsOf } from '#tests/transcription/word-errors.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * What turning six spoken answers into text costs with the system's recogniser, and how wrong the text is. Synthetic voices:
 * the error rates say nothing about people.
 *
 * @returns `prepare_ms` hashing the model and writing the dictionary, once per start; `speech_s` speech per voice;
 *   `decode_rtf` seconds per second of speech, the program's start included; `first_result_ms` from an empty queue to the
 *   first transcript, child start included; `wer_*` word error rate by voice; `doubted_*` share of words it doubts
 */
export async function benchTranscription(): Promise<Record<string, number>> {
  const choice = findPocketsphinx(process.env['PATH'] ?? '');
  if (choice === null) throw new Error('pocketsphinx and pocketsphinx-en-us are not installed');
  const dir = await mkdtemp(join(tmpdir(), 'bench-transcription-'));
  try {
    const detector = await loadSileroVoiceDetector(join(ROOT, 'models'));
    const prepareStarted = performance.now();
    const recogniser = await loadPocketsphinxRecogniser(choice, dir);
    const figures: Record<string, number> = { prepare_ms: performance.now() - prepareStarted };
    const answers = (STORIES['store-associate']?.spoken ?? []).map(({ text }) => text.en);
    let first: { pcm: { path: string }; segments: readonly TimeSpan[] } | null = null;
    let decodeMs = 0;
    let speechMs = 0;
    for (const voice of ['slt', 'rms', 'kal16'] as const) {
      let [errors, words, pieces, doubted] = [0, 0, 0, 0];
      for (const [i, answer] of answers.entries()) {
        const pcm = { path: join(dir, `${voice}-${i}.pcm`) };
        const { asrSegments } = await recordAndAnalyse(pcm.path, spoken(answer, voice), detector);
        first ??= { pcm, segments: asrSegments };
        const segments = asrSegments.map(({ startMs, endMs }) => ({ startMs, endMs: Math.floor(endMs) }));
        const started = performance.now();
        const heard = await recogniser.transcribe(pcm, segments, 'en', () => undefined);
        decodeMs += performance.now() - started;
        speechMs += segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
        errors += wordErrors(wordsOf(answer), wordsOf(heard.map(({ text }) => text).join(' ')));
        words += wordsOf(answer).length;
        pieces += heard.reduce((sum, each) => sum + each.pieces, 0);
        doubted += heard.reduce((sum, each) => sum + each.unknownPieces, 0);
      }
      figures[`wer_${voice}`] = errors / words;
      figures[`doubted_${voice}`] = doubted / pieces;
    }
    figures['speech_s'] = speechMs / 3 / 1000;
    figures['decode_rtf'] = decodeMs / speechMs;
    if (first !== null) figures['first_result_ms'] = await timeFirstResult(dir, choice, first);
    return figures;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function timeFirstResult(
  dir: string,
  choice: NonNullable<ReturnType<typeof findPocketsphinx>>,
  recording: { readonly pcm: { readonly path: string }; readonly segments: readonly TimeSpan[] },
): Promise<number> {
  const started = performance.now();
  const { queue, outcomes } = startTranscriber(join(dir, 'cache'), () => choice);
  queue.enqueue({ id: 'answer', locale: 'en', ...recording });
  await queue.idle();
  const elapsedMs = performance.now() - started;
  await queue.stop();
  const [outcome] = outcomes;
  if (outcome === undefined || 'error' in outcome) throw new Error(`not transcribed: ${JSON.stringify(outcome)}`);
  return elapsedMs;
}
