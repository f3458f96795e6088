import { spawnSync } from 'node:child_process';
import { type Disk, systemDisk } from '#main/update/disk.ts';
import type { Slot } from '#main/update/launch-decision.ts';
import { confirmHealthy, decisionIn, programIn, readPointer, writePointer } from '#main/update/slots.ts';

/** What came of starting a kiosk after something had happened to it. */
export interface Booted {
  /** What the version said that worked in the end; null: none ever did. */
  readonly version: string | null;
  readonly starts: readonly string[];
}

/** More starts than this, and a kiosk counts as dead: a person would have been called. */
const MOST_STARTS = 6;

/** Starts the program of a slot: it works when it says `healthy` and its version. */
function runProgram(root: string, slot: Slot): string | null {
  const program = programIn(root, slot);
  if (program === null) return null;
  const { stdout } = spawnSync(program.file, [], { encoding: 'utf8', timeout: 60_000 });
  return /^healthy (\d+\.\d+\.\d+)\n$/.exec(stdout ?? '')?.[1] ?? null;
}

/** Starts a kiosk as its launcher does, again and again, until a version is healthy. */
export function bootUntilHealthy(root: string, disk: Disk = systemDisk): Booted {
  const starts: string[] = [];
  while (starts.length < MOST_STARTS) {
    const { start, write } = decisionIn(root);
    if (write !== null) writePointer(disk, root, write);
    if (start === null) return { version: null, starts };
    const version = runProgram(root, start);
    starts.push(`${start}:${version ?? 'broken'}`);
    if (version === null) continue;
    confirmHealthy(disk, root, start);
    return { version, starts };
  }
  return { version: null, starts };
}

/** A launcher that believes `current` whatever it says, and tries nothing else: what the care of the writer alone is worth. */
export function bootBlindly(root: string): Booted {
  const slot = readPointer(root)?.slot;
  const version = slot === undefined ? null : runProgram(root, slot);
  return { version, starts: [`${slot ?? '?'}:${version ?? 'broken'}`] };
}
