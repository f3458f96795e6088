/** The loudness of 20 ms of microphone signal. */
export interface LevelFrame {
  /** Root mean square in dB below full scale; `DIGITAL_SILENCE_DBFS` when every sample is 0. */
  rmsDbfs: number;
  /** Largest magnitude, 0–1. */
  peak: number;
  /** Runs of at least three samples at full scale that began in this frame. */
  clipRuns: number;
}

export const LEVEL_FRAME_MS = 20;

/** Reported instead of −∞; 24 dB under the smallest 16-bit level, so no signal can be mistaken for it. */
export const DIGITAL_SILENCE_DBFS = -120;

/** Power (mean square, full scale = 1) to dBFS. */
export function powerToDbfs(power: number): number {
  return power > 0 ? Math.max(DIGITAL_SILENCE_DBFS, 10 * Math.log10(power)) : DIGITAL_SILENCE_DBFS;
}

/** dBFS to power (mean square, full scale = 1). */
export function dbfsToPower(dbfs: number): number {
  return dbfs <= DIGITAL_SILENCE_DBFS ? 0 : 10 ** (dbfs / 10);
}
