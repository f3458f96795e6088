import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { type Ack, parseAck } from './acks.ts';
import { type Comparison, reopenAndCompare } from './compare.ts';
import { openKiosk } from './kiosk.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { SLICE_BYTES } from './work.ts';
import { sample } from './writer-process.ts';

const WRITER = resolve(import.meta.dirname, 'failing-writer.ts');
const ROOT = resolve(import.meta.dirname, '../..');
/** What the disk refuses: to keep what was written, and to take it. Journal, database and keys are all synced by the first. */
const SYSCALLS = ['fdatasync', 'pwrite64', 'fsync'] as const;
/** Calls that fail one after the other: opening again meets some of them too. */
const FAILURES = 3;
/** Acknowledgements after the store was opened again, before the end. */
const ACKS_AFTER = 12;
const TIMEOUT_MS = 60_000;

export type ErrorMode = 'kiosk' | 'deaf';

interface Run {
  readonly said: Ack[];
  /** Acknowledged between a failure and the opening after it. */
  readonly ackedWhileBroken: number;
  readonly failures: number;
  readonly openings: number;
}

/** Reads what the writer says until it has gone on long enough after a failure, or has said enough without any. */
async function listen(lines: AsyncIterable<string>): Promise<Run> {
  const said: Ack[] = [];
  let [ackedWhileBroken, failures, openings, since, isBroken] = [0, 0, 0, 0, false];
  for await (const line of lines) {
    if (line.startsWith('# failed')) {
      failures += 1;
      isBroken = true;
    } else if (line === '# opened') {
      openings += 1;
      since = 0;
      isBroken = false;
    } else if (!line.startsWith('#')) {
      const ack = parseAck(line);
      said.push(ack);
      if (ack.said === 'ack') since += 1;
      if (isBroken && ack.said === 'ack') ackedWhileBroken += 1;
    }
    if (openings > 0 && !isBroken && since >= ACKS_AFTER) break;
    if (failures === 0 && since > 400) break;
  }
  return { said, ackedWhileBroken, failures, openings };
}

/** One writer on a disk that fails `FAILURES` times from the n-th call of a kind on, ended without a farewell. */
async function runOnce(workspace: Workspace, mode: ErrorMode, seed: number, syscall: string, n: number): Promise<Run> {
  const inject = `inject=${syscall}:error=EIO:when=${n}..${n + FAILURES - 1}`;
  const node = [process.execPath, WRITER, '--data', workspace.directory, '--sample', sample(), '--seed', String(seed)];
  // without -f: the thread that writes database, journal and keys
  const child = spawn(
    'strace',
    ['-o', '/dev/null', '-e', `trace=${syscall}`, '-e', inject, ...node, ...(mode === 'deaf' ? ['--deaf'] : [])],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // strace does not pass a kill on: the whole group is ended
      detached: true,
      env: { ...process.env, NODE_COMPILE_CACHE: resolve(ROOT, 'node_modules/.cache/faults') },
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error('strace could not be started');
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const closed = once(child, 'close');
  const end = () => process.kill(-pid, 'SIGKILL');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, TIMEOUT_MS);
  try {
    const run = await listen(createInterface({ input: child.stdout }));
    if (isLate) throw new Error(`The writer did not go on within ${TIMEOUT_MS} ms:\n${errors.slice(-2000)}`);
    if (child.exitCode !== null) throw new Error(`The writer ended by itself:\n${errors.slice(-2000)}`);
    return run;
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null && child.signalCode === null) end();
    await closed;
  }
}

async function failOnce(
  mode: ErrorMode,
  seed: number,
  syscall: string,
  n: number,
): Promise<{ run: Run; found: Comparison & { problems: readonly string[] } }> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-eio-'));
  try {
    const workspace = await createWorkspace(join(folder, 'kiosk'));
    (await openKiosk(workspace, { hasJournal: true })).database.close();
    const run = await runOnce(workspace, mode, seed, syscall, n);
    return { run, found: await reopenAndCompare(workspace, run.said, { hasJournal: true }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * F4: the disk answers EIO while a kiosk saves. From then on nothing may be acknowledged until the store was opened again, and
 * nothing that was acknowledged may be missing. `deaf` does not note the failure, and must acknowledge meanwhile.
 */
export async function runDiskErrors(runs: number, seed: number, mode: ErrorMode): Promise<Outcome> {
  const random = seededRandom(seed);
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [acknowledged, lost, orphans, mediaBytesLost, hit, loud] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < runs; at += 1) {
    const syscall = SYSCALLS[mode === 'deaf' ? 0 : at % 2] ?? SYSCALLS[0];
    const n = 20 + Math.floor(random() * 60);
    const { run, found } = await failOnce(mode, seed + at, syscall, n);
    const where = `seed ${seed} run ${at}, ${syscall} ${n}`;
    acknowledged += found.acknowledged;
    lost += found.lost.length;
    orphans += found.orphans;
    mediaBytesLost = Math.max(mediaBytesLost, found.unsaved.length * SLICE_BYTES);
    if (run.failures > 0 && run.openings > 0) hit += 1;
    if (run.ackedWhileBroken > 0) loud += 1;
    for (const sentence of [...found.lost, ...found.problems]) complaints.push(`${where}: ${sentence}`);
    if (run.ackedWhileBroken > 0) complaints.push(`${where}: ${run.ackedWhileBroken} acknowledged on a broken store`);
  }
  const isDeaf = mode === 'deaf';
  return {
    ...NOTHING_COUNTED,
    kind: isDeaf
      ? `control: failing disk, not noted (${loud} of ${runs} acknowledge)`
      : `failing disk (EIO), opened again in ${hit} of ${runs}`,
    runs,
    acknowledged,
    lost: isDeaf ? 0 : lost,
    orphans: isDeaf ? 0 : orphans,
    mediaBytesLost,
    isAsPromised: isDeaf ? loud > runs / 2 : complaints.length === 0 && orphans === 0 && hit === runs,
    seconds: seconds(),
    complaints: isDeaf ? [] : complaints,
  };
}
