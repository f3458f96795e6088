import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { type Disk, systemDisk } from '#main/update/disk.ts';

/** One change of the disk, with what is needed to do it again elsewhere; paths are relative to the folder that is looked at. */
type Step =
  | { readonly kind: 'makeFolder' | 'remove' | 'sync'; readonly path: string }
  /** `content`: a copy of the file as it was written. */
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  | { readonly kind: 'rename'; readonly from: string; readonly path: string };

/** What a power cut may have left; made by doing some of the steps again on a copy of what was there before. */
export interface Leftover {
  readonly folder: string;
  /** After which step, and what had not reached the disk yet. */
  readonly name: string;
  readonly steps: number;
}

/**
 * A disk that does everything for real and remembers it, so that every state a power cut may leave can be made afterwards. Between
 * two syncs the kernel writes in any order: a file's name may be there without its bytes, a later name without an earlier one.
 */
export function recordingDisk(folder: string): { disk: Disk; steps: Step[]; before: string; dispose(): void } {
  const store = mkdtempSync(join(tmpdir(), 'crash-model-'));
  const before = join(store, 'before');
  cpSync(folder, before, { recursive: true, preserveTimestamps: true });
  const steps: Step[] = [];
  const inside = (path: string) => relative(folder, path);
  const keep = (path: string) => {
    const content = join(store, `file-${steps.length}`);
    cpSync(path, content, { preserveTimestamps: true });
    steps.push({ kind: 'file', path: inside(path), content });
  };
  const disk: Disk = {
    makeFolder(path) {
      systemDisk.makeFolder(path);
      steps.push({ kind: 'makeFolder', path: inside(path) });
    },
    write(path, text) {
      systemDisk.write(path, text);
      keep(path);
    },
    async copy(from, to, mode) {
      await systemDisk.copy(from, to, mode);
      keep(to);
    },
    sync(path) {
      systemDisk.sync(path);
      steps.push({ kind: 'sync', path: inside(path) });
    },
    rename(from, to) {
      systemDisk.rename(from, to);
      steps.push({ kind: 'rename', from: inside(from), path: inside(to) });
    },
    remove(path) {
      const isThere = existsSync(path);
      systemDisk.remove(path);
      if (isThere) steps.push({ kind: 'remove', path: inside(path) });
    },
  };
  return { disk, steps, before, dispose: () => rmSync(store, { recursive: true, force: true }) };
}

/** Where a file or folder of an early step came to lie by the renames after it. */
function pathAfter(steps: readonly Step[], from: number, path: string): string {
  return steps.slice(from + 1).reduce((at, step) => {
    if (step.kind !== 'rename') return at;
    if (at === step.from) return step.path;
    return at.startsWith(`${step.from}/`) ? step.path + at.slice(step.from.length) : at;
  }, path);
}

/** Steps among the first `count` whose bytes, or whose names, were not synced by then. */
function unsynced(steps: readonly Step[], count: number): { bytes: number[]; names: number[] } {
  const done = steps.slice(0, count);
  const isSyncedLater = (index: number, path: string) =>
    done.some(
      (step, at) => at > index && step.kind === 'sync' && step.path === pathAfter(done.slice(0, at), index, path),
    );
  const bytes: number[] = [];
  const names: number[] = [];
  for (const [index, step] of done.entries()) {
    if (step.kind === 'sync') continue;
    if (step.kind === 'file' && !isSyncedLater(index, step.path)) bytes.push(index);
    const parent = dirname(step.path) === '.' ? '' : dirname(step.path);
    if (!isSyncedLater(index, parent)) names.push(index);
  }
  return { bytes, names };
}

/** Does the steps again in a copy; null where one is impossible without another that was left out. */
function replay(
  before: string,
  steps: readonly Step[],
  lost: ReadonlySet<number>,
  empty: ReadonlySet<number>,
): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'crash-state-'));
  cpSync(before, folder, { recursive: true });
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'sync' || lost.has(index)) continue;
    const path = join(folder, step.path);
    if (!existsSync(dirname(path))) {
      // what was inside a folder whose name was lost is lost with it
      if (lost.size > 0) continue;
      throw new Error(`${step.path} has no folder`);
    }
    switch (step.kind) {
      case 'makeFolder':
        mkdirSync(path, { recursive: true });
        break;
      case 'remove':
        rmSync(path, { recursive: true, force: true });
        break;
      case 'file':
        cpSync(step.content, path);
        if (empty.has(index)) truncateSync(path, 0);
        break;
      case 'rename': {
        const from = join(folder, step.from);
        const isBlocked = !existsSync(from) || (existsSync(path) && lstatSync(path).isDirectory());
        if (isBlocked) {
          rmSync(folder, { recursive: true });
          return null;
        }
        if (existsSync(path) && statSync(path).isFile()) rmSync(path);
        renameSync(from, path);
        break;
      }
    }
  }
  return folder;
}

/** Every state that a power cut after any step may leave: all there, bytes missing, names missing, and each of these alone. */
export function* leftovers(before: string, steps: readonly Step[]): Generator<Leftover> {
  for (let count = 0; count <= steps.length; count += 1) {
    const done = steps.slice(0, count);
    const { bytes, names } = unsynced(steps, count);
    const none = new Set<number>();
    const cases: [string, ReadonlySet<number>, ReadonlySet<number>][] = [['everything there', none, none]];
    if (bytes.length > 0) cases.push(['bytes missing', none, new Set(bytes)]);
    if (names.length > 0) cases.push(['names missing', new Set(names), none]);
    if (bytes.length > 1)
      for (const each of bytes) cases.push([`bytes of step ${each} missing`, none, new Set([each])]);
    if (names.length > 1) for (const each of names) cases.push([`name of step ${each} missing`, new Set([each]), none]);
    for (const [what, lost, empty] of cases) {
      const folder = replay(before, done, lost, empty);
      if (folder === null) continue;
      const last = done.at(-1);
      try {
        yield {
          folder: resolve(folder),
          name: `after step ${count} (${last?.kind ?? 'none'} ${last?.path ?? ''}), ${what}`,
          steps: count,
        };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}
