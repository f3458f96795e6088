import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openAfterUpdate } from '#main/open-after-update.ts';
import { keepBeforeUpdate } from '#main/store/before-update.native.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import { noUpdates } from '#main/update/ports.ts';
import { reopenAndCompare } from '#tests/faults/compare.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from '#tests/faults/outcome.ts';
import { type Syscall, WRITING } from '#tests/faults/syscalls.ts';
import { bootBlindly, bootUntilHealthy } from './boot.ts';
import { appImageOf, feedFileOf, type FileServer, manifestOf, publisherKey, serveFiles, signed } from './publisher.ts';
import { makeKiosk, PROGRAM, programText, type SampleKiosk, startNewer } from './sample-kiosk.ts';

const SCENARIO = resolve(import.meta.dirname, 'scenario.ts');
const BACK = resolve(import.meta.dirname, 'back-scenario.ts');
const ROOT = resolve(import.meta.dirname, '../..');
/** Those of Node's file thread besides: it copies and marks programs. */
const CALLS = [...WRITING, 'copy_file_range', 'sendfile', 'fchmod', 'chmod', 'fchmodat'] as const;
type Call = Syscall | (typeof CALLS)[number];

/** Where a program is killed: at the n-th call of a kind, of the main thread or on the files that a download passes through. */
interface Place {
  readonly thread: 'main' | 'files';
  readonly call: Call;
  readonly n: number;
}

interface Prepared {
  readonly home: string;
  readonly kiosk: SampleKiosk;
  readonly server: FileServer;
}

/** strace counts calls thread by thread: each is followed by itself. */
function scopeOf(home: string, thread: Place['thread']): string[] {
  if (thread === 'main') return [];
  const pending = join(home, 'data/cache/update/download/pending');
  const slot = join(home, 'programs/versions');
  const name = 'Anteroom-1.1.0.AppImage';
  const files = [join(pending, `temp-${name}`), join(pending, name), join(slot, 'b.new', PROGRAM)];
  return ['-f', ...files.flatMap((file) => ['-P', file])];
}

