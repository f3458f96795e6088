// deleting-process.ts DIR STEP CLOCK-MS
//
// Deletes what is due in a workspace, and ends itself with SIGKILL after STEP: no exit handler, no flush, no farewell.
import { fakeClock } from '#main/session/interviews.fake.ts';
import { openKioskBench } from './kiosk-bench.ts';

const [directory, step, aheadMs] = process.argv.slice(2);
if (directory === undefined || step === undefined) throw new Error('deleting-process.ts DIR STEP CLOCK-MS');

const clock = fakeClock();
clock.advance(Number(aheadMs));
const bench = await openKioskBench(directory, {
  clock,
  after(reached) {
    if (reached === step) process.kill(process.pid, 'SIGKILL');
  },
});
await bench.retention.look();
throw new Error(`${step} was never reached`);
