import { cpSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createWorkspace, type Workspace, workspaceOf } from '#main/store/workspace.ts';
import type { SessionId } from '#shared/ids.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { openKiosk } from './kiosk.ts';
import { createWork } from './work.ts';

/** The kinds of file that hold what was acknowledged. */
export const FILE_KINDS = ['database', 'wal', 'journal', 'backup', 'media', 'keys'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const noPause = () => Promise.resolve();

/** A kiosk that is in use, with what a night does. */
async function startKiosk(workspace: Workspace, random: () => number) {
  const kiosk = await openKiosk(workspace, { hasJournal: true });
  const sample = sampleInterview('' as SessionId);
  const work = createWork({ ...kiosk, sample, random, now: () => new Date() }, () => undefined);
  return {
    close: () => kiosk.database.close(),
    async save(interviews: number): Promise<void> {
      await work.save(interviews, noPause);
      await kiosk.files.recover();
    },
    night(): void {
      const problems = kiosk.keeper?.nightly() ?? [];
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}

/**
 * A workspace as a kiosk leaves it that was killed: 30 interviews, a third of them only in the WAL and the journal; ten
 * recordings; three copies, the newest behind the database.
 *
 * @param directory where it is left
 * @param folder where it is made
 */
export async function makeSampleWorkspace(directory: string, folder: string, seed: number): Promise<Workspace> {
  const random = seededRandom(seed);
  const workspace = await createWorkspace(folder);
  const first = await startKiosk(workspace, random);
  await first.save(10);
  first.night();
  await first.save(10);
  first.close();
  const second = await startKiosk(workspace, random);
  try {
    await second.save(5);
    second.night();
    await second.save(5);
    // copied while it is open: what a kill leaves
    return copyWorkspace(workspace, directory);
  } finally {
    second.close();
  }
}

/** The same kiosk, stopped as it should be: there is no WAL. */
export async function makeStoppedWorkspace(directory: string, folder: string, seed: number): Promise<Workspace> {
  const workspace = await makeSampleWorkspace(directory, folder, seed);
  (await openKiosk(workspace, { hasJournal: true })).database.close();
  return workspace;
}

/** The same after days without a restart: no more was written than the WAL holds, and three nights have let go of the journal before. */
export async function makeLongRunWorkspace(directory: string, folder: string, seed: number): Promise<Workspace> {
  const workspace = await createWorkspace(folder);
  const random = seededRandom(seed);
  const first = await startKiosk(workspace, random);
  await first.save(2);
  first.close();
  const kiosk = await startKiosk(workspace, random);
  try {
    for (const _night of [1, 2, 3]) {
      await kiosk.save(2);
      kiosk.night();
    }
    await kiosk.save(2);
    return copyWorkspace(workspace, directory);
  } finally {
    kiosk.close();
  }
}

export function copyWorkspace({ directory }: Workspace, to: string): Workspace {
  cpSync(directory, to, { recursive: true });
  return workspaceOf(to);
}

async function namesIn(folder: string, name: RegExp): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((each) => name.test(each))
    .toSorted()
    .map((each) => join(folder, each));
}

/** Files of a kind, relative to the workspace. */
export async function filesOf(workspace: Workspace, kind: FileKind): Promise<string[]> {
  const { directory, databaseFile, journalDirectory, backupDirectory, mediaDirectory, keysDirectory } = workspace;
  const found = {
    database: () => [databaseFile],
    wal: () => namesIn(directory, /\.db-wal$/),
    journal: () => namesIn(journalDirectory, /\.aj$/),
    backup: () => namesIn(backupDirectory, /\.db$/),
    keys: () => namesIn(keysDirectory, /\.(nd)?json$/),
    media: async () => {
      const folders = await namesIn(mediaDirectory, /./);
      return (await Promise.all(folders.map((folder) => namesIn(folder, /\.(seg|copy)$/)))).flat();
    },
  }[kind]();
  return (await found).map((file) => file.slice(directory.length + 1));
}
