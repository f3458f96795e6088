import { createSteadyState } from './steady-state.ts';

/** A small grey picture: one byte of Rec. 709 luma per pixel, row by row. */
export interface LumaFrame {
  luma: Uint8Array;
  width: number;
  height: number;
}

/** A face in shares of the picture, 0–1; x and y are its centre. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The most useful single hint about the picture. `no_face` only when a detector looked. */
export type FramingAdvice =
  | 'ok'
  | 'covered'
  | 'backlit'
  | 'too_dark'
  | 'no_face'
  | 'too_far'
  | 'too_near'
  | 'off_centre';

/** Figures behind the advice, all in luma steps 0–255. */
export interface LightMeasurement {
  mean: number;
  /** 95th minus 5th percentile. */
  contrast: number;
  /** Mean inside the face, or inside the oval in the middle when no face is known. */
  subject: number;
  /** Mean outside it. */
  background: number;
  /** Variance of the Laplacian: how much fine structure there is. */
  detail: number;
}

/** Thresholds from measured clips (capture.md §3): a dark face reads 36, a backlit one 26 on 167, a plain wall has no contrast. */
const DARK_BELOW = 60;
const BACKLIT_ABOVE = 60;
const COVERED_CONTRAST_BELOW = 15;
/** A plain wall reads 15, the same wall with a small person before it 500. */
const COVERED_DETAIL_BELOW = 60;
const FAR_BELOW_WIDTH = 0.15;
const NEAR_ABOVE_WIDTH = 0.6;
const OFF_CENTRE_BY = 0.2;
/** Where the drawn outline asks the face to be. */
const CENTRAL_OVAL: FaceBox = { x: 0.5, y: 0.47, width: 0.36, height: 0.6 };
/** Advice must hold this long before the screen changes. */
const ADVICE_HOLD_MS = 2000;

/** Mean square of the four-neighbour Laplacian over the inner pixels. */
function detailOf({ luma, width, height }: LumaFrame): number {
  let sum = 0;
  for (let row = 1; row < height - 1; row += 1) {
    for (let column = 1; column < width - 1; column += 1) {
      const at = row * width + column;
      const around = luma[at - 1]! + luma[at + 1]! + luma[at - width]! + luma[at + width]!;
      sum += (4 * luma[at]! - around) ** 2;
    }
  }
  return sum / ((width - 2) * (height - 2));
}

/** Measures light on the face: the mean of a backlit picture looks fine. */
export function measureLight(frame: LumaFrame, face?: FaceBox): LightMeasurement {
  const { luma, width, height } = frame;
  const box = face ?? CENTRAL_OVAL;
  const histogram = new Uint32Array(256);
  let subjectSum = 0;
  let subjectCount = 0;
  let sum = 0;
  for (let row = 0; row < height; row += 1) {
    const dy = ((row + 0.5) / height - box.y) / (box.height / 2);
    for (let column = 0; column < width; column += 1) {
      const value = luma[row * width + column]!;
      const dx = ((column + 0.5) / width - box.x) / (box.width / 2);
      histogram[value] = histogram[value]! + 1;
      sum += value;
      if (dx * dx + dy * dy <= 1) {
        subjectSum += value;
        subjectCount += 1;
      }
    }
  }
  const total = width * height;
  const mean = sum / total;
  const percentile = (share: number): number => {
    let seen = 0;
    return histogram.findIndex((count) => (seen += count) > share * total);
  };
  return {
    mean,
    contrast: percentile(0.95) - percentile(0.05),
    subject: subjectCount > 0 ? subjectSum / subjectCount : mean,
    background: subjectCount < total ? (sum - subjectSum) / (total - subjectCount) : mean,
    detail: detailOf(frame),
  };
}

/**
 * One hint for one picture, the worst first.
 *
 * `faces` is what the detector found; leave it out when no detector may run (the jurisdiction pack decides):
 * then only light is judged, on the oval in the middle.
 */
export function adviseFraming(frame: LumaFrame, faces?: readonly FaceBox[]): FramingAdvice {
  const face = faces?.toSorted((a, b) => b.width - a.width)[0];
  const light = measureLight(frame, face);
  const isFlat = light.contrast < COVERED_CONTRAST_BELOW && light.detail < COVERED_DETAIL_BELOW;
  if (!face && isFlat) return 'covered';
  if (light.background - light.subject > BACKLIT_ABOVE) return 'backlit';
  if (light.subject < DARK_BELOW) return 'too_dark';
  if (!face) return faces ? 'no_face' : 'ok';
  if (face.width < FAR_BELOW_WIDTH) return 'too_far';
  if (face.width > NEAR_ABOVE_WIDTH) return 'too_near';
  if (Math.abs(face.x - 0.5) > OFF_CENTRE_BY) return 'off_centre';
  return 'ok';
}

/** Advice for a screen: changes only after 2 s of the same reading. Returns the new advice when it changes. */
export function createFramingAdviser(): {
  add(frame: LumaFrame, atMs: number, faces?: readonly FaceBox[]): FramingAdvice | undefined;
  current(): FramingAdvice;
} {
  const state = createSteadyState<FramingAdvice>('ok', ADVICE_HOLD_MS);
  return {
    add: (frame, atMs, faces) => state.add(adviseFraming(frame, faces), atMs),
    current: state.current,
  };
}
