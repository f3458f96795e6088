import { ANALYSIS_SAMPLE_RATE, AnalystReply, type Measure, type SpeechAnalysis } from '#shared/analysis.ts';
import { createAnalystQueue } from './analysis/analyst-queue.ts';
import { analystProgram } from './analysis/child-programs.ts';
import type { ChildLauncher } from './analysis/ports.ts';
import { locate } from './locations.ts';
import { surroundings } from './surroundings.ts';
import { readWavAs16kMono, toPcm16, WavFileError } from './wav-file.ts';

/** Seconds of work per second of sound. `cpuRtf` is the child's processor time, all threads; `wallRtf` is by the clock. */
interface Cost {
  readonly wallRtf: number;
  readonly cpuRtf: number;
}

/** A foreseen reason why a file has no result; `exitCode` 2 for the file's fault, 1 for ours. */
class NotAnalysedError extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Measures a WAV file in the real analyst process and prints what it found.
 *
 * @param file any PCM WAV `readWavAs16kMono` takes
 * @returns the exit code: 0, 1 when the analyst failed, 2 when the file cannot be read (one sentence on stderr, no more)
 */
export async function analyseCommand(file: string, isJson: boolean): Promise<number> {
  try {
    const { analysis, cost } = await analyse(await readSamples(file));
    console.log(isJson ? JSON.stringify({ file, ...analysis, rtf: cost }) : analysisTable(file, analysis, cost));
    return 0;
  } catch (error) {
    if (!(error instanceof NotAnalysedError)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}

async function readSamples(file: string): Promise<Float32Array> {
  try {
    return await readWavAs16kMono(file);
  } catch (error) {
    if (error instanceof WavFileError) throw new NotAnalysedError(error.message, 2);
    throw error;
  }
}

async function analyse(samples: Float32Array): Promise<{ analysis: SpeechAnalysis; cost: Cost }> {
  const { analystFile, modelsDirectory } = locate();
  const durationMs = (samples.length * 1_000) / ANALYSIS_SAMPLE_RATE;
  const pcm = { recordingId: 'file', read: async () => toPcm16(samples) };
  const launcher = surroundings().launchChild(analystProgram(analystFile, modelsDirectory), () => undefined);
  const timed = timing(launcher);
  let result: SpeechAnalysis | NotAnalysedError = new NotAnalysedError('The analyst gave no answer.', 1);
  const queue = createAnalystQueue({
    launch: timed.launcher,
    log: () => undefined,
    onResult: (outcome) => {
      if ('error' in outcome) {
        result = new NotAnalysedError(`The analyst failed (${outcome.error.code}): ${outcome.error.message}`, 1);
      } else if ('analysis' in outcome.ok) result = outcome.ok.analysis;
    },
  });
  try {
    queue.enqueue({ id: 'file', pcm, durationMs, prosody: true });
    await queue.idle();
  } finally {
    await queue.stop();
  }
  if (result instanceof NotAnalysedError) throw result;
  return { analysis: result, cost: { wallRtf: timed.wallMs() / durationMs, cpuRtf: timed.cpuMs() / durationMs } };
}

/** Takes the time between the question and the answer, and what the child says it spent. */
function timing(launcher: ChildLauncher<object>): {
  launcher: ChildLauncher<object>;
  wallMs: () => number;
  cpuMs: () => number;
} {
  let askedAt = 0;
  let wallMs = 0;
  let cpuMs = 0;
  return {
    launcher: {
      start() {
        const child = launcher.start();
        return {
          ...child,
          send(request) {
            askedAt = performance.now();
            child.send(request);
          },
          onMessage(listen) {
            child.onMessage((value) => {
              const reply = AnalystReply.safeParse(value);
              if (reply.success && reply.data.kind === 'analysed') {
                wallMs = performance.now() - askedAt;
                cpuMs = reply.data.cpuMs ?? 0;
              }
              listen(value);
            });
          },
        };
      },
    },
    wallMs: () => wallMs,
    cpuMs: () => cpuMs,
  };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const told = (measure: Measure, unit: string, digits = 1): string =>
  measure.value === null ? `not measured (${measure.reason})` : `${measure.value.toFixed(digits)} ${unit}`.trimEnd();

/** For a person at a terminal. */
function analysisTable(file: string, analysis: SpeechAnalysis, { wallRtf, cpuRtf }: Cost): string {
  const { durationMs, speechMs, speechSegments, pauses, flags } = analysis;
  const rows: [string, string][] = [
    ['length', seconds(durationMs)],
    ['speech', `${seconds(speechMs)} in ${speechSegments.length} stretches`],
    ['pauses', `${pauses.length} of .6 s or more`],
    ['level', told(analysis.speechLevelDbfs, 'dBFS')],
    ['over the room', told(analysis.snrDb, 'dB')],
    ['clipping', told(analysis.clippingPerMinute, 'a minute')],
    ...(analysis.analysisVersion === 1 ? [] : prosodyRows(analysis.prosody)),
    ['notes', flags.length === 0 ? 'none' : flags.map(({ code, severity }) => `${code} (${severity})`).join(', ')],
    ['cost', `${cpuRtf.toFixed(4)} s of processor, ${wallRtf.toFixed(4)} s by the clock per second of sound`],
  ];
  return [file, ...rows.map(([name, value]) => `  ${name.padEnd(20)}${value}`)].join('\n');
}

function prosodyRows(prosody: Extract<SpeechAnalysis, { analysisVersion: 2 }>['prosody']): [string, string][] {
  return [
    ['pitch, median', told(prosody.medianF0Hz, 'Hz', 0)],
    ['pitch, P10 to P90', told(prosody.f0RangeSemitones, 'semitones')],
    ['spread of voices', told(prosody.voiceSpreadSemitones, 'semitones')],
    ['loudness, all', told(prosody.meanIntensityDbfs, 'dBFS')],
    ['loudness, speech', told(prosody.speechIntensityDbfs, 'dBFS')],
    ['syllables', told(prosody.syllables, '', 0)],
    ['articulation', told(prosody.articulationRatePerSecond, 'syllables a second of speech')],
    ['speech rate', told(prosody.speechRatePerSecond, 'syllables a second')],
    ['mean pause', told(prosody.meanPauseMs, 'ms', 0)],
  ];
}
