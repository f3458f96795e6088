import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeeper } from '#main/store/keeper.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import type { Workspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { type Content, isGuards, isSameContent, isSeenByQuickCheck, missingFrom, readContent } from './content.ts';
import { applyDamage, chooseDamage, chooseFrame, type Damage, type DamageKind } from './damage.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import {
  copyWorkspace,
  FILE_KINDS,
  type FileKind,
  filesOf,
  makeSampleWorkspace,
  makeStoppedWorkspace,
} from './sample-workspace.ts';

/** What came of one piece of damage. */
export interface DamageReport {
  readonly file: FileKind;
  /** The damage changed something that was acknowledged, or what could bring it back. */
  readonly isChanged: boolean;
  /** `verify` said so, or, where nothing can be read at all, the repair at the start. */
  readonly isDetected: boolean;
  /** Rows that are not there, or not as they were, after a kiosk has started on it. */
  readonly lost: readonly string[];
  /** What went wrong, in sentences. */
  readonly complaints: readonly string[];
}

/** A kiosk's start on damage, compared with what was there before. */
export function repair(
  workspace: Workspace,
  wanted: Content,
): { isRepaired: boolean; lost: string[]; complaint: string | null } {
  let isRepaired = false;
  try {
    const { database, recovery } = openKeeper(workspace, () => new Date());
    isRepaired = recovery !== null;
    const pages = database.pragma('integrity_check(1)', { simple: true });
    database.close();
    const found = readContent(workspace.databaseFile);
    const complaint = pages === 'ok' ? null : `after the start: ${String(pages)}`;
    return { isRepaired, lost: missingFrom(found, wanted).filter((key) => !isGuards(key)), complaint };
  } catch (error) {
    const lost = [...wanted.keys()].filter((key) => !isGuards(key));
    return { isRepaired, lost, complaint: `cannot be started: ${String(error)}` };
  }
}

async function verdict(workspace: Workspace): Promise<'sound' | 'damaged' | 'unreadable'> {
  try {
    return (await verifyWorkspace(workspace.directory, knownKeyring)).isSound ? 'sound' : 'damaged';
  } catch {
    return 'unreadable';
  }
}

