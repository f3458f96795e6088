// Started as a program of its own: sherpa-onnx and onnxruntime-node must not share a process.
// sherpa-vad.ts MODEL PCM...: one line of JSON for each file, its stretches of speech.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SegmentRule } from '#main/children/analyst/segments.ts';
import type { TimeSpan } from '#shared/analysis.ts';
import { fromPcm16 } from './sound-maths.ts';

const WINDOW_SAMPLES = 512;
const SAMPLES_PER_MS = 16;

/** As read in version 1.13.8; only what is used here. */
interface Vad {
  reset(): void;
  acceptWaveform(samples: Float32Array): void;
  flush(): void;
  isEmpty(): boolean;
  front(enableExternalBuffer: boolean): { start: number; samples: Float32Array };
  pop(): void;
}
type Library = { Vad: new (config: object, bufferSeconds: number) => Vad };

/** sherpa's own stopping threshold is `on − .15`, its padding none: the rule must say the same. */
export const SHERPA_RULE: SegmentRule = {
  onProbability: 0.5,
  offProbability: 0.35,
  hangOverMs: 300,
  minSpeechMs: 100,
  paddingMs: 0,
};

function segmentsOf(vad: Vad, samples: Float32Array): TimeSpan[] {
  const found: TimeSpan[] = [];
  const take = (): void => {
    for (; !vad.isEmpty(); vad.pop()) {
      const { start, samples: heard } = vad.front(false);
      found.push({ startMs: start / SAMPLES_PER_MS, endMs: (start + heard.length) / SAMPLES_PER_MS });
    }
  };
  vad.reset();
  // given the whole at once it joins what it should part
  for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES) {
    vad.acceptWaveform(samples.subarray(at, at + WINDOW_SAMPLES));
    take();
  }
  vad.flush();
  take();
  return found;
}

const [model, ...files] = process.argv.slice(2);
if (import.meta.main && model !== undefined) {
  const { Vad } = createRequire(import.meta.url)('sherpa-onnx-node') as Library;
  const vad = new Vad(
    {
      sileroVad: {
        model,
        threshold: SHERPA_RULE.onProbability,
        minSilenceDuration: SHERPA_RULE.hangOverMs / 1000,
        minSpeechDuration: SHERPA_RULE.minSpeechMs / 1000,
        maxSpeechDuration: 60,
        windowSize: WINDOW_SAMPLES,
      },
      sampleRate: 16_000,
      numThreads: 1,
      debug: false,
    },
    120,
  );
  for (const file of files) console.log(JSON.stringify(segmentsOf(vad, fromPcm16(readFileSync(file)))));
}