async function run(home: string, strace: readonly string[], words: readonly string[], scenario = SCENARIO) {
  const child = spawn('strace', [...strace, process.execPath, scenario, '--home', home, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_COMPILE_CACHE: resolve(ROOT, 'node_modules/.cache/faults') },
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  const wasKilled = signal === 'SIGKILL' || code === 137;
  if (!wasKilled && code !== 0) throw new Error(`The scenario failed (${String(code)}):\n${errors.slice(-2000)}`);
  return { hasSwitched: output.includes('switched\n'), wasKilled };
}

async function inCopy<T>(of: Prepared, work: (home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'update-kill-'));
  try {
    cpSync(of.home, home, { recursive: true });
    return await work(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A kiosk that is about to be updated to 1.1.0. */
async function prepared<T>(work: (prepared: Prepared) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'update-kills-'));
  const server = await serveFiles();
  const key = publisherKey();
  try {
    const kiosk = await makeKiosk(home, { feedUrl: server.url, publisherKeys: [key.publicKey] });
    const program = programText('1.1.0');
    const artifact = { ...appImageOf('1.1.0', program), start: PROGRAM };
    const manifest = manifestOf({ artifacts: { 'linux-x64': artifact } });
    server.files.set('/anteroom-update.json', JSON.stringify(signed(manifest, key)));
    server.files.set('/latest-linux.yml', feedFileOf(manifest, artifact));
    server.files.set(`/${artifact.name}`, program);
    const of = { home, kiosk, server };
    return await work(of);
  } finally {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Programs whose compiled code Node has kept already: it writes that at the end of the first run only. */
const warm = new Set<string>();

async function warmUp(of: Prepared, scenario: string): Promise<void> {
  if (warm.has(scenario)) return;
  await inCopy(of, (home) => run(home, ['-o', '/dev/null', '-e', 'trace=none'], [], scenario));
  warm.add(scenario);
}

/** Every place where an update changes something in the kiosk's folders; calls on sockets and pipes are counted, but no places. */
async function listPlaces(
  of: Prepared,
  words: readonly string[],
  scope: (home: string) => string[][],
  scenario = SCENARIO,
): Promise<Place[]> {
  const places: Place[] = [];
  await warmUp(of, scenario);
  for (const [index, thread] of (['main', 'files'] as const).entries()) {
    await inCopy(of, async (home) => {
      const scoped = scope(home)[index];
      if (scoped === undefined) return;
      const log = join(home, 'strace.log');
      await run(home, [...scoped, '-y', '-e', `trace=${CALLS.join(',')}`, '-o', log], words, scenario);
      const counts = new Map<string, number>();
      for (const line of readFileSync(log, 'utf8').split('\n')) {
        const call = CALLS.find((each) => each === /^(?:\d+\s+)?(\w+)\(/.exec(line)?.[1]);
        if (call === undefined) continue;
        const n = (counts.get(call) ?? 0) + 1;
        counts.set(call, n);
        if (line.includes(home)) places.push({ thread, call, n });
      }
    });
  }
  return places;
}

const killAt = ({ call, n }: Place) => [
  '-o',
  '/dev/null',
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:signal=SIGKILL:when=${n}`,
];

/**
 * F26: a whole update, killed at the syscalls that change the disk, one after the other; then the kiosk is started by what its
 * launcher decides, and everything it ever acknowledged must be there.
 *
 * @param every 1 for all of them, 10 for every tenth, beginning with `seed`
 */
export function runUpdateKills(every: number, seed: number): Promise<Outcome> {
  return prepared(async (of) => {
    const seconds = stopwatch();
    const complaints: string[] = [];
    let [runs, acknowledged, lost, orphans] = [0, 0, 0, 0];
    const scope = (home: string) => [scopeOf(home, 'main'), scopeOf(home, 'files')];
    const places = await listPlaces(of, [], scope);
    for (const [index, place] of places.entries()) {
      if (index % every !== seed % every) continue;
      await inCopy(of, async (home) => {
        const { hasSwitched, wasKilled } = await run(home, [...scopeOf(home, place.thread), ...killAt(place)], []);
        // a start is not the same to the last call each time: fewer calls than were counted is no fault
        if (!wasKilled) return;
        runs += 1;
        const where = `${place.thread} ${place.call} ${place.n}`;
        const { version, starts } = bootUntilHealthy(join(home, 'programs'));
        const wanted = hasSwitched ? ['1.1.0'] : ['1.0.0', '1.1.0'];
        if (version === null || !wanted.includes(version)) complaints.push(`${where}: boots ${starts.join(' ')}`);
        const found = await reopenAndCompare(workspaceOf(join(home, 'data')), of.kiosk.said, { hasJournal: true });
        acknowledged += found.acknowledged;
        lost += found.lost.length;
        orphans += found.orphans;
        for (const sentence of [...found.lost, ...found.problems]) complaints.push(`${where}: ${sentence}`);
      });
    }
    return {
      ...NOTHING_COUNTED,
      kind: `update killed at each of ${places.length} syscalls${every === 1 ? '' : `, every ${every}th`}`,
      runs,
      acknowledged,
      lost,
      orphans,
      isAsPromised: complaints.length === 0 && orphans === 0 && runs > 0,
      seconds: seconds(),
      complaints,
    };
  });
}

/**
 * A database that a newer version migrated is put back, killed at the syscalls that do it; the next start finishes it, and everything
 * that was ever acknowledged must be there.
 *
 * @param every as in {@link runUpdateKills}
 */
export function runBackKills(every: number, seed: number): Promise<Outcome> {
  return prepared(async (of) => {
    const seconds = stopwatch();
    const complaints: string[] = [];
    let [runs, acknowledged, lost, orphans] = [0, 0, 0, 0];
    keepBeforeUpdate(of.kiosk.workspace, { from: '1.0.0', to: '1.1.0' });
    startNewer(of.kiosk.workspace);
    const places = await listPlaces(of, [], () => [[]], BACK);
    for (const [index, place] of places.entries()) {
      if (index % every !== seed % every) continue;
      await inCopy(of, async (home) => {
        const { wasKilled } = await run(home, killAt(place), [], BACK);
        if (!wasKilled) return;
        runs += 1;
        const workspace = workspaceOf(join(home, 'data'));
        const where = `going back, ${place.call} ${place.n}`;
        try {
          const shell = { ...noUpdates('1.0.0'), hasComeBack: true };
          openAfterUpdate(workspace, shell, { now: () => new Date(), log: () => undefined }).database.close();
        } catch (error) {
          complaints.push(`${where}: ${String(error)}`);
        }
        const found = await reopenAndCompare(workspace, of.kiosk.said, { hasJournal: true });
        acknowledged += found.acknowledged;
        lost += found.lost.length;
        orphans += found.orphans;
        for (const sentence of [...found.lost, ...found.problems]) complaints.push(`${where}: ${sentence}`);
      });
    }
    return {
      ...NOTHING_COUNTED,
      kind: `going back killed at each of ${places.length} syscalls${every === 1 ? '' : `, every ${every}th`}`,
      runs,
      acknowledged,
      lost,
      orphans,
      isAsPromised: complaints.length === 0 && orphans === 0 && runs > 0,
      seconds: seconds(),
      complaints,
    };
  });
}

/** Control: `current` is written where it lies, and the launcher believes it; killed at each call on it, some states do not boot. */
export function runCarelessKills(): Promise<Outcome> {
  return prepared(async (of) => {
    const seconds = stopwatch();
    let [runs, dead] = [0, 0];
    const scope = (home: string) => ['-P', join(home, 'programs/current')];
    for (const place of await listPlaces(of, ['--careless'], (home) => [scope(home)])) {
      await inCopy(of, async (home) => {
        const { wasKilled } = await run(home, [...scope(home), ...killAt(place)], ['--careless']);
        if (!wasKilled) return;
        runs += 1;
        if (bootBlindly(join(home, 'programs')).version === null) dead += 1;
      });
    }
    return {
      ...NOTHING_COUNTED,
      kind: `control: the pointer written in place (${dead} of ${runs} do not boot)`,
      runs,
      isAsPromised: dead > 0,
      seconds: seconds(),
      complaints: [],
    };
  });
}
