import type { AnalysisError, AnalystRequest, SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import type { Locale } from '#shared/localized.ts';
import type { Transcript, TranscriptionError } from '#shared/transcript.ts';
import type { TranscriberRequest } from '#shared/transcript-protocol.ts';

/** How a child process ended; both null when it could not even be started. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One running child. Messages are values that were copied across a process border: unchecked until parsed. */
export interface Child<Request extends object> {
  readonly pid: number | undefined;
  /** Sending to a child that has ended does nothing: its exit says the rest. */
  send(request: Request): void;
  onMessage(listen: (value: unknown) => void): void;
  /** Called exactly once. */
  onExit(listen: (exit: ChildExit) => void): void;
  /** Ends the child at once, even one that is stuck in native code. */
  kill(): void;
}

/** Starts children of one kind. A start that fails later is an exit, not an exception. */
export interface ChildLauncher<Request extends object> {
  start(): Child<Request>;
}

export type AnalystLauncher = ChildLauncher<AnalystRequest>;
export type TranscriberLauncher = ChildLauncher<TranscriberRequest>;

export type ChildName = 'analyst' | 'transcriber' | 'pdf_reader';
/** What the jobs of a child are called in the log. */
export type ChildWork = 'analysis' | 'transcription';

/** The entry file of a child and its arguments. */
export interface ChildProgram {
  readonly name: ChildName;
  readonly entryFile: string;
  readonly args: readonly string[];
}

/** One line of the log. */
export interface ChildLogEntry {
  readonly eventId:
    | `${ChildName}_${'started' | 'start_failed' | 'ended' | 'stderr' | 'message_refused'}`
    | `${ChildWork}_${'timed_out' | 'not_read' | 'retried' | 'succeeded' | 'failed' | 'result_not_taken'}`;
  readonly disposition: 'success' | 'failure' | 'na';
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export type ChildLog = (entry: ChildLogEntry) => void;

/** Runs something later; returns how to call it off. */
export type Timer = (delayMs: number, run: () => void) => () => void;

/** What became of a job: delivered exactly once, in the order the jobs were given. */
export type ChildOutcome<Value, Failure> = { readonly id: string; readonly attempts: number } & (
  | { readonly ok: Value }
  | { readonly error: Failure }
);

/** Where a job stands while it is worked on. */
export interface ChildProgress {
  readonly id: string;
  /** Starts at 1. */
  readonly attempt: number;
  readonly doneMs: number;
  readonly totalMs: number;
}

/**
 * Where the samples of a job come from: see `PcmInput`. A recording of the kiosk is read when its turn comes, once for each
 * attempt: after a restart hundreds may wait, and they must not all be in memory.
 */
export type JobPcm =
  | { readonly path: string }
  | {
      /** The same for every job about one recording. */
      readonly recordingId: string;
      /** Rejects with an error whose `code` is one of the child's own where there is one; anything else is `pcm_unreadable`. */
      readonly read: () => Promise<Uint8Array>;
    };

/** One recording to analyse. */
export interface AnalysisJob {
  /** Of the work: often the recording's own. A job whose id is waiting already is not taken twice. */
  readonly id: string;
  readonly pcm: JobPcm;
  /** Length of the recording where known: long ones get more time. */
  readonly durationMs?: number;
  /** Whether pitch, loudness and rate may be measured: the jurisdiction pack and the consent decide. False by default. */
  readonly prosody?: boolean;
}

export type AnalysisOutcome = ChildOutcome<SpeechAnalysis, AnalysisError>;

/** One recording to turn into text. */
export interface TranscriptionJob {
  /** Of the work: often the recording's own. A job whose id is waiting already is not taken twice. */
  readonly id: string;
  readonly pcm: JobPcm;
  readonly locale: Locale;
  /** `SpeechAnalysis.asrSegments`: nothing outside them is given to a recogniser. */
  readonly segments: readonly TimeSpan[];
  /** The candidate is still speaking: see `TranscriberRequest.isAhead`. False by default. */
  readonly isAhead?: boolean;
}

export type TranscriptionOutcome = ChildOutcome<Transcript, TranscriptionError>;
