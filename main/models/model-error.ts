/** `input`: the person can put it right by calling again differently. `verification`: bytes are not what they have to be. */
export type ModelErrorKind = 'input' | 'verification';

/** Something a technician has to know. The message is a sentence (or two) with the next step. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;

  constructor(kind: ModelErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The system's code of an error (`ENOENT`, `ENOSPC`…); null when it has none. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** What a failed read means to somebody with a USB stick in hand. */
export function readError(path: string, error: unknown): ModelError {
  const code = systemCode(error);
  const why =
    code === 'ENOENT'
      ? 'is not there. Check the path, and that the stick is plugged in'
      : code === 'EACCES' || code === 'EPERM'
        ? 'may not be read by this user. Give read permission, or call this as the user the kiosk runs as'
        : `cannot be read (${code ?? String(error)}). The stick may be damaged or was pulled out: copy the files again and retry`;
  return new ModelError('input', `${path} ${why}.`, { cause: error });
}

/** What a failed write means. */
export function writeError(directory: string, error: unknown): ModelError {
  const code = systemCode(error);
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'The disk is full. Free space and call this again'
      : `${directory} cannot be written (${code ?? String(error)}). Check its permissions and the disk`;
  return new ModelError('input', `${why}; nothing was installed.`, { cause: error });
}
