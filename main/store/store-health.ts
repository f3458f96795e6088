/** Whether what is on the disk is still known; one for database, journal and keys of a kiosk. */
export interface StoreHealth {
  /** The error after which nothing is acknowledged any more; null while all is well. */
  broken(): Error | null;
  /** The first counts: whoever listens is told once. */
  breakDown(error: unknown): void;
}

export function createStoreHealth(onBroken: (error: Error) => void = () => undefined): StoreHealth {
  let broken: Error | null = null;
  return {
    broken: () => broken,
    breakDown(error) {
      if (broken) return;
      broken = error instanceof Error ? error : new Error(String(error));
      onBroken(broken);
    },
  };
}

/** What is on the disk is not known any more: nothing may be acknowledged until the store was opened again and read (I7). */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';
}

/** @throws {StoreBrokenError} after an error of the disk */
export function assertSound(health: StoreHealth): void {
  const cause = health.broken();
  if (cause) throw new StoreBrokenError('The store has failed and must be opened again.', { cause });
}
