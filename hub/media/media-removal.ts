import type { Locker } from '@tus/server';
import type { HubStore } from '../store/hub-store.ts';
import type { ContentStore } from './content-store.ts';

/** See {@link createMediaRemoval}. */
export type MediaRemoval = ReturnType<typeof createMediaRemoval>;

/**
 * Removes the files that erasure left without a session. The list of them is durable in the store, so that a crash or a
 * full disk only delays: the next run goes on.
 *
 * @param parts.locker the one of the uploads: an upload of such a file in progress is cut before its bytes go.
 */
export function createMediaRemoval(parts: {
  readonly store: HubStore;
  readonly content: ContentStore;
  readonly locker: Locker;
  readonly now: () => Date;
}) {
  const { store, content, locker, now } = parts;
  let last: Promise<unknown> = Promise.resolve();

  async function removeAll(): Promise<void> {
    for (const sha256 of await store.listMediaToRemove()) {
      const lock = locker.newLock(sha256);
      await lock.lock(new AbortController().signal, () => undefined);
      try {
        await content.remove(sha256);
        await store.noteMediaRemoved(sha256, now().toISOString());
      } finally {
        await lock.unlock();
      }
    }
  }

  return {
    /** Removes every file on the list, one run after the other. @throws what the file system throws; try again later. */
    run: (): Promise<void> => {
      const run = last.then(removeAll);
      last = run.catch(() => undefined);
      return run;
    },
    /** Resolves when no run is under way; its failure was its caller's to handle. */
    settled: async (): Promise<void> => {
      await last;
    },
  };
}
