/** Notices that a microphone which is still "live" has stopped delivering. */
export interface PcmWatchdog {
  /** Samples arrived at `atMs`. */
  beat(atMs: number): void;
  /** Looks at the clock; tells of a change once. */
  check(atMs: number): 'no_pcm' | 'pcm_returned' | undefined;
}

/** Silence of the device, in ms, that counts as lost. */
const LIMIT_MS = 500;
/** Sound servers can take two seconds to deliver the first samples. */
const FIRST_LIMIT_MS = 3000;

/** Makes a watchdog for a device opened at `openedAtMs`. */
export function createPcmWatchdog(openedAtMs: number): PcmWatchdog {
  let lastBeatAt = openedAtMs;
  let limitMs = FIRST_LIMIT_MS;
  let isLost = false;
  return {
    beat(atMs) {
      lastBeatAt = atMs;
      limitMs = LIMIT_MS;
    },
    check(atMs) {
      const isSilent = atMs - lastBeatAt > limitMs;
      if (isSilent === isLost) return undefined;
      isLost = isSilent;
      return isSilent ? 'no_pcm' : 'pcm_returned';
    },
  };
}
