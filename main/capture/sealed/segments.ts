import { frameBytes } from './slice-frame.ts';

/** A segment file holds ten slices, about ten seconds. */
const SLICES_PER_SEGMENT = 10;
/** The first slice once more, sealed for itself: without it nothing of a video can be played. */
export const FIRST_COPY = 'first.copy';
const SEGMENT_FILE = /^\d{6}\.seg$/;

/** Number of the segment that holds a slice. */
export function segmentOf(sequence: number): number {
  return Math.floor(sequence / SLICES_PER_SEGMENT);
}

export function segmentName(segment: number): string {
  return `${String(segment).padStart(6, '0')}.seg`;
}

export function isSegmentName(name: string): boolean {
  return SEGMENT_FILE.test(name);
}

/** Where a slice's frame lies. */
export interface FramePosition {
  segment: number;
  offsetBytes: number;
  sizeBytes: number;
}

/**
 * Where the frames of a recording lie, in order.
 * @param slices bytes of plaintext of each slice, from the first on
 */
export function framePositions(slices: readonly { sizeBytes: number }[]): FramePosition[] {
  let offsetBytes = 0;
  return slices.map((slice, sequence) => {
    if (sequence % SLICES_PER_SEGMENT === 0) offsetBytes = 0;
    const position = { segment: segmentOf(sequence), offsetBytes, sizeBytes: frameBytes(slice.sizeBytes) };
    offsetBytes += position.sizeBytes;
    return position;
  });
}

/** How long each segment file has to be. */
export function segmentSizes(slices: readonly { sizeBytes: number }[]): number[] {
  const sizes: number[] = [];
  for (const { segment, offsetBytes, sizeBytes } of framePositions(slices)) sizes[segment] = offsetBytes + sizeBytes;
  return sizes;
}
