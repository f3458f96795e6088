import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createWorkspace, type Workspace, workspaceOf } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { type Comparison, reopenAndCompare } from './compare.ts';
import { openKiosk } from './kiosk.ts';
import { cutPower, makeImage } from './loop-image.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { SLICE_BYTES } from './work.ts';
import { startWriter } from './writer-process.ts';

/**
 * `kiosk` is what is shipped: FULL and a journal. `full-only` and `journal-only` have one of the two, to know what each is
 * worth. `neither` is what better-sqlite3 does by itself, and must lose rows: else the cut is no cut.
 */
export type CutMode = 'kiosk' | 'full-only' | 'journal-only' | 'neither';

const ARGS: Readonly<Record<CutMode, readonly string[]>> = {
  kiosk: [],
  'full-only': ['--no-journal'],
  'journal-only': ['--synchronous', 'NORMAL'],
  neither: ['--synchronous', 'NORMAL', '--no-journal'],
};

const KINDS: Readonly<Record<CutMode, string>> = {
  kiosk: 'power cut',
  'full-only': 'power cut, FULL, no journal',
  'journal-only': 'power cut, NORMAL, with journal',
  neither: 'control: power cut, NORMAL, no journal',
};

const hasJournal = (mode: CutMode): boolean => !ARGS[mode].includes('--no-journal');

/** A kiosk that has been started and stopped before. */
async function startOnce(workspace: Workspace, mode: CutMode): Promise<void> {
  (await openKiosk(workspace, { hasJournal: hasJournal(mode) })).database.close();
  await promisify(execFile)('sync', ['-f', workspace.directory]);
}

/** One writer, one cut at a seeded moment, one start on what the disk then held. */
async function cutOnce(
  mode: CutMode,
  random: () => number,
  seed: number,
  isNew: boolean,
): Promise<Comparison & { problems: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-cut-'));
  try {
    const image = await makeImage(folder);
    const { said, left } = await image.mounted(async (disk) => {
      const workspace = await createWorkspace(join(disk, 'kiosk'));
      if (!isNew) await startOnce(workspace, mode);
      const writer = await startWriter(workspace.directory, ['--seed', String(seed), ...ARGS[mode]]);
      try {
        // so far that a slow machine cuts at the same place, then in the middle of whatever comes next
        await writer.hasSaid(10 + Math.floor(random() * 40));
        await setTimeout(random() * 50);
        await writer.freeze();
        const left = await cutPower(image);
        return { left, said: await writer.kill() };
      } finally {
        await writer.kill();
      }
    });
    return await left.mounted((disk) =>
      reopenAndCompare(workspaceOf(join(disk, 'kiosk')), said, { hasJournal: hasJournal(mode) }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** F3: the power goes while a kiosk saves; the next start must find everything it had acknowledged. Needs loop mounts. */
export async function runPowerCuts(runs: number, seed: number, mode: CutMode): Promise<Outcome> {
  const random = seededRandom(seed);
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [acknowledged, lost, orphans, mediaBytesLost, lossyRuns] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const found = await cutOnce(mode, random, seed + run, run % 2 === 1);
    acknowledged += found.acknowledged;
    lost += found.lost.length;
    orphans += found.orphans;
    mediaBytesLost = Math.max(mediaBytesLost, found.unsaved.length * SLICE_BYTES);
    if (found.lost.length > 0) lossyRuns += 1;
    for (const sentence of [...found.lost, ...found.problems]) complaints.push(`seed ${seed} cut ${run}: ${sentence}`);
  }
  const isSafe = complaints.length === 0 && orphans === 0 && mediaBytesLost <= SLICE_BYTES;
  return {
    ...NOTHING_COUNTED,
    kind: mode === 'neither' ? `${KINDS[mode]} (${lossyRuns} of ${runs} lossy)` : KINDS[mode],
    runs,
    acknowledged,
    lost,
    orphans,
    mediaBytesLost,
    // a control that loses nothing proves nothing
    isAsPromised: mode === 'neither' ? lossyRuns > runs / 2 : isSafe,
    seconds: seconds(),
    complaints: mode === 'neither' ? [] : complaints,
  };
}
