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

export type ChildName = 'analyst' | 'transcriber';
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
    | `${ChildWork}_${'timed_out' | 'retried' | 'succeeded' | 'failed' | 'result_not_taken'}`;
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

/** One recording to analyse. */
export interface AnalysisJob {
  /** The recording's id; a job whose id is waiting already is not taken twice. */
  readonly id: string;
  /** Raw signed 16-bit little-endian mono samples at 16 kHz. */
  readonly pcmPath: string;
  /** Length of the recording where known: long ones get more time. */
  readonly durationMs?: number;
  /** Whether pitch, loudness and rate may be measured: the jurisdiction pack and the consent decide. False by default. */
  readonly prosody?: boolean;
}

export type AnalysisOutcome = ChildOutcome<SpeechAnalysis, AnalysisError>;

/** One recording to turn into text. */
export interface TranscriptionJob {
  /** The recording's id; a job whose id is waiting already is not taken twice. */
  readonly id: string;
  /** Raw signed 16-bit little-endian mono samples at 16 kHz. */
  readonly pcmPath: string;
  readonly locale: Locale;
  /** `SpeechAnalysis.asrSegments`: nothing outside them is given to a recogniser. */
  readonly segments: readonly TimeSpan[];
  /** The candidate is still speaking: see `TranscriberRequest.isAhead`. False by default. */
  readonly isAhead?: boolean;
}

export type TranscriptionOutcome = ChildOutcome<Transcript, TranscriptionError>;
