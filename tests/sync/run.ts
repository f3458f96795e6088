// node tests/sync/run.ts [--records 10000] [--media 200] [--media-bytes 524288] [--big 2] [--seed 1]
//
// A kiosk that was offline delivers its backlog over a link that cuts and loses every fifth acknowledgement. The hub must then hold exactly what it
// holds after a clean run, to the hash. Control: a hub whose database does not know records by their key must fail the same check.
// --big: files of 100 MiB over a link cut every 25 MiB on average; 0 leaves them out.
//
// Exit code 1 when a promise is broken, or when the control shows that the check could not have noticed.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillKiosk } from './backlog.ts';
import { sendBigFiles } from './big-files.ts';
import { deliver, type Delivery } from './deliver.ts';
import { startHubProcess } from './hub-process.ts';
import { takeKeyAway } from './keyless-hub.native.ts';
import { seededRandom } from './seeded-random.ts';
import { readState, type HubState } from './state-hash.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    media: { type: 'string', default: '200' },
    'media-bytes': { type: 'string', default: '524288' },
    big: { type: 'string', default: '2' },
    seed: { type: 'string' },
  },
});
const backlog = {
  records: Number(values.records),
  media: Number(values.media),
  mediaBytes: Number(values['media-bytes']),
};
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const MIB = 1024 * 1024;
const LOST = 0.2;
const CUT_MEAN_BYTES = 25 * MIB;
/** Of the backlog, which is smaller than one of the big files. */
const BACKLOG_CUT_MEAN_BYTES = 2 * MIB;

const complaints: string[] = [];
function promise(isKept: boolean, text: string): void {
  console.log(`${isKept ? 'ok    ' : 'BROKEN'} ${text}`);
  if (!isKept) complaints.push(text);
}

/** What is wrong with a hub's state; empty when it holds one of each. */
function faultsOf(state: HubState): string[] {
  return [
    ...(state.records === backlog.records ? [] : [`${state.records} records instead of ${backlog.records}`]),
    ...(state.distinctRecords === backlog.records ? [] : [`${state.distinctRecords} different records`]),
    ...(state.wholeFiles === backlog.media ? [] : [`${state.wholeFiles} whole files instead of ${backlog.media}`]),
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'anteroom-sync-run-'));
try {
  console.log(`seed ${seed}: ${backlog.records} records, ${backlog.media} files of about ${backlog.mediaBytes} bytes`);
  const kiosk = join(folder, 'kiosk');
  await fillKiosk(kiosk, backlog, seededRandom(seed));

  /** A copy of the kiosk delivers to a hub of its own; the state is what the hub then holds. */
  async function run(
    name: string,
    options: Parameters<typeof deliver>[2],
    prepare?: (dataDir: string) => void,
  ): Promise<{ delivery: Delivery; state: HubState }> {
    const copy = join(folder, `${name}-kiosk`);
    const dataDir = join(folder, `${name}-hub`);
    await cp(kiosk, copy, { recursive: true });
    if (prepare !== undefined) {
      await (await startHubProcess(dataDir)).stop('SIGTERM');
      prepare(dataDir);
    }
    const hub = await startHubProcess(dataDir);
    try {
      const delivery = await deliver(copy, hub, options);
      const state = await readState(hub);
      const { seconds, recordAmplification, lostAnswers, cuts, sentBytes, status } = delivery;
      console.log(
        `${name}: ${seconds.toFixed(1)} s, ${lostAnswers} acknowledgements lost, ${cuts} cuts, ${(sentBytes / MIB).toFixed(1)} MiB sent, ` +
          `record amplification ${recordAmplification.toFixed(3)}, parked ${status.counts.parked + status.counts.mediaParked}, state ${state.hash.slice(0, 16)}`,
      );
      return { delivery, state };
    } finally {
      await hub.stop('SIGTERM');
      await rm(copy, { recursive: true, force: true });
    }
  }

  const clean = await run('clean', { chaos: {}, random: seededRandom(seed + 1) });
  promise(faultsOf(clean.state).length === 0, `clean run: one of each ${faultsOf(clean.state).join(', ')}`);
  promise(clean.delivery.recordAmplification <= 1.02, 'clean run: at most 1.02 times the records');

  const chaos = { lostAnswerRate: LOST, cutMeanBytes: BACKLOG_CUT_MEAN_BYTES };
  const lossy = await run('lossy', { chaos, random: seededRandom(seed + 2) });
  promise(faultsOf(lossy.state).length === 0, `lossy run: one of each ${faultsOf(lossy.state).join(', ')}`);
  promise(lossy.state.hash === clean.state.hash, 'lossy run: the same state as the clean run, to the hash');
  // a handful of records and files may pass between two cuts; the control for this promise is the clean run
  promise(lossy.delivery.cuts > 0 || backlog.records < 1000, 'lossy run: the link was cut');
  promise(lossy.delivery.recordAmplification <= 1.3, `lossy run: at most 1.30 times the records`);

  const settled: Parameters<typeof deliver>[2]['settled'] = ({ counts }) => counts.waiting === 0;
  const keyless = await run('without the key', { chaos, random: seededRandom(seed + 2), settled }, takeKeyAway);
  const seen = faultsOf({ ...keyless.state, wholeFiles: backlog.media });
  promise(seen.length > 0, `control, a hub without the key: the check fails (${seen.join(', ') || 'it did not'})`);
  promise(keyless.state.hash !== clean.state.hash, 'control, a hub without the key: the state is another one');

  const bigFiles = Number(values.big);
  if (bigFiles > 0) {
    const { amplification, cuts, isWhole } = await sendBigFiles(folder, {
      count: bigFiles,
      sizeBytes: 100 * MIB,
      cutMeanBytes: CUT_MEAN_BYTES,
      random: seededRandom(seed + 3),
    });
    console.log(`${bigFiles} files of 100 MiB, cut ${cuts} times: media amplification ${amplification.toFixed(4)}`);
    promise(isWhole, 'big files: whole at the hub, by their hash');
    promise(cuts > 0 && amplification <= 1.05, 'big files: at most 1.05 times the bytes, over a link that was cut');
  }
  console.log(
    JSON.stringify({
      sync: { seed, ...backlog, clean: clean.delivery, lossy: lossy.delivery, complaints: complaints.length },
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = complaints.length === 0 ? 0 : 1;
