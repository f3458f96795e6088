import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeeper } from '#main/store/keeper.native.ts';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { createWorkspace, type Workspace } from '#main/store/workspace.ts';
import { pointerLine, type Slot } from '#main/update/launch-decision.ts';
import { slotFolder } from '#main/update/slots.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Ack } from '#tests/faults/acks.ts';
import { openKiosk } from '#tests/faults/kiosk.ts';
import { createWork } from '#tests/faults/work.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';

export const PROGRAM = 'Anteroom.AppImage';

/** A real program: says its version and that it is healthy, or breaks. */
export function programText(version: string, works = true): string {
  return works
    ? `#!${process.execPath}\nprocess.stdout.write('healthy ${version}\\n');\n`
    : `#!${process.execPath}\nthrow new Error('${version} breaks');\n`;
}

function putVersion(root: string, slot: Slot, version: string): void {
  const folder = slotFolder(root, slot);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, PROGRAM), programText(version));
  chmodSync(join(folder, PROGRAM), 0o755);
  writeFileSync(join(folder, 'start'), `${PROGRAM}\n${version}\n`);
}

/** A kiosk with interviews, whose launcher runs 1.0.0; 0.9.0 is still in the other slot. */
export interface SampleKiosk {
  readonly root: string;
  readonly resourcesDirectory: string;
  readonly workspace: Workspace;
  /** What it acknowledged. */
  readonly said: readonly Ack[];
}

/** A start of a release with one more migration. */
export function startNewer(workspace: Workspace, write: (run: (sql: string) => void) => void = () => undefined): void {
  const { database } = openKeeper(workspace, () => new Date());
  database.exec('create table invented_later (id integer primary key, note text) strict');
  database.pragma(`user_version = ${NEWEST_SCHEMA + 10}`);
  database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run('later', new Date().toISOString());
  write((sql) => void database.prepare(sql).run());
  database.close();
}

/** @param feed what the build knows of its publisher */
export async function makeKiosk(
  home: string,
  feed: { feedUrl: string | null; publisherKeys: readonly string[] },
): Promise<SampleKiosk> {
  const root = join(home, 'programs');
  const resourcesDirectory = join(home, 'resources');
  putVersion(root, 'a', '1.0.0');
  putVersion(root, 'b', '0.9.0');
  writeFileSync(join(root, 'current'), pointerLine({ slot: 'a', trust: 'good', boots: 0, failed: null }));
  mkdirSync(resourcesDirectory, { recursive: true });
  writeFileSync(join(resourcesDirectory, 'updates.json'), JSON.stringify({ ...feed, windowsPublisherNames: [] }));
  const workspace = await createWorkspace(join(home, 'data'));
  const said: Ack[] = [];
  const kiosk = await openKiosk(workspace, { hasJournal: true });
  const sample = sampleInterview('' as SessionId);
  const work = createWork({ ...kiosk, sample, random: seededRandom(7), now: () => new Date() }, (ack) =>
    said.push(ack),
  );
  await work.save(4, () => Promise.resolve());
  kiosk.database.close();
  return { root, resourcesDirectory, workspace, said };
}
