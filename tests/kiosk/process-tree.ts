import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** Reads a file of /proc; null when its process ended while we looked. */
function readOfProcess(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return null;
    throw error;
  }
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readOfProcess(`/proc/${name}/stat`);
      if (stat === null) return [];
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
      return [{ id: Number(name), parent: Number(fields[1]), cpuSeconds }];
    });
}

function descendantsOf(id: number, all: readonly Process[]): Process[] {
  return all.filter(({ parent }) => parent === id).flatMap((child) => [child, ...descendantsOf(child.id, all)]);
}

/** Processor time used so far by every process below this one, in seconds. Linux only. */
export function descendantsCpuSeconds(id = process.pid): number {
  return descendantsOf(id, processes()).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** Processor time used so far by a process and every one below it, in seconds. Linux only. */
export function treeCpuSeconds(id: number): number {
  const all = processes();
  const own = all.find((each) => each.id === id)?.cpuSeconds ?? 0;
  return descendantsOf(id, all).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, own);
}

/** Lines of `smaps_rollup` that are a program's own: what it allocated, also where the system put it aside. Not its files. */
const OWN_MEMORY = /^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+) kB/gm;

/**
 * Memory that a process and all below it have allocated, in bytes; what several share is counted once. Linux only. A process
 * that ended meanwhile counts nothing.
 */
export function treeMemoryBytes(id: number): number {
  const ids = [id, ...descendantsOf(id, processes()).map((child) => child.id)];
  const kilobytes = ids.flatMap((each) =>
    [...(readOfProcess(`/proc/${each}/smaps_rollup`) ?? '').matchAll(OWN_MEMORY)].map((match) => Number(match[1])),
  );
  return kilobytes.reduce((sum, each) => sum + each * 1024, 0);
}
