import type { FaceBox } from './framing.ts';

/** What the page tells the presence worker. */
export type PresenceCommand =
  | { kind: 'open'; assetsUrl: string }
  | { kind: 'look'; picture: ImageBitmap; atMs: number };

/** What the presence worker tells the page. Numbers and boxes only: no picture comes back, nothing identifies a person. */
export type PresenceReport =
  | { kind: 'ready' }
  | { kind: 'unavailable'; reason: string }
  | { kind: 'faces'; faces: FaceBox[]; atMs: number; tookMs: number }
  | { kind: 'look_failed'; reason: string };
