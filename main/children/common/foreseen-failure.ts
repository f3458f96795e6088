import type { AnalysisErrorCode } from '#shared/analysis.ts';
import type { TranscriptionErrorCode } from '#shared/transcript.ts';

/** A foreseen failure on its way to the main process. Anything else that is thrown ends the child, on purpose. */
export class ForeseenFailure extends Error {
  readonly code: AnalysisErrorCode | TranscriptionErrorCode;

  constructor(code: AnalysisErrorCode | TranscriptionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ForeseenFailure';
    this.code = code;
  }

  /** Unchecked: whoever posts it knows which codes its protocol has. */
  toReply(): { code: string; message: string } {
    return { code: this.code, message: this.message };
  }
}

/** The system's code of an error (`ENOENT`, `EACCES`…), or `unknown`. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
