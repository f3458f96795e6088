import type { ReportUnforeseen } from './contract-server.ts';

/** Unforeseen failures of calls go to the log with their stack; the screen has the same correlation id. */
export function logUnforeseen(log: (event: string, detail: Record<string, unknown>) => void): ReportUnforeseen {
  return ({ correlationId, path, error }) =>
    log('call.failed', {
      correlationId,
      call: path.join('.'),
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
}
