import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '#main/store/workspace.ts';
import { repair, withSample } from './bit-flips.ts';
import { type Content, isGuards } from './content.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { copyWorkspace, makeLongRunWorkspace, makeSampleWorkspace } from './sample-workspace.ts';

/** What goes missing, by what is added to the name of the database. */
const REMOVED: Readonly<Record<string, readonly string[]>> = {
  'the database': [''],
  'the WAL': ['-wal'],
  'database and WAL': ['', '-wal'],
};

const MADE = {
  'a kiosk that was killed': makeSampleWorkspace,
  'a kiosk that ran for days': makeLongRunWorkspace,
} as const;

async function loseFiles(workspace: Workspace, wanted: Content, suffixes: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'faults-removed-'));
  try {
    const copy = copyWorkspace(workspace, join(folder, 'kiosk'));
    for (const suffix of suffixes) await rm(`${copy.databaseFile}${suffix}`);
    return repair(copy, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** F8: files of the database are gone at the start; all that was acknowledged must come back. */
export async function runRemovedFiles(seed: number): Promise<Outcome> {
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [runs, acknowledged, lost] = [0, 0, 0];
  for (const [made, make] of Object.entries(MADE)) {
    await withSample(make, seed, async (workspace, wanted) => {
      for (const [what, suffixes] of Object.entries(REMOVED)) {
        const found = await loseFiles(workspace, wanted, suffixes);
        const where = `seed ${seed}: ${what} of ${made}`;
        runs += 1;
        acknowledged += [...wanted.keys()].filter((key) => !isGuards(key)).length;
        lost += found.lost.length;
        if (found.lost.length > 0) complaints.push(`${where}: ${found.lost.length} rows lost`);
        if (found.complaint !== null) complaints.push(`${where}: ${found.complaint}`);
      }
    });
  }
  return {
    ...NOTHING_COUNTED,
    kind: 'files removed',
    runs,
    acknowledged,
    lost,
    isAsPromised: complaints.length === 0,
    seconds: seconds(),
    complaints,
  };
}