/** Does one piece of damage to copies of a workspace: one is read as any program would, one verified, one started on. */
export async function examine(original: Workspace, wanted: Content, target: Target): Promise<DamageReport> {
  const { kind, file, damage } = target;
  const folder = await mkdtemp(join(tmpdir(), 'faults-flip-'));
  try {
    const plain = copyWorkspace(original, join(folder, 'plain'));
    const path = join(plain.directory, file);
    const before = kind === 'backup' ? readContent(path) : null;
    const isOther = applyDamage(path, damage);
    const isChanged = isOther && isContentChanged(plain, path, kind, before, wanted);
    // the same damage without the traces of having been read
    const started = copyWorkspace(original, join(folder, 'started'));
    applyDamage(join(started.directory, file), damage);
    const said = await verdict(plain);
    const { isRepaired, lost, complaint } = repair(started, wanted);
    const isDetected = said === 'damaged' || (said === 'unreadable' && isRepaired);
    const where = `${damage.kind} at ${damage.offset} of ${file}`;
    const complaints = [
      ...(isChanged && !isDetected ? [`${where}: verify found it ${said}`] : []),
      ...(lost.length > 0 ? [`${where}: ${lost.length} rows lost: ${lost.slice(0, 3).join(', ')}`] : []),
      ...(complaint === null ? [] : [`${where}: ${complaint}`]),
    ];
    return { file: kind, isChanged, isDetected, lost, complaints };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isContentChanged(
  { databaseFile }: Workspace,
  path: string,
  kind: FileKind,
  backup: Content | null,
  wanted: Content,
): boolean {
  switch (kind) {
    case 'database':
    case 'wal':
      return !isSameContent(readContent(databaseFile), wanted);
    case 'backup':
      return backup === null || !isSameContent(readContent(path), backup);
    case 'journal':
    case 'keys':
    case 'media':
      return existsSync(path);
  }
}

/** A sample workspace with its content, for as long as the work takes. */
export async function withSample<T>(
  make: typeof makeSampleWorkspace,
  seed: number,
  work: (workspace: Workspace, wanted: Content) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-sample-'));
  try {
    const workspace = await make(join(folder, 'left'), join(folder, 'running'), seed);
    const wanted = readContent(copyWorkspace(workspace, join(folder, 'read')).databaseFile);
    if (wanted === null) throw new Error('the sample cannot be read');
    return await work(workspace, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Target {
  readonly kind: FileKind;
  readonly file: string;
  readonly damage: Damage;
}

/** Any place of any kind of file, each kind as often as the others. */
async function anywhere(workspace: Workspace, damage: DamageKind, random: () => number): Promise<Target> {
  for (;;) {
    const kind = FILE_KINDS[Math.floor(random() * FILE_KINDS.length)] ?? 'database';
    const files = await filesOf(workspace, kind);
    const file = files[Math.floor(random() * files.length)];
    const content = file === undefined ? Buffer.alloc(0) : readFileSync(join(workspace.directory, file));
    const chosen = chooseDamage(damage, content, random);
    if (file !== undefined && chosen) return { kind, file, damage: chosen };
  }
}

/** Header and tables of the database or of a copy. */
async function inFrame(workspace: Workspace, random: () => number): Promise<Target> {
  const kind = random() < 0.7 ? 'database' : 'backup';
  const files = await filesOf(workspace, kind);
  const file = files[Math.floor(random() * files.length)] ?? '';
  const damage = chooseFrame(readFileSync(join(workspace.directory, file)), random);
  if (!damage) throw new Error(`${file} is empty`);
  return { kind, file, damage };
}

async function examineAll(
  kind: string,
  runs: number,
  seed: number,
  make: typeof makeSampleWorkspace,
  choose: (workspace: Workspace, random: () => number, run: number) => Promise<Target>,
): Promise<Outcome> {
  return withSample(make, seed, async (workspace, wanted) => {
    const seconds = stopwatch();
    const random = seededRandom(seed);
    const reports: DamageReport[] = [];
    for (let run = 0; run < runs; run += 1)
      reports.push(await examine(workspace, wanted, await choose(workspace, random, run)));
    const rows = [...wanted.keys()].filter((key) => !isGuards(key)).length;
    return outcomeOf(kind, reports, rows, seconds(), seed);
  });
}

/**
 * F6 and F7: damage at seeded places of every kind of file. One line for each kind of damage, one for the control, which takes
 * a moment only and counts shares: enough `controls` that chance does not decide.
 */
export async function runDamage(
  { bits, frames, sectors, controls }: Record<'bits' | 'frames' | 'sectors' | 'controls', number>,
  seed: number,
) {
  return [
    await examineAll('flipped bits', bits, seed, makeSampleWorkspace, (workspace, random) =>
      anywhere(workspace, 'bit', random),
    ),
    // of a kiosk that was stopped: pages in a WAL hide those of the database
    await examineAll('flipped bits of header and tables', frames, seed, makeStoppedWorkspace, inFrame),
    await examineAll('torn sectors', sectors, seed, makeSampleWorkspace, (workspace, random, run) =>
      anywhere(workspace, run % 2 === 0 ? 'zeros' : 'noise', random),
    ),
    await withSample(makeSampleWorkspace, seed, (workspace, wanted) => runControl(workspace, wanted, controls, seed)),
  ];
}

export function outcomeOf(
  kind: string,
  reports: readonly DamageReport[],
  rows: number,
  seconds: number,
  seed: number,
): Outcome {
  const changed = reports.filter(({ isChanged }) => isChanged);
  const detected = changed.filter(({ isDetected }) => isDetected);
  const complaints = reports.flatMap((report, run) =>
    report.complaints.map((each) => `seed ${seed} run ${run}: ${each}`),
  );
  return {
    ...NOTHING_COUNTED,
    kind,
    runs: reports.length,
    acknowledged: rows * reports.length,
    lost: reports.reduce((sum, { lost }) => sum + lost.length, 0),
    detected: detected.length,
    changed: changed.length,
    isAsPromised: complaints.length === 0,
    seconds,
    complaints,
  };
}

/** Without the hashes of rows there would be SQLite's own check, which must miss most: else the flips are no test of them. */
async function runControl(workspace: Workspace, wanted: Content, runs: number, seed: number): Promise<Outcome> {
  const seconds = stopwatch();
  const random = seededRandom(seed);
  const folder = await mkdtemp(join(tmpdir(), 'faults-control-'));
  let [changed, detected] = [0, 0];
  try {
    const { databaseFile } = copyWorkspace(workspace, join(folder, 'plain'));
    const content = readFileSync(databaseFile);
    for (let run = 0; run < runs; run += 1) {
      const damage = chooseDamage('bit', content, random);
      if (damage === null) continue;
      applyDamage(databaseFile, damage);
      if (!isSameContent(readContent(databaseFile), wanted)) {
        changed += 1;
        if (isSeenByQuickCheck(databaseFile)) detected += 1;
      }
      applyDamage(databaseFile, { ...damage, bytes: content.subarray(damage.offset, damage.offset + 1) });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    ...NOTHING_COUNTED,
    kind: 'control: flipped bits, quick_check only',
    runs,
    detected,
    changed,
    isAsPromised: changed > 0 && detected < changed / 2,
    seconds: seconds(),
  };
}
