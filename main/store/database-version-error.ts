/** The data was written by a newer release. Nothing was changed. */
export class DatabaseVersionError extends Error {
  override readonly name = 'DatabaseVersionError';

  constructor(found: number, newest: number) {
    super(
      `The data folder has version ${found}, this program knows up to ${newest}. Install the newer program; nothing was changed.`,
    );
  }
}
