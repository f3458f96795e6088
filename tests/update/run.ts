// node tests/update/run.ts [--every 1] [--seed 1]
//
// Kills an update at every syscall that changes the disk, or at every n-th. Exit code 1 when a state does not boot, something
// acknowledged is missing, or the control shows that the harness could not have noticed.
import { parseArgs } from 'node:util';
import { printOutcomes } from '#tests/faults/outcome.ts';
import { whyNoStrace } from '#tests/faults/syscalls.ts';
import { runBackKills, runCarelessKills, runUpdateKills } from './kills.ts';

const { values } = parseArgs({
  options: { every: { type: 'string', default: '1' }, seed: { type: 'string', default: '0' } },
});
const reason = whyNoStrace();
if (reason !== null) {
  console.log(`kills at each syscall are skipped: ${reason}`);
} else {
  const [every, seed] = [Number(values.every), Number(values.seed)];
  const outcomes = [await runUpdateKills(every, seed), await runBackKills(every, seed), await runCarelessKills()];
  for (const { complaints } of outcomes) for (const complaint of complaints) console.log(complaint);
  printOutcomes(outcomes);
  process.exitCode = outcomes.every(({ isAsPromised }) => isAsPromised) ? 0 : 1;
}
