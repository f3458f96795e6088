import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DamagedRowsError } from '#main/store/journal/row-watch.ts';
import { isDiskError } from '#main/store/disk-errors.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { doubtRows } from '#main/store/recovery.native.ts';
import { createStoreHealth } from '#main/store/store-health.ts';
import type { Workspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { type DamageReport, outcomeOf, withSample } from './bit-flips.ts';
import { type Content, isGuards, isSameContent, missingFrom, readContent } from './content.ts';
import { applyDamage, chooseDamage, type Damage } from './damage.ts';
import { type Outcome, stopwatch } from './outcome.ts';
import { copyWorkspace, makeStoppedWorkspace } from './sample-workspace.ts';

/** `kiosk` reads the rows that its start has left; `idle`, the control, never does. */
type Mode = 'kiosk' | 'idle';

const MOST_TRIES = 60;

const now = () => new Date();

/**
 * A start that leaves all rows to be read while the kiosk runs, and what follows when one is damaged: it is opened again.
 *
 * @returns whether the damage was found
 */
function startAndRead(workspace: Workspace, mode: Mode): boolean {
  const help = { makeRoom: () => false, health: createStoreHealth(() => doubtRows(workspace)) };
  const { database, recovery, rows } = openKeeper(workspace, now, { help, rowsAtStart: 0 });
  if (recovery !== null || mode === 'idle') {
    database.close();
    return recovery !== null;
  }
  try {
    rows.finish();
    return false;
  } catch (error) {
    if (!(error instanceof DamagedRowsError || isDiskError(error))) throw error;
  } finally {
    database.close();
  }
  const again = openKeeper(workspace, now, { help: { ...help, health: createStoreHealth() }, rowsAtStart: 0 });
  again.database.close();
  return again.recovery !== null;
}

function flip(content: Buffer, random: () => number): Damage {
  const damage = chooseDamage('bit', content, random);
  if (damage === null) throw new Error('the database is empty');
  return damage;
}

async function examine(
  original: Workspace,
  wanted: Content,
  { random, isInRow }: { random: () => number; isInRow: boolean },
  mode: Mode,
): Promise<DamageReport> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-running-'));
  try {
    const workspace = copyWorkspace(original, join(folder, 'kiosk'));
    const { databaseFile } = workspace;
    const content = readFileSync(databaseFile);
    let damage = flip(content, random);
    applyDamage(databaseFile, damage);
    // most of a small file is indexes and nothing at all: every other flip is sought where it changes a row
    let triesLeft = isInRow ? MOST_TRIES : 0;
    for (; triesLeft > 0 && isSameContent(readContent(databaseFile), wanted); triesLeft -= 1) {
      applyDamage(databaseFile, { ...damage, bytes: content.subarray(damage.offset, damage.offset + 1) });
      damage = flip(content, random);
      applyDamage(databaseFile, damage);
    }
    const isChanged = !isSameContent(readContent(databaseFile), wanted);
    const isDetected = startAndRead(workspace, mode);
    const found = readContent(databaseFile);
    const lost = missingFrom(found, wanted).filter((key) => !isGuards(key));
    const where = `bit at ${damage.offset} of ${basename(databaseFile)}`;
    const complaints = [
      ...(isChanged && !isDetected ? [`${where}: not found`] : []),
      ...(lost.length > 0 ? [`${where}: ${lost.length} rows lost: ${lost.slice(0, 3).join(', ')}`] : []),
    ];
    return { file: 'database', isChanged, isDetected, lost, complaints };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** F7 where a start does not read everything: what is damaged is found while the kiosk runs, and repaired as at a start. */
export async function runFlipsWhileRunning(runs: number, seed: number, mode: Mode): Promise<Outcome> {
  return withSample(makeStoppedWorkspace, seed, async (workspace, wanted) => {
    const seconds = stopwatch();
    const random = seededRandom(seed);
    const reports: DamageReport[] = [];
    for (let run = 0; run < runs; run += 1)
      reports.push(await examine(workspace, wanted, { random, isInRow: run % 2 === 1 }, mode));
    const rows = [...wanted.keys()].filter((key) => !isGuards(key)).length;
    const kind = mode === 'kiosk' ? 'flipped bits, found while it runs' : 'control: the same, rows never read';
    const outcome = outcomeOf(kind, reports, rows, seconds(), seed);
    if (mode === 'kiosk') return outcome;
    const { detected, changed } = outcome;
    return { ...outcome, isAsPromised: (changed ?? 0) > 0 && (detected ?? 0) < (changed ?? 0) / 2, complaints: [] };
  });
}
