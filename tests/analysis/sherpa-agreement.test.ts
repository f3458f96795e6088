import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import { WINDOW_SAMPLES } from '#main/children/analyst/analyse-recording.ts';
import { findSegments } from '#main/children/analyst/segments.ts';
import { loadSileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { makeNoise } from './noises.ts';
import { SHERPA_RULE } from './sherpa-vad.ts';
import { fromPcm16 } from './sound-maths.ts';
import { makeSpeechClips, mixedWithNoise } from './speech-clips.ts';

// Another implementation around the same network: what it takes for speech and what we do must be nearly the same.
const SLOW = 300_000;
const WINDOW_MS = WINDOW_SAMPLES / 16;
/** Share of 10-ms frames both call the same; speech.md §8. */
const MIN_AGREEMENT = 0.96;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sherpa-vad-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function ours(sounds: readonly Float32Array[]): Promise<TimeSpan[][]> {
  const detector = await loadSileroVoiceDetector('models');
  const found: TimeSpan[][] = [];
  for (const samples of sounds) {
    detector.reset();
    const probabilities: number[] = [];
    for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES) {
      probabilities.push(await detector.next(samples.subarray(at, at + WINDOW_SAMPLES)));
    }
    found.push(findSegments(probabilities, SHERPA_RULE, WINDOW_MS, samples.length / 16));
  }
  return found;
}

function theirs(sounds: readonly Float32Array[]): TimeSpan[][] {
  const files = sounds.map((samples, i) => {
    const file = join(dir, `${i}.pcm`);
    writeFileSync(file, toPcm16(samples));
    return file;
  });
  const program = resolve(import.meta.dirname, 'sherpa-vad.ts');
  const printed = execFileSync(process.execPath, [program, resolve('models/silero_vad_v6.onnx'), ...files], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TimeSpan[]);
}

function agreement(a: readonly TimeSpan[][], b: readonly TimeSpan[][], sounds: readonly Float32Array[]): number {
  let [same, all] = [0, 0];
  for (const [i, samples] of sounds.entries()) {
    const isIn = (spans: readonly TimeSpan[] | undefined, ms: number): boolean =>
      (spans ?? []).some(({ startMs, endMs }) => startMs <= ms && ms < endMs);
    for (let ms = 5; ms < samples.length / 16; ms += 10) {
      all += 1;
      if (isIn(a[i], ms) === isIn(b[i], ms)) same += 1;
    }
  }
  return same / all;
}

test(
  'sherpa’s detector over the same network agrees in 96 % of all frames, clean and in noise',
  { timeout: SLOW, tags: 'corpus' },
  async () => {
    const factory = makeNoise('factory', 60);
    const clips = makeSpeechClips();
    for (const [name, sounds] of [
      ['clean', clips.map(({ samples }) => fromPcm16(toPcm16(samples)))],
      ['factory 10 dB', clips.map((clip) => fromPcm16(toPcm16(mixedWithNoise(clip, factory, 10))))],
    ] as const) {
      const heard = theirs(sounds);
      const own = await ours(sounds);
      const share = agreement(own, heard, sounds);
      console.log(`agreement with sherpa's detector, ${name}: ${(100 * share).toFixed(1)} %`);
      expect(share).toBeGreaterThanOrEqual(MIN_AGREEMENT);
      // the negative control: speech of the next clip is not in the same places
      expect(agreement(own, [...heard.slice(1), heard[0] ?? []], sounds)).toBeLessThan(MIN_AGREEMENT - 0.1);
    }
  },
);
