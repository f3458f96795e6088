import { resolve } from 'node:path';
import { transcriberProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import type { ChildLogEntry, ChildProgress, TranscriptionOutcome } from '#main/analysis/ports.ts';
import {
  createTranscriptionQueue,
  type TranscriptionQueue,
  type TranscriptionQueueParts,
} from '#main/analysis/transcription-queue.ts';

/** A queue over the real child, and what came out of it. */
export interface QueueUnderTest {
  readonly queue: TranscriptionQueue;
  readonly outcomes: TranscriptionOutcome[];
  /** With the time each line was written, in milliseconds of `performance.now`. */
  readonly logged: (ChildLogEntry & { readonly atMs: number })[];
  readonly progress: ChildProgress[];
}

export function startTranscriber(
  cacheDir: string,
  chooseRecogniser: TranscriptionQueueParts['chooseRecogniser'],
  more: Partial<TranscriptionQueueParts> = {},
): QueueUnderTest {
  const outcomes: TranscriptionOutcome[] = [];
  const logged: (ChildLogEntry & { readonly atMs: number })[] = [];
  const progress: ChildProgress[] = [];
  const log = (entry: ChildLogEntry): void => void logged.push({ ...entry, atMs: performance.now() });
  const queue = createTranscriptionQueue({
    launch: createNodeChildLauncher(transcriberProgram(resolve('main/children/transcriber.ts'), cacheDir), log),
    log,
    chooseRecogniser,
    onResult: (outcome) => void outcomes.push(outcome),
    backoffMs: () => 1,
    ...more,
    onProgress: (at) => {
      progress.push(at);
      more.onProgress?.(at);
    },
  });
  return { queue, outcomes, logged, progress };
}

/** Process id of the running child. */
export function pidOf({ queue }: QueueUnderTest): number {
  const { pid } = queue.state();
  if (pid === null) throw new Error('no transcriber is running');
  return pid;
}
