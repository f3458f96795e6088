import type { AnalysisError, AnalysisErrorCode } from '#shared/analysis.ts';

/** A foreseen failure on its way to the main process. Anything else that is thrown ends the child, on purpose. */
export class AnalysisFailure extends Error {
  readonly code: AnalysisErrorCode;

  constructor(code: AnalysisErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AnalysisFailure';
    this.code = code;
  }

  toReply(): AnalysisError {
    return { code: this.code, message: this.message };
  }
}

/** The system's code of an error (`ENOENT`, `EACCES`…), or `unknown`. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
