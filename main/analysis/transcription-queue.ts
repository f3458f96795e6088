import { TranscriberReply, type RecogniserChoice, type TranscriberRequest } from '#shared/transcript-protocol.ts';
import { TranscriptionErrorCode, type Transcript, type TranscriptionError } from '#shared/transcript.ts';
import { createChildQueue, type ChildMessage, type ChildQueue, type ChildQueueParts } from './child-queue.ts';
import type { TranscriptionJob } from './ports.ts';
import { readFailure, withPcm } from './read-pcm.ts';

export interface TranscriptionQueueParts extends ChildQueueParts<TranscriberRequest, Transcript, TranscriptionError> {
  /** Which recogniser serves a language now; asked as each job is taken. Null: none is installed. */
  readonly chooseRecogniser: (locale: TranscriptionJob['locale']) => RecogniserChoice | null;
  /** How long one attempt at a job may take. */
  readonly timeoutMs?: (job: TranscriptionJob) => number;
}

export type TranscriptionQueue = ChildQueue<TranscriptionJob>;

/** A cold disk gives a 240 MB model in some seconds, hashed and loaded again after every crash. */
const LOAD_LIMIT_MS = 60_000;
/** Twice real time: ten times what the slowest recogniser needs here (.18 of the speech's length). */
const LIMIT_PER_SPEECH = 2;

/** One minute and twice the length of the speech. */
export function defaultTranscriptionTimeoutMs({ segments }: TranscriptionJob): number {
  return LOAD_LIMIT_MS + LIMIT_PER_SPEECH * segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

type ChosenJob = TranscriptionJob & { readonly recogniser: RecogniserChoice | null };

function parse(value: unknown): ChildMessage<Transcript, TranscriptionError> {
  const reply = TranscriberReply.parse(value);
  if (reply.kind === 'ready') return { kind: 'ready', model: null };
  return reply.kind === 'transcribed' ? { ...reply, kind: 'done' } : reply;
}

/**
 * The queue of the transcriber: recordings in, one `Transcript` each out. See `createChildQueue` for what it guarantees.
 *
 * A job in a language without a recogniser fails with `no_recogniser`, in its turn and without a child.
 */
export function createTranscriptionQueue(parts: TranscriptionQueueParts): TranscriptionQueue {
  const queue = createChildQueue<ChosenJob, TranscriberRequest, Transcript, TranscriptionError>(
    {
      name: 'transcriber',
      work: 'transcription',
      refuse: ({ recogniser, locale }) =>
        recogniser === null
          ? { code: 'no_recogniser', message: `No recogniser for ${locale} is installed on this kiosk.` }
          : null,
      request({ id, pcm, locale, segments, recogniser, isAhead = false }) {
        if (recogniser === null) throw new Error(`job ${id} was refused and is sent all the same`);
        return withPcm(pcm, (input): TranscriberRequest => {
          return { kind: 'transcribe', id, pcm: input, locale, segments: [...segments], recogniser, isAhead };
        });
      },
      requestFailure: (error) => readFailure(TranscriptionErrorCode, error),
      parse,
      failure: (loss, message, exit) => ({
        code: `transcriber_${loss}`,
        message,
        ...(exit === undefined ? {} : { exitCode: exit.code, signal: exit.signal }),
      }),
      timeoutMs: parts.timeoutMs ?? defaultTranscriptionTimeoutMs,
    },
    parts,
  );
  return { ...queue, enqueue: (job) => queue.enqueue({ ...job, recogniser: parts.chooseRecogniser(job.locale) }) };
}
