import { openKeeper } from '#main/store/keeper.native.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { createCells } from '#main/store/keys/cells.ts';
import { createPublicationStore } from '#main/store/publication-store.ts';
import { createWorkspace } from '#main/store/workspace.ts';

/** Begins to use everything that waits in a kiosk's folder, and is killed before it is done. Usage: FOLDER before|after */
const [folder = '', when = ''] = process.argv.slice(2);
const workspace = await createWorkspace(folder);
const keys = await openKeys(workspace, knownKeyring);
const { database } = openKeeper(workspace, () => new Date());
const rows = createPublicationStore(database, { now: () => new Date(), cells: createCells(keys, () => undefined) });
const die = (): void => void process.kill(process.pid, 'SIGKILL');
rows.apply(rows.waiting(), () => {
  if (when === 'before') die();
});
die();
