import type { TimeSpan } from '#shared/analysis.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';

/** Somebody speaks; the words, where they were recognised. */
export interface Spoken extends TimeSpan {
  readonly text?: string;
}

/** 61 500 ms → "00:01:01.500", as WebVTT wants it. */
function vttTime(ms: number): string {
  return new Date(Math.round(ms)).toISOString().slice(11, 23);
}

/** Words inside a cue: a line break would end it, and what looks like markup would be eaten. */
function plain(text: string): string {
  return text
    .replace(/\s*\n\s*/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** What was said when in a recording: the words where there are any, otherwise only that somebody speaks. */
export function spokenIn(sound: Pick<RecordingDetail, 'transcript' | 'analysis'> | null): readonly Spoken[] {
  const heard = sound?.transcript?.segments.filter(({ text }) => text.trim() !== '') ?? [];
  return heard.length > 0
    ? heard.map(({ startMs, endMs, text }) => ({ startMs, endMs, text: text.trim() }))
    : (sound?.analysis?.speechSegments ?? []);
}

/** WebVTT of what is said; `unheard` stands where the words are not known. */
export function speechCaptions(spoken: readonly Spoken[], unheard: string): string {
  const cues = spoken.map(
    ({ startMs, endMs, text }) => `${vttTime(startMs)} --> ${vttTime(endMs)}\n${plain(text ?? unheard)}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}
