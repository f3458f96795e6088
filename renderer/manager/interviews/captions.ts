import type { TimeSpan } from '#shared/analysis.ts';

/** 61 500 ms → "00:01:01.500", as WebVTT wants it. */
function vttTime(ms: number): string {
  return new Date(Math.round(ms)).toISOString().slice(11, 23);
}

/** WebVTT that says when somebody speaks: the words join when there is a transcript. */
export function speechCaptions(segments: readonly TimeSpan[], text: string): string {
  const cues = segments.map(({ startMs, endMs }) => `${vttTime(startMs)} --> ${vttTime(endMs)}\n${text}\n`);
  return ['WEBVTT\n', ...cues].join('\n');
}
