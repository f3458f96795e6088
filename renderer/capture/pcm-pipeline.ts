import { toInt16 } from '#shared/pcm16.ts';
import { createResampler } from '#shared/resample.ts';
import type { Resampler } from '#shared/resample.ts';
import { powerToDbfs } from './level-frame.ts';
import type { LevelFrame } from './level-frame.ts';

/** Rate of the speech recogniser and of everything measured on speech, in Hz. */
export const PCM_SAMPLE_RATE = 16_000;
/** 20 ms. */
const PCM_FRAME_SAMPLES = 320;
const FRAMES_PER_BATCH = 50;
/** Levels leave in pairs: 25 messages a second. */
const FRAMES_PER_LEVEL_MESSAGE = 2;
/** Clipping: at least 3 samples within 0.5 % of full scale (speech.md §7). */
const CLIP_LEVEL = 0.995;
const CLIP_RUN_SAMPLES = 3;

/** Up to one second of 16 kHz mono signed 16-bit little-endian PCM. */
export interface PcmBatch {
  /** Index of the first sample, counted from the start of the recording, pauses excluded. */
  firstSample: number;
  bytes: ArrayBuffer;
  isLast: boolean;
}

export interface PcmPipelineOptions {
  onLevels: (frames: LevelFrame[]) => void;
  onBatch: (batch: PcmBatch) => void;
}

/** Turns microphone samples of any rate into level frames and, while recording, PCM batches. */
export interface PcmPipeline {
  /** Mono samples, −1…1, at `sampleRate` Hz. While paused they are dropped unseen: no level, no sample. */
  push(samples: Float32Array, sampleRate: number): void;
  /** Begins a recording with the next whole frame. */
  record(): void;
  pause(): void;
  resume(): void;
  /** Ends the recording; its last batch is empty only when nothing at all was recorded. */
  finish(): void;
}

function packBatch(frames: Int16Array[]): ArrayBuffer {
  const packed = new Int16Array(frames.length * PCM_FRAME_SAMPLES);
  frames.forEach((frame, index) => {
    packed.set(frame, index * PCM_FRAME_SAMPLES);
  });
  return packed.buffer;
}

/** Makes a pipeline that measures but does not record. */
export function createPcmPipeline({ onLevels, onBatch }: PcmPipelineOptions): PcmPipeline {
  let resampler: Resampler | undefined;
  let resamplerRate = 0;
  let frame = new Int16Array(PCM_FRAME_SAMPLES);
  let filled = 0;
  let power = 0;
  let peak = 0;
  let clipRuns = 0;
  let clipRunLength = 0;
  let isPaused = false;
  let levels: LevelFrame[] = [];
  let recorded: Int16Array[] | undefined;
  let firstSample = 0;

  function emitBatch(frames: Int16Array[], isLast: boolean): void {
    onBatch({ firstSample, bytes: packBatch(frames), isLast });
    firstSample += frames.length * PCM_FRAME_SAMPLES;
  }

  /** A full batch waits for one more frame, so that the last batch is never empty by accident. */
  function keep(full: Int16Array): void {
    if (!recorded) return;
    if (recorded.length === FRAMES_PER_BATCH) {
      emitBatch(recorded, false);
      recorded = [];
    }
    recorded.push(full);
  }

  function endFrame(): void {
    levels.push({ rmsDbfs: powerToDbfs(power / PCM_FRAME_SAMPLES), peak, clipRuns });
    if (levels.length === FRAMES_PER_LEVEL_MESSAGE) {
      onLevels(levels);
      levels = [];
    }
    keep(frame);
    clearFrame();
  }

  function clearFrame(): void {
    frame = new Int16Array(PCM_FRAME_SAMPLES);
    filled = 0;
    power = 0;
    peak = 0;
    clipRuns = 0;
  }

  /** Clipping is judged at the device's rate: resampling rounds the flat tops off. */
  function countClipping(samples: Float32Array): void {
    for (const sample of samples) {
      clipRunLength = Math.abs(sample) >= CLIP_LEVEL ? clipRunLength + 1 : 0;
      if (clipRunLength === CLIP_RUN_SAMPLES) clipRuns += 1;
    }
  }

  return {
    push(samples, sampleRate) {
      if (isPaused) return;
      if (!resampler || resamplerRate !== sampleRate) {
        resampler = createResampler(sampleRate, PCM_SAMPLE_RATE);
        resamplerRate = sampleRate;
      }
      countClipping(samples);
      for (const value of resampler.process(samples)) {
        const sample = toInt16(value);
        const magnitude = Math.abs(sample) / 32_768;
        frame[filled] = sample;
        filled += 1;
        power += magnitude * magnitude;
        peak = Math.max(peak, magnitude);
        if (filled === PCM_FRAME_SAMPLES) endFrame();
      }
    },
    record() {
      recorded = [];
      firstSample = 0;
      isPaused = false;
      clearFrame();
    },
    pause() {
      isPaused = true;
      resampler?.reset();
      clipRunLength = 0;
      levels = [];
      clearFrame();
    },
    resume() {
      isPaused = false;
    },
    finish() {
      if (!recorded) return;
      emitBatch(recorded, true);
      recorded = undefined;
      isPaused = false;
    },
  };
}
