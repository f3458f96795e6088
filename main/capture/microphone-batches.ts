import {
  MICROPHONE_SAMPLE_RATE_HZ,
  type MicrophoneGap,
  type MicrophoneLevel,
  type PcmBatch,
} from './microphone-port.ts';

const BATCH_SAMPLES = MICROPHONE_SAMPLE_RATE_HZ;
const LEVEL_SAMPLES = MICROPHONE_SAMPLE_RATE_HZ / 50;
const FULL_SCALE = 32_768;

export interface MicrophoneBatches {
  /** Takes bytes as they come out of a pipe: little-endian 16-bit samples, cut anywhere. */
  readonly push: (bytes: Uint8Array) => void;
  /** Hands out what is there although the second is not full, and marks what is missing before the next sample. */
  readonly markGap: (gap: MicrophoneGap) => void;
  /** Hands out what is there although the second is not full; drops half a sample, if one came. */
  readonly flush: () => void;
  readonly samples: () => number;
  readonly batches: () => number;
}

function levelOf(samples: Int16Array, firstSample: number): MicrophoneLevel {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { firstSample, rms: Math.sqrt(sum / samples.length) / FULL_SCALE, peak: peak / FULL_SCALE };
}

/** Cuts a byte stream into batches of one second and levels of 20 ms, with one running sample counter. */
export function createMicrophoneBatches(on: {
  batch: (batch: PcmBatch) => void;
  level: (level: MicrophoneLevel) => void;
}): MicrophoneBatches {
  let current = new Int16Array(BATCH_SAMPLES);
  let filled = 0;
  let measured = 0;
  let handedOut = 0;
  let sequence = 0;
  let halfSample: number | undefined;
  let gaps: MicrophoneGap[] = [];

  const flush = () => {
    halfSample = undefined;
    if (filled === 0) return;
    on.batch({ sequence, firstSample: handedOut, samples: current.slice(0, filled), gapsBefore: gaps });
    sequence += 1;
    handedOut += filled;
    gaps = [];
    current = new Int16Array(BATCH_SAMPLES);
    filled = 0;
    measured = 0;
  };
  const add = (low: number, high: number) => {
    current[filled] = low | (high << 8); // the array wraps it to signed
    filled += 1;
    if (filled - measured === LEVEL_SAMPLES) {
      on.level(levelOf(current.subarray(measured, filled), handedOut + measured));
      measured = filled;
    }
    if (filled === BATCH_SAMPLES) flush();
  };
  return {
    push(bytes) {
      for (const byte of bytes) {
        if (halfSample === undefined) halfSample = byte;
        else {
          add(halfSample, byte);
          halfSample = undefined;
        }
      }
    },
    markGap(gap) {
      flush();
      gaps.push(gap);
    },
    flush,
    samples: () => handedOut + filled,
    batches: () => sequence,
  };
}
