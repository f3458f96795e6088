function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** There is no room: over when room is made, and nothing that was written before is in doubt. */
export function isDiskFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(codeOf(error));
}

/**
 * The disk did not do what it was told, or gave back something else: what lies on it is not known until it is read again (I7).
 * After a failed fsync the kernel may call pages clean that it has lost, so trying again proves nothing. Some file systems are made
 * read-only by the kernel after such an error.
 */
export function isDiskError(error: unknown): boolean {
  return /^(EIO|EROFS|ENXIO|ENODEV|SQLITE_(IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN)(_\w+)?)$/.test(codeOf(error));
}
