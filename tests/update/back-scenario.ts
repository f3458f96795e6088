// back-scenario.ts --home DIR
//
// The version before starts again on a database that the newer one migrated, and puts it back. Killed at each of its syscalls by
// kills.ts.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAfterUpdate } from '#main/open-after-update.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import { noUpdates } from '#main/update/ports.ts';

const { values } = parseArgs({ options: { home: { type: 'string' } } });
if (values.home === undefined) throw new Error('Give --home DIR');
const shell = { ...noUpdates('1.0.0'), hasComeBack: true };
const parts = { now: () => new Date(), log: () => undefined };
openAfterUpdate(workspaceOf(join(values.home, 'data')), shell, parts).database.close();
