/** One sample in [-1, 1) to a signed 16-bit number: rounded, cut off at full scale as a sound card does. */
export function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}
