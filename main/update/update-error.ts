/** Why a release did not get onto this kiosk. Each is a sentence in the locale files. */
export const UPDATE_FAILURES = [
  'server_unreachable',
  'server_answer',
  'redirected',
  'download_failed',
  'download_damaged',
  'not_as_signed',
  'disk_full',
  'disk_failed',
  'installer_failed',
  'store_problems',
  'state_unreadable',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];

/** A step of an update that did not work; the version that runs goes on. The message is for the log. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly code: UpdateFailure;

  constructor(code: UpdateFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What the disk's refusal means here. */
export function diskFailure(error: unknown): UpdateError {
  if (error instanceof UpdateError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new UpdateError(isFull ? 'disk_full' : 'disk_failed', String(error), { cause: error });
}
