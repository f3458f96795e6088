// node tests/faults/run.ts [--kills 60] [--cuts 20] [--flips 500] [--syscalls 10] [--eio 10] [--full 10] [--seed 1]
//
// --syscalls 1 kills at every syscall that changes the disk, 10 at every tenth, 0 at none.
//
// Exit code 1 when a promise is broken, or when a control shows that a test could not have noticed.
import { parseArgs } from 'node:util';
import { runDamage } from './bit-flips.ts';
import { runDiskErrors } from './disk-errors.ts';
import { runFlipsWhileRunning } from './flips-while-running.ts';
import { runFullDisks } from './full-disk.ts';
import { runHubCuts } from './hub-cuts.ts';
import { runKills } from './kills.ts';
import { whyNoLoopImages } from './loop-image.ts';
import { type Outcome, printOutcomes } from './outcome.ts';
import { runPowerCuts } from './power-cuts.ts';
import { runRemovedFiles } from './removed-files.ts';
import { runSyscalls, whyNoStrace } from './syscalls.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    cuts: { type: 'string', default: '20' },
    flips: { type: 'string', default: '500' },
    syscalls: { type: 'string', default: '10' },
    eio: { type: 'string', default: '10' },
    full: { type: 'string', default: '10' },
    seed: { type: 'string' },
  },
});
const COUNTS = ['kills', 'cuts', 'flips', 'syscalls', 'eio', 'full'] as const;
const { kills, cuts, flips, syscalls, eio, full } = Object.fromEntries(
  COUNTS.map((name) => [name, Number(values[name])]),
) as Record<(typeof COUNTS)[number], number>;
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);

const outcomes: Outcome[] = [];
/** Long runs take an hour: each kind is told as soon as it is done. */
function tell(...finished: readonly Outcome[]): void {
  for (const outcome of finished) {
    console.log(
      `${outcome.kind}: ${outcome.runs} runs, ${outcome.lost} of ${outcome.acknowledged} lost, ${outcome.isAsPromised ? 'as promised' : 'NOT AS PROMISED'}, ${outcome.seconds.toFixed(0)} s`,
    );
    for (const complaint of outcome.complaints) console.log(`  ${complaint}`);
    outcomes.push(outcome);
  }
}

if (kills > 0) tell(await runKills(kills, seed));
if (syscalls > 0) {
  const reason = whyNoStrace();
  if (reason !== null) console.log(`kills at each syscall are skipped: ${reason}`);
  else tell(await runSyscalls(syscalls, seed));
}
if (cuts > 0) {
  const reason = await whyNoLoopImages();
  if (reason !== null) console.log(`power cuts are skipped: ${reason}`);
  else {
    tell(await runHubCuts(Math.ceil(cuts / 4), seed));
    tell(await runPowerCuts(cuts, seed, 'kiosk'));
    for (const mode of ['full-only', 'journal-only', 'neither'] as const)
      tell(await runPowerCuts(Math.ceil(cuts / 2), seed, mode));
  }
}
if (eio > 0) {
  const reason = whyNoStrace();
  if (reason !== null) console.log(`failing disks are skipped: ${reason}`);
  else {
    tell(await runDiskErrors(eio, seed, 'kiosk'));
    tell(await runDiskErrors(Math.ceil(eio / 4), seed, 'deaf'));
  }
}
if (full > 0) {
  const reason = await whyNoLoopImages();
  if (reason !== null) console.log(`full disks are skipped: ${reason}`);
  else {
    tell(await runFullDisks(full, seed, 'kiosk'));
    tell(await runFullDisks(Math.ceil(full / 4), seed, 'careless'));
  }
}
if (flips > 0) {
  const fifth = Math.ceil(flips / 5);
  tell(...(await runDamage({ bits: flips, frames: fifth, sectors: fifth, controls: flips }, seed)));
  for (const mode of ['kiosk', 'idle'] as const) tell(await runFlipsWhileRunning(flips, seed, mode));
  tell(await runRemovedFiles(seed));
}
printOutcomes(outcomes);
console.log(
  JSON.stringify({
    faults: outcomes.map(({ complaints, ...figures }) => ({ ...figures, complaints: complaints.length })),
    seed,
  }),
);
process.exitCode = outcomes.every(({ isAsPromised }) => isAsPromised) ? 0 : 1;
