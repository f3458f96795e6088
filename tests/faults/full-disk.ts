import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { type BallastState, startBallast } from '#main/store/ballast.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createStoreHealth } from '#main/store/store-health.ts';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import type { Ack } from './acks.ts';
import { reopenAndCompare } from './compare.ts';
import { openKiosk } from './kiosk.ts';
import { createFiller } from './disk-filler.ts';
import { makeImage } from './loop-image.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { createWork } from './work.ts';

const MIB = 1024 * 1024;
/** A kiosk's figures, on a disk of 64 MiB. */
const ROOM = {
  av: { keptFreeBytes: 20 * MIB, toBeginBytes: MIB },
  pcm: { keptFreeBytes: 10 * MIB, toBeginBytes: MIB },
};
const NO_ROOM_KEPT = {
  av: { keptFreeBytes: 0, toBeginBytes: 0 },
  pcm: { keptFreeBytes: 0, toBeginBytes: 0 },
};
const BALLAST = { ballastBytes: 4 * MIB, lowBytes: 0, pieceBytes: MIB };
/** Interviews saved on the full disk: what two days bring. */
const SAVES_WHEN_FULL = 20;

/** `careless` keeps nothing free and has no ballast: media then starve the answers. */
export type FullMode = 'kiosk' | 'careless';

/** Takes the steps that wait for a clock one after the other. */
function createSteps() {
  let asked = Promise.withResolvers<() => void>();
  return {
    after(_ms: number, call: () => void) {
      asked.resolve(call);
      return () => {
        asked = Promise.withResolvers();
      };
    },
    async until(isDone: () => boolean): Promise<void> {
      while (!isDone()) {
        const call = await asked.promise;
        asked = Promise.withResolvers();
        call();
      }
    },
  };
}

interface Seen {
  readonly said: Ack[];
  /** What happened, in order. */
  readonly order: string[];
}

async function recordUntilRefused(
  work: ReturnType<typeof createWork>,
  recording: RecordingId,
  slices: number,
): Promise<'stored' | 'refused'> {
  try {
    await work.saveSlice(recording, slices);
    return 'stored';
  } catch {
    return 'refused';
  }
}

/** One kiosk whose disk fills up in the middle of an answer, until nothing is left, and empties again. */
async function fillOnce(disk: string, workspace: Workspace, mode: FullMode, random: () => number): Promise<Seen> {
  const isKiosk = mode === 'kiosk';
  const said: Ack[] = [];
  const order: string[] = [];
  const steps = createSteps();
  const ballast = startBallast({
    file: workspace.ballastFile,
    leaveBytes: ROOM.av.keptFreeBytes,
    after: steps.after,
    log: () => undefined,
    sizes: BALLAST,
  });
  const isIn = (state: BallastState) => () => ballast.state() === state;
  if (isKiosk) await steps.until(isIn('whole'));
  const help = { makeRoom: () => isKiosk && ballast.drop('save'), health: createStoreHealth() };
  const kiosk = await openKiosk(workspace, { hasJournal: true, help, room: isKiosk ? ROOM : NO_ROOM_KEPT });
  const parts = { ...kiosk, sample: sampleInterview('' as SessionId), random, now: () => new Date() };
  const work = createWork(parts, (ack) => void said.push(ack));
  const filler = createFiller(disk);
  try {
    const beginPair = async () => {
      const [video, sound] = [v7() as RecordingId, v7() as RecordingId];
      await work.saveInterview(video, 'av');
      await work.saveInterview(sound, 'pcm');
      return { video, sound, slices: 0 };
    };
    let pair = await beginPair();
    const look = async () => {
      const picture = await recordUntilRefused(work, pair.video, pair.slices);
      const sound = await recordUntilRefused(work, pair.sound, pair.slices);
      pair.slices += 1;
      return `picture ${picture}, sound ${sound}`;
    };
    order.push(`room: ${await look()}`);
    await filler.leave(ROOM.pcm.keptFreeBytes + (2 + random() * 6) * MIB);
    order.push(`little room: ${await look()}`);
    await filler.leave((1 + random() * 6) * MIB);
    order.push(`hardly any room: ${await look()}`);
    await filler.leave(0);
    let saved = 0;
    for (; saved < SAVES_WHEN_FULL; saved += 1) {
      const isSaved = await work.saveInterview(null).then(
        () => true,
        () => false,
      );
      if (!isSaved) break;
    }
    order.push(`full: ${saved} of ${SAVES_WHEN_FULL} interviews saved, ballast ${ballast.state()}`);
    filler.empty();
    pair = await beginPair();
    order.push(`room again: ${await look()}`);
    if (isKiosk) await steps.until(isIn('whole'));
    order.push(`later: ballast ${ballast.state()}`);
  } finally {
    await ballast.stop();
    await kiosk.files.stop();
    kiosk.database.close();
  }
  return { said, order };
}

const AS_PROMISED = [
  'room: picture stored, sound stored',
  'little room: picture refused, sound stored',
  'hardly any room: picture refused, sound refused',
  `full: ${SAVES_WHEN_FULL} of ${SAVES_WHEN_FULL} interviews saved, ballast gone`,
  'room again: picture stored, sound stored',
  'later: ballast whole',
];

/**
 * F5: a disk that fills up in the middle of an answer. Pictures stop first, then sound, answers never; with room again everything is
 * as before, and nothing that was acknowledged is missing. Needs loop mounts.
 */
export async function runFullDisks(runs: number, seed: number, mode: FullMode): Promise<Outcome> {
  const random = seededRandom(seed);
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [acknowledged, lost, orphans, starved] = [0, 0, 0, 0];
  for (let at = 0; at < runs; at += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'faults-full-'));
    try {
      // nothing is set aside for root: full is full for everybody
      const image = await makeImage(folder, ['-m', '0']);
      await image.mounted(async (disk) => {
        const workspace = await createWorkspace(join(disk, 'kiosk'));
        const { said, order } = await fillOnce(disk, workspace, mode, random);
        const found = await reopenAndCompare(workspace, said, { hasJournal: true });
        acknowledged += found.acknowledged;
        lost += found.lost.length;
        orphans += found.orphans;
        const where = `seed ${seed} run ${at}`;
        for (const sentence of [...found.lost, ...found.problems]) complaints.push(`${where}: ${sentence}`);
        for (const [step, sentence] of AS_PROMISED.entries())
          if (order[step] !== sentence) complaints.push(`${where}: wanted "${sentence}", was "${order[step]}"`);
        if (order[3] !== AS_PROMISED[3]) starved += 1;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const isCareless = mode === 'careless';
  return {
    ...NOTHING_COUNTED,
    kind: isCareless ? `control: full disk, nothing kept free (${starved} of ${runs} lose answers)` : 'full disk',
    runs,
    acknowledged,
    lost,
    orphans,
    // what was acknowledged stays even then; what the control loses is the saving
    isAsPromised: isCareless ? starved === runs : complaints.length === 0 && orphans === 0,
    seconds: seconds(),
    complaints: isCareless ? [] : complaints,
  };
}
