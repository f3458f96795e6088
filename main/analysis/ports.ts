import type { AnalysisError, AnalystRequest, SpeechAnalysis } from '#shared/analysis.ts';

/** How a child process ended; both null when it could not even be started. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One running analyst. Messages are values that were copied across a process border: unchecked until parsed. */
export interface AnalystChild {
  readonly pid: number | undefined;
  /** Sending to a child that has ended does nothing: its exit says the rest. */
  send(request: AnalystRequest): void;
  onMessage(listen: (value: unknown) => void): void;
  /** Called exactly once. */
  onExit(listen: (exit: ChildExit) => void): void;
  /** Ends the child at once, even one that is stuck in native code. */
  kill(): void;
}

/** Starts analysts. A start that fails later is an exit, not an exception. */
export interface AnalystLauncher {
  start(): AnalystChild;
}

/** One line of the log. */
export interface AnalysisLogEntry {
  readonly eventId:
    | 'analyst_started'
    | 'analyst_start_failed'
    | 'analyst_ended'
    | 'analyst_stderr'
    | 'analyst_message_refused'
    | 'analysis_timed_out'
    | 'analysis_retried'
    | 'analysis_succeeded'
    | 'analysis_failed'
    | 'analysis_result_not_taken';
  readonly disposition: 'success' | 'failure' | 'na';
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export type AnalysisLog = (entry: AnalysisLogEntry) => void;

/** Runs something later; returns how to call it off. */
export type Timer = (delayMs: number, run: () => void) => () => void;

/** One recording to analyse. */
export interface AnalysisJob {
  /** The recording's id; a job whose id is waiting already is not taken twice. */
  readonly id: string;
  /** Raw signed 16-bit little-endian mono samples at 16 kHz. */
  readonly pcmPath: string;
  /** Length of the recording where known: long ones get more time. */
  readonly durationMs?: number;
}

/** What became of a job: delivered exactly once, in the order the jobs were given. */
export type AnalysisOutcome = { readonly id: string; readonly attempts: number } & (
  | { readonly ok: SpeechAnalysis }
  | { readonly error: AnalysisError }
);

/** Where a job stands while it is worked on. */
export interface AnalysisProgress {
  readonly id: string;
  /** Starts at 1. */
  readonly attempt: number;
  readonly doneMs: number;
  readonly totalMs: number;
}
