import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transcriberProgram } from './analysis/child-programs.ts';
import type { ChildLog } from './analysis/ports.ts';
import { calibrateModel, shippedBank } from './calibrate-model.ts';
import { locate } from './locations.ts';
import { measureRecogniser } from './measure-recogniser.ts';
import type { ModelGauges } from './models/ports.ts';
import { readAloud } from './session/read-aloud.native.ts';
import { surroundings } from './surroundings.ts';

/** The gauges of the command line: the sentences of the posts, the kiosk's own transcriber, espeak-ng for a sample. */
export const modelGauges: ModelGauges = {
  async calibrate(model) {
    return calibrateModel(model, await shippedBank());
  },
  async measureRtf(model) {
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-gauge-'));
    try {
      const program = transcriberProgram(locate().transcriberFile, join(folder, 'recogniser'));
      const launch = surroundings().launchChild(program, printFailure);
      return await measureRecogniser(model, {
        launch,
        readAloud: readAloud(),
        log: printFailure,
        nowMs: () => performance.now(),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

/** Why a child ended stands only in its own words; why a job failed is in what is thrown. */
const printFailure: ChildLog = ({ eventId, disposition, detail }) => {
  if (disposition === 'failure' && eventId.startsWith('transcriber_'))
    console.error(`${eventId} ${JSON.stringify(detail)}`);
};
