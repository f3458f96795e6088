import { setTimeout } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, MemoryLocker, type RequestRelease } from '@tus/server';
import postgres from 'postgres';
import { z } from 'zod';

const CHANNEL = 'anteroom_upload_wanted';
/** How long a request waits for another replica to let go. */
const ACQUIRE_TIMEOUT_MS = 30_000;
const ASK_EVERY_MS = 50;

/** Locks of uploads that hold over all replicas of a hub. */
export interface SharedLocker extends Locker {
  close(): Promise<void>;
}

/**
 * One session on the database holds this replica's advisory locks, so they are let go when the replica dies. Who waits says so to all
 * replicas (NOTIFY), and the one that holds the upload ends its request.
 *
 * A lock that is lost with the connection cannot damage a file: parts have their place only once, and the whole is hashed.
 */
export async function openSharedLocker(url: string): Promise<SharedLocker> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, idle_timeout: 0, max_lifetime: null });
  const own = new MemoryLocker({ acquireLockTimeout: ACQUIRE_TIMEOUT_MS });
  const held = new Map<string, RequestRelease>();
  await sql.listen(CHANNEL, (id) => {
    void held.get(id)?.();
  });

  async function tryLock(id: string): Promise<boolean> {
    const rows = await sql`select pg_try_advisory_lock(hashtextextended(${id}, 1)) "isHeld"`;
    return z.object({ isHeld: z.boolean() }).parse(rows[0]).isHeld;
  }

  function newLock(id: string): Lock {
    const ownLock = own.newLock(id);
    return {
      async lock(signal, requestRelease) {
        // two requests of this replica share one session, for which an advisory lock is no obstacle
        await ownLock.lock(signal, requestRelease);
        try {
          const deadline = performance.now() + ACQUIRE_TIMEOUT_MS;
          while (!(await tryLock(id))) {
            if (signal.aborted || performance.now() > deadline) throw ERRORS.ERR_LOCK_TIMEOUT;
            await sql.notify(CHANNEL, id);
            await setTimeout(ASK_EVERY_MS);
          }
          held.set(id, requestRelease);
        } catch (error) {
          await ownLock.unlock();
          throw error;
        }
      },
      async unlock() {
        held.delete(id);
        await sql`select pg_advisory_unlock(hashtextextended(${id}, 1))`;
        await ownLock.unlock();
      },
    };
  }

  return { newLock, close: () => sql.end({ timeout: 5 }) };
}
