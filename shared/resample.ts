/** Changes the sample rate of a mono stream that arrives in chunks of any size. */
export interface Resampler {
  /** The output samples whose filter window is complete; the rest waits for the next chunk. */
  process(input: Float32Array): Float32Array;
  /** Forgets the past, as after a pause. */
  reset(): void;
}

/** Stop-band attenuation asked of the Kaiser window; 60 dB is the acceptance bar, 80 dB leaves room. */
const STOP_BAND_DB = 80;
/** Width of the transition band as a share of the lower rate: 7.2–8 kHz for 16 kHz output. */
const TRANSITION_SHARE = 0.05;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * One row of filter taps per phase, each row summing to 1.
 *
 * Kaiser's design: taps = (A − 7.95) / (2.285 Δω), β = 0.1102 (A − 8.7) for A > 50 dB
 * (Oppenheim & Schafer, Discrete-Time Signal Processing, §7.6).
 */
function designPhases(inputRate: number, outputRate: number, phases: number): { rows: Float32Array[]; half: number } {
  const lowerRate = Math.min(inputRate, outputRate);
  const transition = (2 * Math.PI * TRANSITION_SHARE * lowerRate) / inputRate;
  const half = Math.ceil((STOP_BAND_DB - 7.95) / (2.285 * transition) / 2);
  const beta = 0.1102 * (STOP_BAND_DB - 8.7);
  const cutoff = ((0.5 - TRANSITION_SHARE / 2) * lowerRate) / inputRate;
  const rows = Array.from({ length: phases }, (_, phase) => {
    const row = new Float32Array(2 * half);
    let sum = 0;
    for (let tap = 0; tap < row.length; tap += 1) {
      const at = tap - half + 1 - phase / phases;
      const window = besselI0(beta * Math.sqrt(Math.max(0, 1 - (at / half) ** 2))) / besselI0(beta);
      const angle = 2 * Math.PI * cutoff * at;
      const value = (at === 0 ? 1 : Math.sin(angle) / angle) * window;
      row[tap] = value;
      sum += value;
    }
    return row.map((value) => value / sum);
  });
  return { rows, half };
}

/**
 * Polyphase windowed-sinc resampler with its own anti-aliasing filter.
 *
 * Output depends only on the samples, never on how they were cut into chunks. Delay: half the filter, about 3 ms
 * at 44.1 and 48 kHz. Rates are in Hz and must be whole numbers.
 */
export function createResampler(inputRate: number, outputRate: number): Resampler {
  if (inputRate === outputRate) return { process: (input) => input, reset: () => undefined };
  const divisor = greatestCommonDivisor(inputRate, outputRate);
  const phases = outputRate / divisor;
  const step = inputRate / divisor;
  const { rows, half } = designPhases(inputRate, outputRate, phases);
  let pending = new Float32Array(half - 1);
  /** Input index of pending[0]; the stream begins after half a filter of silence. */
  let pendingStart = 1 - half;
  let outputIndex = 0;

  return {
    process(input) {
      const samples = new Float32Array(pending.length + input.length);
      samples.set(pending);
      samples.set(input, pending.length);
      const end = pendingStart + samples.length;
      const output = new Float32Array(Math.ceil((samples.length * phases) / step) + 1);
      let count = 0;
      let base = Math.floor((outputIndex * step) / phases);
      while (base + half < end) {
        const row = rows[outputIndex * step - base * phases]!;
        const from = base - half + 1 - pendingStart;
        let sum = 0;
        for (let tap = 0; tap < row.length; tap += 1) sum += row[tap]! * samples[from + tap]!;
        output[count] = sum;
        count += 1;
        outputIndex += 1;
        base = Math.floor((outputIndex * step) / phases);
      }
      const keepFrom = base - half + 1 - pendingStart;
      pending = samples.slice(keepFrom);
      pendingStart += keepFrom;
      return output.slice(0, count);
    },
    reset() {
      pending = new Float32Array(half - 1);
      pendingStart = 1 - half;
      outputIndex = 0;
    },
  };
}
