import type { PresenceObservation } from '#shared/presence.ts';
import type { SeenFace } from './face-look.ts';
import { createPresenceIntervals, type PresenceIntervals } from './presence-intervals.ts';

/** What the camera sees during one answer after the other. All times are on the page's clock. */
export interface PresenceWatch {
  /** A recording begins: its time starts here. */
  begin(nowMs: number): void;
  pause(nowMs: number): void;
  resume(nowMs: number): void;
  /** True while a recording runs: pictures are looked at only then. */
  isWatching(): boolean;
  see(faces: readonly SeenFace[], atMs: number): void;
  /** Ends the recording's part; null when no picture was looked at. */
  finish(nowMs: number): PresenceObservation | null;
}

/** Keeps the recording's own time, in which pauses do not exist. */
export function createPresenceWatch(): PresenceWatch {
  let intervals: PresenceIntervals | null = null;
  let startedMs = 0;
  let pausedSince: number | null = null;
  let hasSeen = false;
  const timeOf = (ms: number) => Math.max(0, ms - startedMs);

  return {
    begin(nowMs) {
      intervals = createPresenceIntervals();
      startedMs = nowMs;
      pausedSince = null;
      hasSeen = false;
    },
    pause(nowMs) {
      if (intervals === null || pausedSince !== null) return;
      pausedSince = nowMs;
      intervals.pause();
    },
    resume(nowMs) {
      if (pausedSince === null) return;
      startedMs += nowMs - pausedSince;
      pausedSince = null;
    },
    isWatching: () => intervals !== null && pausedSince === null,
    see(faces, atMs) {
      // a picture from before the pause or the answer belongs to neither
      if (intervals === null || pausedSince !== null || atMs < startedMs) return;
      hasSeen = true;
      intervals.add(faces, timeOf(atMs));
    },
    finish(nowMs) {
      const finished = intervals;
      intervals = null;
      if (finished === null || !hasSeen) return null;
      return finished.finish(timeOf(pausedSince ?? nowMs));
    },
  };
}
