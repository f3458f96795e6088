import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { v7 } from 'uuid';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import { type Ack, parseAck } from './acks.ts';
import { reopenAndCompare } from './compare.ts';
import { openKiosk } from './kiosk.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { copyWorkspace } from './sample-workspace.ts';
import { SLICE_BYTES } from './work.ts';

const SCENARIO = resolve(import.meta.dirname, 'scenario.ts');
const ROOT = resolve(import.meta.dirname, '../..');
/** Every syscall that changes what is on the disk. */
export const WRITING = [
  'write',
  'pwrite64',
  'writev',
  'pwritev',
  'fsync',
  'fdatasync',
  'ftruncate',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
  'mkdir',
  'mkdirat',
  'rmdir',
] as const;
export type Syscall = (typeof WRITING)[number];

/** Where a program is killed: at the n-th call of a kind, of the main thread or on a file of the recording. */
interface Place {
  readonly thread: 'main' | 'files';
  readonly syscall: Syscall;
  readonly n: number;
}

/** Why programs cannot be traced here; null when they can. */
export function whyNoStrace(): string | null {
  if (process.platform !== 'linux') return 'strace is a Linux program';
  const { error, status, stderr } = spawnSync('strace', ['-e', 'trace=none', 'true'], { encoding: 'utf8' });
  if (error) return `strace is not installed (${error.message})`;
  return status === 0 ? null : `strace may not trace here: ${stderr.trim().split('\n')[0] ?? ''}`;
}

/**
 * Database, journal and keys are written by the main thread, recordings by Node's file thread, of which there is one: strace counts
 * calls thread by thread, so each is followed by itself.
 */
function scopeOf(thread: Place['thread'], { mediaDirectory }: Workspace, recording: string): string[] {
  if (thread === 'main') return [];
  const folder = join(mediaDirectory, recording);
  const files = ['000000.seg', 'first.copy'].map((name) => join(folder, name));
  return ['-f', ...[mediaDirectory, folder, ...files].flatMap((path) => ['-P', path])];
}

interface Run {
  readonly said: Ack[];
  readonly wasKilled: boolean;
  readonly errors: string;
}

async function run(workspace: Workspace, recording: string, strace: readonly string[]): Promise<Run> {
  const node = [process.execPath, SCENARIO, '--data', workspace.directory, '--recording', recording];
  const child = spawn('strace', [...strace, ...node], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: '1',
      NODE_COMPILE_CACHE: resolve(ROOT, 'node_modules/.cache/faults'),
    },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  // strace ends as the program it followed did
  const wasKilled = signal === 'SIGKILL' || code === 137;
  if (!wasKilled && code !== 0) throw new Error(`The scenario failed (${String(code)}):\n${errors.slice(-2000)}`);
  return { said: output.split('\n').slice(0, -1).map(parseAck), wasKilled, errors };
}

/** A fresh copy of a kiosk that was set up before, for one run of the scenario. */
async function inCopy<T>(of: Workspace, work: (workspace: Workspace, recording: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'faults-syscall-'));
  try {
    return await work(copyWorkspace(of, directory), v7());
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function withSetUpKiosk<T>(work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'faults-syscalls-'));
  try {
    const workspace = await createWorkspace(directory);
    (await openKiosk(workspace, { hasJournal: true })).database.close();
    return await work(workspace);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Every place where the scenario changes the disk. */
async function listPlaces(setUp: Workspace): Promise<Place[]> {
  const places: Place[] = [];
  for (const thread of ['main', 'files'] as const) {
    await inCopy(setUp, async (workspace, recording) => {
      const log = join(workspace.directory, '..', `${recording}.strace`);
      await run(workspace, recording, [
        ...scopeOf(thread, workspace, recording),
        '-e',
        `trace=${WRITING.join(',')}`,
        '-o',
        log,
      ]);
      const lines = readFileSync(log, 'utf8').split('\n');
      await rm(log);
      for (const syscall of WRITING) {
        const count = lines.filter((line) => new RegExp(`^(\\d+\\s+)?${syscall}\\(`).test(line)).length;
        for (let n = 1; n <= count; n += 1) places.push({ thread, syscall, n });
      }
    });
  }
  return places;
}

/** Whatever the erasure had begun is not missed; what it acknowledged must be gone. */
function expectedOf(said: readonly Ack[]): Ack[] {
  const isErasing = said.some(({ kind }) => kind === 'erased');
  return isErasing ? said.filter((ack) => ack.kind === 'erased' && ack.said === 'ack') : [...said];
}

/**
 * F2: one interview from its first save to its erasure, killed at the syscalls that change the disk, one after the other; then the
 * kiosk is started on what is left.
 *
 * @param every 1 for all of them, 10 for every tenth, beginning with `seed`
 */
export function runSyscalls(every: number, seed: number): Promise<Outcome> {
  return withSetUpKiosk((setUp) => runIn(setUp, every, seed));
}

async function runIn(setUp: Workspace, every: number, seed: number): Promise<Outcome> {
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [runs, acknowledged, lost, orphans, mediaBytesLost] = [0, 0, 0, 0, 0];
  const places = await listPlaces(setUp);
  for (const [index, { thread, syscall, n }] of places.entries()) {
    if (index % every !== seed % every) continue;
    await inCopy(setUp, async (workspace, recording) => {
      const { said, wasKilled } = await run(workspace, recording, [
        ...scopeOf(thread, workspace, recording),
        '-o',
        '/dev/null',
        '-e',
        `trace=${syscall}`,
        '-e',
        `inject=${syscall}:signal=SIGKILL:when=${n}`,
      ]);
      const where = `${thread} ${syscall} ${n}`;
      // a start is not the same to the last call each time: fewer calls than were counted is no fault
      if (!wasKilled) return;
      runs += 1;
      const found = await reopenAndCompare(workspace, expectedOf(said), { hasJournal: true });
      acknowledged += said.filter((ack) => ack.said === 'ack').length;
      lost += found.lost.length;
      orphans += found.orphans;
      mediaBytesLost = Math.max(mediaBytesLost, found.unsaved.length * SLICE_BYTES);
      for (const sentence of [...found.lost, ...found.problems]) complaints.push(`${where}: ${sentence}`);
    });
  }
  return {
    ...NOTHING_COUNTED,
    kind: `killed at each of ${places.length} syscalls${every === 1 ? '' : `, every ${every}th`}`,
    runs,
    acknowledged,
    lost,
    orphans,
    mediaBytesLost,
    isAsPromised: complaints.length === 0 && orphans === 0 && mediaBytesLost <= SLICE_BYTES && runs > 0,
    seconds: seconds(),
    complaints,
  };
}
