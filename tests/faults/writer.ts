// writer.ts --data DIR [--synchronous NORMAL] [--no-journal] [--gap-ms 10] [--seed 1] [--sample FILE]
//
// A kiosk that saves without end. What a call returned for is printed at once, so whatever was printed must still be there
// after any end of this program. The last two switches before the gap take safety away, for the negative controls.
import { readFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SessionId } from '#shared/ids.ts';
import type { StoredInterview } from '#main/store/session-rows.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { ackLine } from './acks.ts';
import { openKiosk } from './kiosk.ts';
import { createWork } from './work.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    synchronous: { type: 'string' },
    'no-journal': { type: 'boolean', default: false },
    'gap-ms': { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string' },
  },
});
if (values.data === undefined) throw new Error('Give the folder: --data DIR');

const kiosk = await openKiosk(await createWorkspace(values.data), { hasJournal: !values['no-journal'] });
if (values.synchronous !== undefined) kiosk.database.pragma(`synchronous = ${values.synchronous}`);
// nothing is flushed when it is killed
flushCompileCache();
const parts = {
  sample: await readSample(),
  ...kiosk,
  random: seededRandom(Number(values.seed)),
  now: () => new Date(),
};
const work = createWork(parts, (ack) => writeSync(1, `${ackLine(ack)}\n`));
await work.save(Number.POSITIVE_INFINITY, () => setTimeout(Number(values['gap-ms'])));

async function readSample(): Promise<StoredInterview> {
  if (values.sample !== undefined) return JSON.parse(readFileSync(values.sample, 'utf8')) as StoredInterview;
  const { sampleInterview } = await import('#main/store/sample-interview.fake.ts');
  return sampleInterview('' as SessionId);
}
