import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDiskFull } from './disk-errors.ts';
import { syncFolder } from './sync-folder.ts';

const MIB = 1024 * 1024;
export const BALLAST_BYTES = 256 * MIB;
/** Given up below this, before anything fails: other programs fill disks too. */
const LOW_BYTES = 64 * MIB;
/** A piece takes a spinning disk some hundredths of a second. */
const PIECE_BYTES = 4 * MIB;
/** Between two pieces, so that nothing else waits for the disk: all of it takes half a minute. */
const BREATH_MS = 500;
/** A start has other things to do. */
const FIRST_LOOK_MS = 15_000;
const LOOK_EVERY_MS = 10_000;

/** `growing`: being made. `no_room`: what recordings keep free leaves no place for it. `gone`: given up, not made again yet. */
export type BallastState = 'whole' | 'growing' | 'no_room' | 'gone' | 'failed';

export interface BallastParts {
  readonly file: string;
  /** Free space that making it leaves: what recordings keep and need to begin. */
  readonly leaveBytes: number;
  readonly after: (ms: number, call: () => void) => () => void;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
  /** For tests on small disks. */
  readonly sizes?: { readonly ballastBytes: number; readonly lowBytes: number; readonly pieceBytes: number };
}

/** Blocks of the disk that are in use for nothing, until an answer needs them. */
export interface Ballast {
  state(): BallastState;
  /** Gives it up at once. @returns whether room was made */
  drop(reason: 'save' | 'low'): boolean;
  stop(): Promise<void>;
}

function freeBytesBeside(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

/** Bytes of blocks that a file really has; 0 without one. A hole in a file is no room. */
function allocatedBytes(file: string): number {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 0 : Math.min(found.size, found.blocks === undefined ? found.size : found.blocks * 512);
}

/**
 * Keeps a file of useless bytes beside the database (reliability.md §2), made piece by piece while the kiosk works. When a save
 * finds the disk full, or the disk is nearly full, it is deleted: what is saved next has its room. It is made again when there is
 * enough, never out of what recordings leave free.
 */
export function startBallast(parts: BallastParts): Ballast {
  const { file, leaveBytes, after, log } = parts;
  const { ballastBytes, lowBytes, pieceBytes } = parts.sizes ?? {
    ballastBytes: BALLAST_BYTES,
    lowBytes: LOW_BYTES,
    pieceBytes: PIECE_BYTES,
  };
  let state: BallastState = allocatedBytes(file) >= ballastBytes ? 'whole' : 'growing';
  let isStopped = false;
  /** Rises when it is given up: a piece under way then belongs to nothing. */
  let generation = 0;
  let growing: Promise<void> = Promise.resolve();
  let cancel = after(FIRST_LOOK_MS, look);

  function become(next: BallastState): void {
    if (state !== next) log(`ballast.${next}`, {});
    state = next;
  }

  function drop(reason: 'save' | 'low'): boolean {
    const bytes = allocatedBytes(file);
    if (bytes === 0) return false;
    generation += 1;
    // shortened first: a piece that is being written holds the file, and with it its blocks
    truncateSync(file, 0);
    rmSync(file);
    syncFolder(dirname(file));
    log('ballast.dropped', { reason, bytes });
    state = 'gone';
    return true;
  }

  /** Random bytes: some file systems store equal ones in no room at all. */
  async function grow(bytes: number): Promise<void> {
    const mine = generation;
    const handle = await open(file, 'a', 0o600);
    try {
      if (mine === generation) {
        await handle.write(randomBytes(bytes));
        await handle.datasync();
      }
    } finally {
      await handle.close();
    }
    // given up meanwhile: what opening or writing made of it anew goes too
    if (mine !== generation) rmSync(file, { force: true });
  }

  function look(): void {
    if (isStopped) return;
    growing = step().then(
      (waitMs) => {
        if (!isStopped) cancel = after(waitMs, look);
      },
      (error: unknown) => {
        // somebody else took the room, or the file cannot be written: readiness says so, and it is tried again
        log('ballast.failed', { error: String(error) });
        state = isDiskFull(error) ? 'no_room' : 'failed';
        if (!isStopped) cancel = after(LOOK_EVERY_MS, look);
      },
    );
  }

  /** @returns when to look again, in ms */
  async function step(): Promise<number> {
    const missing = ballastBytes - allocatedBytes(file);
    const free = freeBytesBeside(file);
    if (free < lowBytes && drop('low')) return LOOK_EVERY_MS;
    if (missing <= 0) {
      become('whole');
      return LOOK_EVERY_MS;
    }
    if (free - missing < leaveBytes) {
      if (state !== 'gone') become('no_room');
      return LOOK_EVERY_MS;
    }
    become('growing');
    await grow(Math.min(pieceBytes, missing));
    return missing > pieceBytes ? BREATH_MS : 0;
  }

  return {
    state: () => state,
    drop,
    async stop() {
      isStopped = true;
      cancel();
      await growing;
    },
  };
}
