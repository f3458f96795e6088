/** What is so at a moment; everything that speaks for waiting. */
export interface InstallFacts {
  /** Somebody is being interviewed, or may come back to a question. */
  readonly isInterviewing: boolean;
  /** Since the last interview, or the start of the program. */
  readonly quietForMs: number;
  /** Recordings that are still being written: nothing may be in memory only. */
  readonly isRecording: boolean;
  /** Something is on its way to head office. */
  readonly isSending: boolean;
  /** The clock on the wall is inside the hours of the settings; true where there are none. */
  readonly isInHours: boolean;
  readonly freeBytes: number;
  /** For one more copy of the database and of the program. */
  readonly neededBytes: number;
}

/** So long nobody has touched the kiosk: who has just left a question may come back. */
export const QUIET_MS = 30 * 60_000;

/** Why a version that is ready still waits. Each is a sentence in the locale files. */
export const WAIT_REASONS = ['interview', 'recording', 'quiet', 'hours', 'sending', 'disk'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** @returns null when a version may be installed now; else the first thing that is waited for */
export function whyWait(facts: InstallFacts): WaitReason | null {
  if (facts.isInterviewing) return 'interview';
  if (facts.isRecording) return 'recording';
  if (facts.quietForMs < QUIET_MS) return 'quiet';
  if (!facts.isInHours) return 'hours';
  if (facts.isSending) return 'sending';
  return facts.freeBytes < facts.neededBytes ? 'disk' : null;
}
