import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { chooseRecogniser } from './analysis/choose-recogniser.ts';
import type { ChildLog, TranscriberLauncher, TranscriptionOutcome } from './analysis/ports.ts';
import { createTranscriptionQueue } from './analysis/transcription-queue.ts';
import { serves } from './models/model-store.ts';
import type { InstalledModel } from './models/ports.ts';
import type { ReadAloud } from './session/read-aloud-port.ts';
import { toPcm16, wavAs16kMono } from './wav-file.ts';

/** Some fifteen seconds of a plain answer: long enough for a steady figure, short enough to wait for. */
const SAMPLE: Readonly<Record<Locale, string>> = {
  'zh-CN':
    '上个月我们线上有一台机器老是停。我先按了急停，挂上牌子，再去叫维修。等他们查清楚是传感器松了，我们一起试了三遍，' +
    '没有问题才重新开机。后来每天交接班的时候我都会看一眼那个地方，这个月一次也没有停过。',
  en:
    'Last month one machine on our line kept stopping. I pressed the emergency stop, hung up the tag and called maintenance. ' +
    'They found a loose sensor, we tried it three times together, and only then we started again. Since then I look at it at ' +
    'every change of shift, and this month it has not stopped once.',
};

/**
 * How long an installed recogniser takes on this kiosk, through the very child process that transcribes answers. The model is
 * loaded by a first pass over the sample; the second is timed.
 *
 * @param readAloud speaks the sample: what a recogniser has to write down is part of its work
 * @returns seconds of computing per second of speech, waiting for the child included
 * @throws Error with the reason when there is no voice, or the recogniser fails
 */
export async function measureRecogniser(
  model: InstalledModel,
  parts: { launch: TranscriberLauncher; readAloud: ReadAloud; log: ChildLog; nowMs: () => number },
): Promise<number> {
  const locale = LOCALES.find((each) => serves(model.entry, each));
  if (locale === undefined) throw new Error(`it serves none of the kiosk's languages (${LOCALES.join(', ')})`);
  const spoken = await parts.readAloud.render({ text: SAMPLE[locale], locale });
  if ('unavailable' in spoken) throw new Error(`no sample could be spoken (${spoken.unavailable}); install espeak-ng`);
  const wav = parts.readAloud.soundOf(spoken.sha256);
  if (wav === null) throw new Error('the spoken sample was not kept');
  const samples = await wavAs16kMono(wav, 'The sample');
  const durationMs = (samples.length / ANALYSIS_SAMPLE_RATE) * 1000;

  const pcm = { recordingId: 'sample', read: async () => toPcm16(samples) };
  const settledAt: number[] = [];
  let failure: string | null = null;
  const queue = createTranscriptionQueue({
    launch: parts.launch,
    log: parts.log,
    chooseRecogniser: () => chooseRecogniser({ find: () => model }, null, locale),
    onResult(outcome: TranscriptionOutcome) {
      settledAt.push(parts.nowMs());
      // a synthetic voice may be beyond a model; how long it tried is what counts
      if ('error' in outcome && outcome.error.code !== 'nothing_recognised') failure ??= outcome.error.message;
    },
  });
  try {
    for (const id of ['load', 'timed'])
      queue.enqueue({ id, pcm, locale, segments: [{ startMs: 0, endMs: durationMs }] });
    await queue.idle();
  } finally {
    await queue.stop();
  }
  const [loaded, done] = settledAt;
  if (failure !== null || loaded === undefined || done === undefined)
    throw new Error(failure ?? 'the transcriber gave no answer');
  return Math.max(1e-6, (done - loaded) / durationMs);
}
