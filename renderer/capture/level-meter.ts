import { DIGITAL_SILENCE_DBFS, LEVEL_FRAME_MS, dbfsToPower, powerToDbfs } from './level-frame.ts';
import type { LevelFrame } from './level-frame.ts';

/** Whether a check lets the person go on (`pass`), go on with a hint (`warn`), or not (`fail`). */
type Severity = 'pass' | 'warn' | 'fail';

/** Active speech level in dBFS: warn below −40, fail below −50 (speech.md §7). */
const QUIET_WARN_DBFS = -40;
const QUIET_FAIL_DBFS = -50;
/** Our choice: speech peaks lie 12 dB and more over its active level, so above −12 dBFS clipping is a matter of time. */
const LOUD_WARN_DBFS = -12;
/** Clipped runs a minute: warn above 10, fail above 100 (speech.md §7). */
const CLIP_WARN_PER_MINUTE = 10;
const CLIP_FAIL_PER_MINUTE = 100;
/** One burst of a knocked table is no verdict. */
const CLIP_RUNS_AT_LEAST = 2;
/** A frame counts as voice this far over the room's floor … */
const VOICE_OVER_FLOOR_DB = 9;
/** … and never below this: the voice detector itself holds to −56 dBFS (speech.md §7). */
const VOICE_AT_LEAST_DBFS = -60;
/** Voice needed before anything is said about it: a spoken word or two. */
const VOICE_AT_LEAST_MS = 400;
/** More than a fifth of the quiet moment with a voice in it: somebody is speaking (speech.md §7). */
const BYSTANDER_SHARE = 0.2;
/** Our choice: speech at the −40 dBFS warning level would keep 5 dB over such a room. */
const NOISE_WARN_DBFS = -45;
const NOISE_FAIL_DBFS = -35;

/** What the meter shows now. */
export interface MeterReading {
  /** Smoothed level. */
  levelDbfs: number;
  /** Length of the bar, 0–1, linear in dB from −60 to 0. */
  fraction: number;
  isClipping: boolean;
}

export interface LevelMeter {
  add(frames: readonly LevelFrame[]): MeterReading;
}

const METER_BOTTOM_DBFS = -60;
const RISE_MS = 40;
const FALL_MS = 300;
const CLIP_HOLD_MS = 1000;

/** A meter that rises at once and falls slowly enough for the eye. */
export function createLevelMeter(): LevelMeter {
  let power = 0;
  let clipHoldMs = 0;
  return {
    add(frames) {
      for (const frame of frames) {
        const next = dbfsToPower(frame.rmsDbfs);
        const share = 1 - Math.exp(-LEVEL_FRAME_MS / (next > power ? RISE_MS : FALL_MS));
        power += (next - power) * share;
        clipHoldMs = frame.clipRuns > 0 ? CLIP_HOLD_MS : Math.max(0, clipHoldMs - LEVEL_FRAME_MS);
      }
      const levelDbfs = powerToDbfs(power);
      const fraction = Math.max(0, Math.min(1, 1 - levelDbfs / METER_BOTTOM_DBFS));
      return { levelDbfs, fraction, isClipping: clipHoldMs > 0 };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? DIGITAL_SILENCE_DBFS;
}

/** The room while the person was asked to be quiet. */
export interface NoiseVerdict {
  verdict: 'quiet' | 'noisy' | 'someone_speaking';
  severity: Severity;
  /** Level exceeded 80 % of the time. */
  floorDbfs: number;
}

/**
 * Judges about 3 s of "please be quiet".
 *
 * A dead microphone is `quiet` here: only the voice check that follows can tell it from a silent room.
 */
export function judgeNoise(frames: readonly LevelFrame[]): NoiseVerdict {
  const levels = frames.map((frame) => frame.rmsDbfs);
  const floorDbfs = percentile(levels, 0.2);
  const threshold = Math.max(floorDbfs + VOICE_OVER_FLOOR_DB, VOICE_AT_LEAST_DBFS);
  const voiceShare = levels.filter((level) => level > threshold).length / Math.max(1, levels.length);
  if (floorDbfs > NOISE_FAIL_DBFS) return { verdict: 'noisy', severity: 'fail', floorDbfs };
  if (voiceShare > BYSTANDER_SHARE) return { verdict: 'someone_speaking', severity: 'warn', floorDbfs };
  if (floorDbfs > NOISE_WARN_DBFS) return { verdict: 'noisy', severity: 'warn', floorDbfs };
  return { verdict: 'quiet', severity: 'pass', floorDbfs };
}

/** The person's voice as the microphone hears it. */
export interface VoiceVerdict {
  verdict: 'ok' | 'too_quiet' | 'too_loud' | 'silent' | 'clipping';
  severity: Severity;
  /** Mean level of the frames with voice; undefined when there were too few. */
  activeDbfs: number | undefined;
  clipRunsPerMinute: number;
}

/**
 * Judges a spoken sentence against the room's floor (from `judgeNoise`).
 *
 * `silent` — no voice was heard: muted, unplugged, wrong microphone, steady hum, or nobody spoke. It always fails.
 */
export function judgeVoice(frames: readonly LevelFrame[], floorDbfs: number): VoiceVerdict {
  const threshold = Math.max(floorDbfs + VOICE_OVER_FLOOR_DB, VOICE_AT_LEAST_DBFS);
  const voiced = frames.filter((frame) => frame.rmsDbfs > threshold);
  const clipRuns = frames.reduce((sum, frame) => sum + frame.clipRuns, 0);
  const minutes = (frames.length * LEVEL_FRAME_MS) / 60_000;
  const clipRunsPerMinute = minutes > 0 ? clipRuns / minutes : 0;
  if (voiced.length * LEVEL_FRAME_MS < VOICE_AT_LEAST_MS) {
    return { verdict: 'silent', severity: 'fail', activeDbfs: undefined, clipRunsPerMinute };
  }
  const activeDbfs = powerToDbfs(voiced.reduce((sum, frame) => sum + dbfsToPower(frame.rmsDbfs), 0) / voiced.length);
  const judged = (verdict: VoiceVerdict['verdict'], severity: Severity): VoiceVerdict => ({
    verdict,
    severity,
    activeDbfs,
    clipRunsPerMinute,
  });
  if (clipRuns >= CLIP_RUNS_AT_LEAST && clipRunsPerMinute > CLIP_WARN_PER_MINUTE) {
    return judged('clipping', clipRunsPerMinute > CLIP_FAIL_PER_MINUTE ? 'fail' : 'warn');
  }
  if (activeDbfs < QUIET_WARN_DBFS) return judged('too_quiet', activeDbfs < QUIET_FAIL_DBFS ? 'fail' : 'warn');
  if (activeDbfs > LOUD_WARN_DBFS) return judged('too_loud', 'warn');
  return judged('ok', 'pass');
}
