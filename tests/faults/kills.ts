import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import type { Ack } from './acks.ts';
import { reopenAndCompare } from './compare.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { SLICE_BYTES } from './work.ts';
import { startWriter } from './writer-process.ts';

/** So many kills one workspace has to bear. */
const KILLS_PER_WORKSPACE = 25;

/** F1: a kiosk is killed again and again at any moment; after each all that was ever acknowledged in its folder must be there. */
export async function runKills(runs: number, seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [acknowledged, lost, orphans, mediaBytesLost] = [0, 0, 0, 0];
  let workspace: Workspace | null = null;
  const said: Ack[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      if (workspace === null || run % KILLS_PER_WORKSPACE === 0) {
        if (workspace) await rm(workspace.directory, { recursive: true });
        workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'faults-kill-')));
        said.length = 0;
      }
      const before = said.length;
      const writer = await startWriter(workspace.directory, ['--seed', String(seed + run)]);
      await setTimeout(60 + random() * 300);
      said.push(...(await writer.kill()));
      const found = await reopenAndCompare(workspace, said, { hasJournal: true });
      acknowledged += said.slice(before).filter((ack) => ack.said === 'ack').length;
      lost += found.lost.length;
      orphans += found.orphans;
      const inFlight = found.unsaved.filter((id) => said.findIndex((ack) => ack.id === id) >= before);
      mediaBytesLost = Math.max(mediaBytesLost, inFlight.length * SLICE_BYTES);
      for (const sentence of [...found.lost, ...found.problems])
        complaints.push(`seed ${seed} kill ${run}: ${sentence}`);
    }
  } finally {
    if (workspace) await rm(workspace.directory, { recursive: true, force: true });
  }
  const isAsPromised = complaints.length === 0 && orphans === 0 && mediaBytesLost <= SLICE_BYTES;
  return {
    ...NOTHING_COUNTED,
    kind: 'kill -9',
    runs,
    acknowledged,
    lost,
    orphans,
    mediaBytesLost,
    isAsPromised,
    seconds: seconds(),
    complaints,
  };
}
