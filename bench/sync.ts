import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, ENROLLED, OURS, POSTS, PUTS, STOCK, TUNED } from './sync/contenders.ts';
import { fillStore, type Line, measure, type Run } from './sync/measure.ts';

/** Smaller runs while something is being tried out; the figures that count are of 10,000 and 3. */
const RECORDS = Number(process.env['BENCH_SYNC_RECORDS'] ?? 10_000);
const REPEATS = Number(process.env['BENCH_SYNC_REPEATS'] ?? 3);
const SLOW: NonNullable<Line> = { roundTripMs: 100, upMbit: 10, downMbit: 20 };
const BASELINE = join(import.meta.dirname, 'sync', 'baseline');

/** What issue 5 asks for against tuned PouchDB. */
const BARS: Readonly<Record<string, { readonly limit: number; readonly isAtLeast: boolean }>> = {
  speed_ratio: { limit: 4, isAtLeast: true },
  cpu_ratio: { limit: 5, isAtLeast: true },
  bytes_ratio: { limit: 0.8, isAtLeast: false },
  slow_line_share: { limit: 1.05, isAtLeast: false },
  one_record_requests: { limit: 1, isAtLeast: false },
  one_record_bytes: { limit: 1500, isAtLeast: false },
  enrolled_record_requests: { limit: 1, isAtLeast: false },
  enrolled_record_bytes: { limit: 1500, isAtLeast: false },
};

const cpuMs = (run: Run): number => run.kioskCpuMs + run.serverCpuMs;
const bytes = (run: Run): number => run.upBytes + run.downBytes;
const speed = (run: Run): number => (run.records / run.ms) * 1000;

/** Installs what we are measured against; why not, when it cannot be had. */
function installBaseline(): string | null {
  if (existsSync(join(BASELINE, 'node_modules', 'pouchdb-node'))) return null;
  console.log('Installing PouchDB for the comparison …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: BASELINE,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return result.status === 0 ? null : `npm ci ended with ${result.error?.message ?? `code ${String(result.status)}`}`;
}

function median(runs: readonly Run[]): Run {
  const inOrder = runs.toSorted((a, b) => a.ms - b.ms);
  const middle = inOrder[Math.floor(inOrder.length / 2)];
  if (middle === undefined) throw new Error('nothing was run');
  return middle;
}

function row(run: Run): Record<string, number> {
  return {
    'records/s': Math.round(speed(run)),
    s: Number((run.ms / 1000).toFixed(2)),
    'bytes/record': Math.round(bytes(run) / run.records),
    'CPU s kiosk': Number((run.kioskCpuMs / 1000).toFixed(2)),
    'CPU s server': Number((run.serverCpuMs / 1000).toFixed(2)),
    'peak MB kiosk': Math.round(run.kioskPeakMb),
    'peak MB server': Math.round(run.serverPeakMb),
    requests: run.requests,
  };
}

/**
 * 10,000 records of 4 KB from a kiosk's own store to head office, against PouchDB and plain HTTP, in one run: loopback (median of
 * three, in turn, so that a busy minute hits all) and a line of 10 Mbit/s and 100 ms. Sets exit code 1 when a bar is missed.
 *
 * Every side is a process of its own. PouchDB gets the same records without the ledger's hash. Our bytes are without TLS, as theirs.
 *
 * @returns ratios against tuned PouchDB; `slow_line_share` of the time that our bytes alone take on the line
 */
export async function benchSync(): Promise<Record<string, number>> {
  const reason = installBaseline();
  if (reason !== null) console.log(`Without PouchDB (${reason}): nothing to compare with, and no bar is judged.`);
  const contenders: readonly Contender[] =
    reason === null ? [OURS, ENROLLED, TUNED, STOCK, POSTS, PUTS] : [OURS, ENROLLED, POSTS, PUTS];
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  const filled = (contender: Contender): string => join(folder, contender.store);
  const go = (contender: Contender, line: Line) =>
    measure(contender, { filled: filled(contender), work: join(folder, 'work'), count: RECORDS, line });
  try {
    for (const contender of contenders)
      if (!existsSync(filled(contender))) await fillStore(contender, filled(contender), RECORDS);
    const loopback = new Map<Contender, Run[]>();
    const ones = new Map<Contender, Run>();
    for (let count = 0; count < REPEATS; count += 1) {
      for (const contender of contenders) {
        const { all, one } = await go(contender, null);
        loopback.set(contender, [...(loopback.get(contender) ?? []), all]);
        ones.set(contender, one);
      }
    }
    const fast = new Map([...loopback].map(([contender, runs]) => [contender, median(runs)]));
    const slow = new Map<Contender, Run>();
    for (const contender of contenders)
      if (contender.isSentSlowly) slow.set(contender, (await go(contender, SLOW)).all);

    const table = (title: string, runs: ReadonlyMap<Contender, Run>): void => {
      console.log(`\n${title} (load ${loadavg()[0]?.toFixed(1) ?? '?'})`);
      console.table(Object.fromEntries([...runs].map(([{ name }, run]) => [name, row(run)])));
    };
    table(`${RECORDS} records, loopback, median of ${REPEATS}`, fast);
    table('one new record, loopback', ones);
    table(`${RECORDS} records, ${SLOW.upMbit} Mbit/s up, round trip ${SLOW.roundTripMs} ms`, slow);
    return figuresOf(fast, ones, slow);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(
  fast: ReadonlyMap<Contender, Run>,
  ones: ReadonlyMap<Contender, Run>,
  slow: ReadonlyMap<Contender, Run>,
): Record<string, number> {
  const [ours, one, enrolledOne, ourSlow] = [fast.get(OURS), ones.get(OURS), ones.get(ENROLLED), slow.get(OURS)];
  if (!ours || !one || !enrolledOne || !ourSlow) throw new Error('our own run is missing');
  const figures: Record<string, number> = {
    records_per_s: speed(ours),
    bytes_per_record: bytes(ours) / ours.records,
    cpu_s: cpuMs(ours) / 1000,
    slow_line_share: ourSlow.ms / ((ourSlow.upBytes * 8) / (SLOW.upMbit * 1000)),
    one_record_requests: one.requests,
    one_record_bytes: bytes(one),
    enrolled_record_requests: enrolledOne.requests,
    enrolled_record_bytes: bytes(enrolledOne),
  };
  const [tuned, tunedSlow] = [fast.get(TUNED), slow.get(TUNED)];
  if (!tuned || !tunedSlow) return figures;
  Object.assign(figures, {
    speed_ratio: speed(ours) / speed(tuned),
    cpu_ratio: cpuMs(tuned) / cpuMs(ours),
    bytes_ratio: bytes(ours) / bytes(tuned),
    slow_line_speed_ratio: speed(ourSlow) / speed(tunedSlow),
  });
  for (const [name, { limit, isAtLeast }] of Object.entries(BARS)) {
    const value = figures[name] ?? Number.NaN;
    const isMet = isAtLeast ? value >= limit : value <= limit;
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${name} ${value.toFixed(2)} (${isAtLeast ? '≥' : '≤'} ${limit})`);
    if (!isMet) process.exitCode = 1;
  }
  return figures;
}
