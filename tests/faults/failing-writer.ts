// failing-writer.ts --data DIR --sample FILE [--seed 1] [--deaf]
//
// A kiosk that saves without end on a disk that fails, and opens its store again when it breaks. Before that it goes on trying, as
// pages do that have not heard of it yet: nothing of that may be acknowledged. `--deaf` does not note the failure: the control.
import { readFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { StoredInterview } from '#main/store/session-rows.ts';
import { createStoreHealth, type StoreHealth } from '#main/store/store-health.ts';
import { watchKeys } from '#main/store/watch-keys.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { ackLine } from './acks.ts';
import { openKiosk } from './kiosk.ts';
import { createWork } from './work.ts';

/** Saves that are tried on a store that has failed. */
const TRIES = 5;
const MOST_OPENINGS = 10;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    deaf: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.sample === undefined) throw new Error('Give --data DIR and --sample FILE');
const workspace = await createWorkspace(values.data);
const random = seededRandom(Number(values.seed));
const sample = JSON.parse(readFileSync(values.sample, 'utf8')) as StoredInterview;
const say = (line: string) => writeSync(1, `${line}\n`);
const DEAF: StoreHealth = { broken: () => null, breakDown: () => undefined };

async function open() {
  const health = values.deaf ? DEAF : createStoreHealth();
  const kiosk = await openKiosk(workspace, {
    hasJournal: true,
    help: { makeRoom: () => false, health },
    watch: (keys) => watchKeys(keys, health),
  });
  const parts = { ...kiosk, sample, random, now: () => new Date() };
  return { kiosk, work: createWork(parts, (ack) => say(ackLine(ack))) };
}

async function openAgain() {
  for (let opening = 1; ; opening += 1) {
    try {
      const opened = await open();
      await opened.kiosk.files.recover();
      return opened;
    } catch (error) {
      say(`# cannot open: ${String(error).replaceAll('\n', ' ')}`);
      if (opening === MOST_OPENINGS) throw error;
    }
  }
}

let { kiosk, work } = await open();
for (;;) {
  try {
    await work.save(3, () => setImmediate());
  } catch (error) {
    say(`# failed ${String(error).replaceAll('\n', ' ')}`);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      await work.save(1, () => setImmediate()).catch(() => undefined);
    }
    await kiosk.files.stop();
    kiosk.database.close();
    ({ kiosk, work } = await openAgain());
    say('# opened');
  }
}
