import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAnalysisQueue } from '#main/analysis/analysis-queue.ts';
import { analystProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import type { AnalysisOutcome } from '#main/analysis/ports.ts';
import { analyseRecording } from '#main/children/analyst/analyse-recording.ts';
import { openPcm } from '#main/children/common/pcm-file.ts';
import { loadSileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { makeNoise } from '#tests/analysis/noises.ts';
import { fromPcm16 } from '#tests/analysis/sound-maths.ts';
import { makeSpeechClips, mixedWithNoise } from '#tests/analysis/speech-clips.ts';
import { benchStages } from './analysis-stages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const AUDIO_SECONDS = 60;
const REPEATS = 5;

/**
 * What analysing a 60 s answer costs.
 *
 * @returns `cpu_rtf` CPU seconds (user + system, all threads) per second of audio, everything measured, median of five;
 *   `without_prosody_cpu_rtf` the same where the voice may not be observed; `wall_rtf` by the clock; `load_ms` model check
 *   and load; `first_result_ms` from an empty queue to the first result, child start included; and the stages
 */
export async function benchAnalysis(): Promise<Record<string, number>> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-analysis-'));
  try {
    const pcmPath = join(dir, 'answer.pcm');
    await writeFile(pcmPath, makeAnswer());

    const loadStarted = performance.now();
    const detector = await loadSileroVoiceDetector(join(ROOT, 'models'));
    const loadMs = performance.now() - loadStarted;
    const source = await openPcm({ path: pcmPath });
    const measure = async (prosody: boolean): Promise<{ cpu: number; wall: number }> => {
      const cpu: number[] = [];
      const wall: number[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const cpuBefore = process.cpuUsage();
        const wallBefore = performance.now();
        await analyseRecording(source, detector, { prosody });
        const used = process.cpuUsage(cpuBefore);
        cpu.push((used.user + used.system) / 1e6 / AUDIO_SECONDS);
        wall.push((performance.now() - wallBefore) / 1e3 / AUDIO_SECONDS);
      }
      return { cpu: median(cpu), wall: median(wall) };
    };
    const all = await measure(true);
    return {
      cpu_rtf: all.cpu,
      wall_rtf: all.wall,
      without_prosody_cpu_rtf: (await measure(false)).cpu,
      ...benchStages(fromPcm16(await readFile(pcmPath))),
      load_ms: loadMs,
      first_result_ms: await timeFirstResult(pcmPath),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The made clips in a row under factory noise at 10 dB: the detector's cost does not depend on what it hears. */
function makeAnswer(): Buffer {
  const noise = makeNoise('factory', 20);
  const pcm = Buffer.concat(makeSpeechClips().map((clip) => toPcm16(mixedWithNoise(clip, noise, 10))));
  return pcm.subarray(0, AUDIO_SECONDS * 32_000);
}

async function timeFirstResult(pcmPath: string): Promise<number> {
  const started = performance.now();
  const outcomes: AnalysisOutcome[] = [];
  const queue = createAnalysisQueue({
    launch: createNodeChildLauncher(
      analystProgram(join(ROOT, 'main', 'children', 'analyst.ts'), join(ROOT, 'models')),
      () => undefined,
    ),
    log: () => undefined,
    onResult: (outcome) => void outcomes.push(outcome),
  });
  queue.enqueue({ id: 'answer', pcm: { path: pcmPath }, prosody: true });
  await queue.idle();
  const elapsedMs = performance.now() - started;
  await queue.stop();
  const [outcome] = outcomes;
  if (outcome === undefined || 'error' in outcome) throw new Error(`not analysed: ${JSON.stringify(outcome)}`);
  return elapsedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
