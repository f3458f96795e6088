import type { SeenFace } from './face-look.ts';

/** What the page tells the presence worker. */
export type PresenceCommand =
  | { kind: 'open'; assetsUrl: string }
  | { kind: 'look'; picture: ImageBitmap; atMs: number };

/** What the presence worker tells the page. Boxes and ratios only: no picture and no point of a face comes back, nothing identifies a person. */
export type PresenceReport =
  | { kind: 'ready' }
  | { kind: 'unavailable'; reason: string }
  | { kind: 'faces'; faces: SeenFace[]; atMs: number; tookMs: number }
  | { kind: 'look_failed'; reason: string };
