import type { PresenceEventKind, PresenceObservation } from '#shared/presence.ts';
import type { FaceLook } from './face-look.ts';

/** Debouncing and thresholds of capture.md §3 and §7, in the detector's own figures. */
const HOLD_MS: Readonly<Record<PresenceEventKind, number>> = { absent: 600, several: 600, away: 1000 };
/** So long, from the first face on, a person's ordinary way to sit is measured. */
const BASELINE_MS = 3000;
/** (nose − right ear) / (left ear − right ear): about 25° of turning. */
const EAR_RATIO_OFF = 0.3;
/** (nose − eyes) / (mouth − eyes): about 20° down or up. */
const PITCH_RATIO_OFF = 0.12;
/** Two readings further apart than this have nothing known between them (five a second are expected). */
const GAP_MS = 1000;

export interface PresenceIntervals {
  /** One picture's faces, at a time of the recording that never runs backwards. */
  add(faces: readonly { readonly look: FaceLook | null }[], atMs: number): void;
  /** The picture at this time is the last one before a pause: what follows is a new stretch. */
  pause(): void;
  /** Everything so far, as at this time of the recording. */
  finish(atMs: number): PresenceObservation;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Follows one kind of event: it counts from its first picture once it has held long enough. */
function createRun(kind: PresenceEventKind) {
  const done: { kind: PresenceEventKind; startMs: number; endMs: number }[] = [];
  let since: number | null = null;
  let last = 0;
  const close = (endMs: number) => {
    if (since !== null && endMs - since >= HOLD_MS[kind]) {
      done.push({ kind, startMs: Math.round(since), endMs: Math.round(endMs) });
    }
    since = null;
  };
  return {
    done,
    /** An event lasts until the first picture that says otherwise. */
    add(isSeen: boolean, atMs: number): void {
      if (isSeen) since ??= atMs;
      else close(atMs);
      last = atMs;
    },
    /** Nothing is known after the last picture. */
    cut: () => close(last),
  };
}

/** Turns single pictures into the times when nobody, more than one person, or a turned-away head was seen. */
export function createPresenceIntervals(): PresenceIntervals {
  const runs = { absent: createRun('absent'), several: createRun('several'), away: createRun('away') };
  const ear: number[] = [];
  const pitch: number[] = [];
  let firstFaceMs: number | null = null;
  let baseline: FaceLook | null = null;
  let lastMs: number | null = null;
  let watchedMs = 0;

  function isAway(look: FaceLook | null, atMs: number): boolean {
    if (look === null) return false;
    firstFaceMs ??= atMs;
    if (atMs - firstFaceMs < BASELINE_MS) {
      ear.push(look.ear);
      pitch.push(look.pitch);
      return false;
    }
    baseline ??= { ear: median(ear), pitch: median(pitch) };
    return Math.abs(look.ear - baseline.ear) > EAR_RATIO_OFF || Math.abs(look.pitch - baseline.pitch) > PITCH_RATIO_OFF;
  }

  function cutAll(): void {
    for (const run of Object.values(runs)) run.cut();
    lastMs = null;
  }

  return {
    add(faces, atMs) {
      if (lastMs !== null && atMs - lastMs > GAP_MS) cutAll();
      if (lastMs !== null) watchedMs += atMs - lastMs;
      lastMs = atMs;
      const [only] = faces;
      runs.absent.add(faces.length === 0, atMs);
      runs.several.add(faces.length > 1, atMs);
      // whose head it is cannot be told among several
      runs.away.add(faces.length === 1 && isAway(only?.look ?? null, atMs), atMs);
    },
    pause: cutAll,
    finish(atMs) {
      if (lastMs !== null && atMs - lastMs <= GAP_MS) {
        for (const run of Object.values(runs)) run.add(false, Math.max(lastMs, atMs));
      }
      cutAll();
      const total = (kind: PresenceEventKind) =>
        runs[kind].done.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      return {
        watchedMs: Math.round(watchedMs),
        absentMs: total('absent'),
        severalMs: total('several'),
        awayMs: total('away'),
        events: Object.values(runs)
          .flatMap(({ done }) => done)
          .sort((a, b) => a.startMs - b.startMs),
      };
    },
  };
}
