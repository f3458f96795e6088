/** Terms of the interpolation on either side. */
const SINC_DEPTH = 24;

/**
 * A maximum between the samples of an autocorrelation: a first guess by a parabola, then a parabola through three
 * interpolated values.
 *
 * @param values the autocorrelation from lag 0 on
 * @param index a sample larger than its neighbours
 * @param result gets the place and the height, at most 1
 */
export function refineMaximum(values: Float64Array, index: number, result: Float64Array): void {
  const guess = vertex(values[index - 1]!, values[index]!, values[index + 1]!, 1);
  const near = index + guess;
  const step = 0.2;
  const left = interpolate(values, near - step);
  const middle = interpolate(values, near);
  const right = interpolate(values, near + step);
  const shift = vertex(left, middle, right, step);
  result[0] = near + shift;
  result[1] = Math.min(1, middle + ((right - left) / (4 * step)) * shift);
}

/** Where the parabola through three equidistant points has its top, from the middle one; never beyond the outer ones. */
function vertex(left: number, middle: number, right: number, step: number): number {
  const bend = left - 2 * middle + right;
  if (bend >= 0) return 0;
  return Math.max(-step, Math.min(step, (step * (left - right)) / (2 * bend)));
}

/** Hanning-windowed sinc interpolation (Boersma 1993, eq. 22) of an autocorrelation, which is even around lag 0. */
function interpolate(values: Float64Array, at: number): number {
  const below = Math.floor(at);
  const fraction = at - below;
  if (fraction < 1e-9) return values[below]!;
  const depth = Math.min(SINC_DEPTH, values.length - 1 - below);
  const turn = Math.PI / (depth + 0.5);
  const scale = Math.sin(Math.PI * fraction) / Math.PI;
  const doubleCosine = 2 * Math.cos(turn);
  let sum = 0;
  // towards shorter lags, distances fraction, fraction + 1 …; the cosine of the window by recurrence
  let cosine = Math.cos(fraction * turn);
  let before = Math.cos((fraction - 1) * turn);
  let sign = 1;
  for (let i = 0; i < depth; i++) {
    sum += (sign * values[Math.abs(below - i)]! * (0.5 + 0.5 * cosine)) / (fraction + i);
    const next = doubleCosine * cosine - before;
    before = cosine;
    cosine = next;
    sign = -sign;
  }
  cosine = Math.cos((1 - fraction) * turn);
  before = Math.cos(fraction * turn);
  sign = 1;
  for (let i = 0; i < depth; i++) {
    sum += (sign * values[below + 1 + i]! * (0.5 + 0.5 * cosine)) / (1 - fraction + i);
    const next = doubleCosine * cosine - before;
    before = cosine;
    cosine = next;
    sign = -sign;
  }
  return sum * scale;
}
