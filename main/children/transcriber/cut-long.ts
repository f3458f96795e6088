const SAMPLES_PER_MS = 16;
/** Whisper hears 30 s at a time and nothing beyond; what others need grows with the square of the length. */
const MAX_SAMPLES = 28_000 * SAMPLES_PER_MS;
/** A cut is looked for in the last seconds before the limit. */
const SEARCH_SAMPLES = 6_000 * SAMPLES_PER_MS;
const WINDOW_SAMPLES = 100 * SAMPLES_PER_MS;

/**
 * Cuts a long stretch of speech where it is quietest, so that no piece is longer than 28 s.
 *
 * @returns starts of the pieces in samples; the first is 0
 */
export function cutLong(samples: Float32Array, maxSamples = MAX_SAMPLES): number[] {
  const starts = [0];
  for (let start = 0; samples.length - start > maxSamples;) {
    const latest = start + maxSamples - WINDOW_SAMPLES;
    const earliest = Math.max(start + WINDOW_SAMPLES, latest - Math.min(SEARCH_SAMPLES, maxSamples / 2));
    let quietest = latest;
    let least = Number.POSITIVE_INFINITY;
    for (let at = earliest; at <= latest; at += WINDOW_SAMPLES / 4) {
      const energy = samples.subarray(at, at + WINDOW_SAMPLES).reduce((sum, sample) => sum + sample * sample, 0);
      if (energy < least) [least, quietest] = [energy, at];
    }
    start = Math.floor(quietest + WINDOW_SAMPLES / 2);
    starts.push(start);
  }
  return starts;
}
