import { NotWordedError } from '#assessment/words/assess-words.ts';
import { ANALYSIS_SAMPLE_RATE, AnalysisError, type AnalystReply, type AnalystRequest } from '#shared/analysis.ts';
import { type AnalystAnswer, AnalystCall, type AssessReply, type AssessRequest } from '#shared/analyst-protocol.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { analyseRecording, type VoiceDetector } from './analyse-recording.ts';
import type { Assessor } from './assessor.ts';
import type { Carrier } from '#shared/child-carrier.ts';
import { openPcm } from '../common/pcm-file.ts';

const SAMPLES_PER_MS = ANALYSIS_SAMPLE_RATE / 1000;
/** A message per 5 s of audio: often enough to be seen moving, 12 messages for a minute's answer. */
const PROGRESS_EVERY_SAMPLES = 5 * ANALYSIS_SAMPLE_RATE;

/**
 * Announces the model and answers requests one after the other, in the order they came.
 *
 * Foreseen failures are answered. Anything else goes to `onCrash`, so that the process ends and the
 * parent starts a fresh one: a native library that failed once in an unknown way is not asked again.
 */
export function answerRequests(
  carrier: Carrier<AnalystAnswer>,
  detector: VoiceDetector,
  assessor: Assessor,
  onCrash: (error: unknown) => void,
): void {
  let last: Promise<void> = Promise.resolve();
  carrier.onMessage((value) => {
    const call = AnalystCall.parse(value);
    last = last
      .then(async () => {
        carrier.post(call.kind === 'assess' ? await assess(assessor, call) : await answer(carrier, detector, call));
      })
      .catch(onCrash);
  });
  carrier.post({ kind: 'ready', model: detector.model });
}

async function answer(
  carrier: Carrier<AnalystAnswer>,
  detector: VoiceDetector,
  request: AnalystRequest,
): Promise<AnalystReply> {
  const { id } = request;
  try {
    const source = await openPcm(request.pcm);
    const totalMs = source.totalSamples / SAMPLES_PER_MS;
    let nextReport = PROGRESS_EVERY_SAMPLES;
    const onProgress = (doneSamples: number): void => {
      if (doneSamples < nextReport) return;
      nextReport = doneSamples + PROGRESS_EVERY_SAMPLES;
      carrier.post({ kind: 'progress', id, doneMs: doneSamples / SAMPLES_PER_MS, totalMs });
    };
    const before = process.cpuUsage();
    const ok = await analyseRecording(source, detector, { prosody: request.prosody, onProgress });
    const { user, system } = process.cpuUsage(before);
    return { kind: 'analysed', id, ok, cpuMs: (user + system) / 1_000 };
  } catch (error) {
    if (!(error instanceof ForeseenFailure)) throw error;
    return { kind: 'failed', id, error: AnalysisError.parse(error.toReply()) };
  }
}

async function assess(assessor: Assessor, { id, input }: AssessRequest): Promise<AssessReply> {
  try {
    return { kind: 'assessed', id, ok: await assessor.assess(input) };
  } catch (error) {
    if (!(error instanceof NotWordedError)) throw error;
    return { kind: 'failed', id, error: { code: 'analyst_protocol_broken', message: error.message } };
  }
}
