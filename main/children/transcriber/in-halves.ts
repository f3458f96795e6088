import type { TimeSpan } from '#shared/analysis.ts';

/** Speech in the segments, ms. */
export function speechMs(segments: readonly TimeSpan[]): number {
  return segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/**
 * Cuts the segments of an answer, in their order, into two parts with about the same amount of speech, so that both can be
 * worked on at once. One segment stays whole.
 *
 * @returns one or two parts, none of them empty; none for no segments
 */
export function inHalves(segments: readonly TimeSpan[]): (readonly TimeSpan[])[] {
  const half = speechMs(segments) / 2;
  let before = 0;
  const cut = segments.findIndex((segment) => {
    const after = before + speechMs([segment]);
    // the segment that crosses the middle goes where less of it hangs over
    const isBehind = after > half && after - half > half - before;
    before = after;
    return isBehind;
  });
  const at = Math.max(1, cut === -1 ? segments.length : cut);
  return [segments.slice(0, at), segments.slice(at)].filter((part) => part.length > 0);
}
