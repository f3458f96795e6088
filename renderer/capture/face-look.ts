import type { FaceBox } from './framing.ts';

/** Where a face is turned, as two ratios of distances between six points; enough for "looks away", nothing more. */
export interface FaceLook {
  /** (nose − right ear) / (left ear − right ear), along the picture's width: near 0.44 when facing the camera. */
  ear: number;
  /** (nose − eyes) / (mouth − eyes), along its height: near 0.55 when facing the camera. */
  pitch: number;
}

/** A face with where it looks; null when its points lie too close together to tell. */
export interface SeenFace extends FaceBox {
  look: FaceLook | null;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Closer than this share of the picture a distance is noise. */
const MIN_DISTANCE = 0.005;

/**
 * The look of one face. The points are the detector's: right eye, left eye, nose, mouth, right ear, left ear, in shares of
 * the picture. They are used here and go no further.
 */
export function faceLook(points: readonly Point[]): FaceLook | null {
  const [rightEye, leftEye, nose, mouth, rightEar, leftEar] = points;
  if (!rightEye || !leftEye || !nose || !mouth || !rightEar || !leftEar) return null;
  const eyes = (rightEye.y + leftEye.y) / 2;
  const width = leftEar.x - rightEar.x;
  const height = mouth.y - eyes;
  if (Math.abs(width) < MIN_DISTANCE || Math.abs(height) < MIN_DISTANCE) return null;
  return { ear: (nose.x - rightEar.x) / width, pitch: (nose.y - eyes) / height };
}
