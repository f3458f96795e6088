import type { AnswerPart } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { WORD_CONSTANTS } from './word-constants.ts';

type Recording = AnswerPart['recordings'][number];
type Transcript = NonNullable<Recording['transcript']>;

/** A stretch of a text with the recording it was said in. */
export interface TimedSpan {
  /** Characters of the passage, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly recordingId: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly isCorrected: boolean;
}

/** The words of one part of an answer as one text. */
export interface Passage {
  readonly answerKey: string;
  readonly role: AnswerPart['role'];
  readonly text: string;
  /** In order, not overlapping: a word or a character each, or a whole clause that was read back. */
  readonly spans: readonly TimedSpan[];
  /** Character positions where a pause, a change of recording or a read-back clause ends a clause. */
  readonly breaks: readonly number[];
  /** r_q of these words: 1 typed or read back, .8 as recognised. */
  readonly transcriptWeight: number;
}

interface Builder {
  text: string;
  readonly spans: TimedSpan[];
  readonly breaks: number[];
}

/** The words of a part, by the best source there is: read back, typed, recognised. Null when there are none. */
export function passageOf(part: AnswerPart, locale: Locale): Passage | null {
  if (part.by === 'skipped') return null;
  const { answerKey, role } = part;
  const { trusted, recognised } = WORD_CONSTANTS.transcriptWeight;
  if (part.readBack !== null) {
    return { answerKey, role, ...readBackText(part.readBack), transcriptWeight: trusted };
  }
  if (part.by === 'typed') {
    const text = part.typedText ?? '';
    const spans = [{ start: 0, end: text.length, recordingId: null, startMs: null, endMs: null, isCorrected: false }];
    return { answerKey, role, text, spans, breaks: [], transcriptWeight: trusted };
  }
  if (part.recordings.every(({ transcript }) => transcript === null)) return null;
  return { answerKey, role, ...heardText(part.recordings, locale), transcriptWeight: recognised };
}

function readBackText(clauses: NonNullable<AnswerPart['readBack']>): Builder {
  const built: Builder = { text: '', spans: [], breaks: [] };
  for (const { text, recordingId, startMs, endMs, isCorrected } of clauses) {
    if (built.text !== '') built.text += ' ';
    const start = built.text.length;
    built.text += text;
    built.spans.push({ start, end: built.text.length, recordingId, startMs, endMs, isCorrected });
    built.breaks.push(built.text.length);
  }
  return built;
}

function heardText(recordings: readonly Recording[], locale: Locale): Builder {
  const built: Builder = { text: '', spans: [], breaks: [] };
  for (const { recordingId, transcript, pauses } of recordings) {
    if (transcript === null) continue;
    const from = built.spans.length;
    for (const segment of transcript.segments) appendSegment(built, segment, recordingId, locale);
    addPauseBreaks(built, from, pauses);
    built.breaks.push(built.text.length);
  }
  return built;
}

function appendSegment(
  built: Builder,
  segment: Transcript['segments'][number],
  recordingId: string,
  locale: Locale,
): void {
  const text = segment.text.trim();
  if (text === '') return;
  if (built.text !== '' && locale === 'en') built.text += ' ';
  const base = built.text.length;
  built.text += text;
  let at = 0;
  const before = built.spans.length;
  for (const token of segment.tokens) {
    const word = token.text.replaceAll('▁', '').trim();
    const found = word === '' ? -1 : text.indexOf(word, at);
    if (found < 0) continue;
    at = found + word.length;
    const { startMs, endMs } = token;
    built.spans.push({ start: base + found, end: base + at, recordingId, startMs, endMs, isCorrected: false });
  }
  if (built.spans.length > before) return;
  const { startMs, endMs } = segment;
  built.spans.push({ start: base, end: base + text.length, recordingId, startMs, endMs, isCorrected: false });
}

/** A clause ends where a pause lies between two words, by the pauses that were measured or by the words' own times. */
function addPauseBreaks(built: Builder, from: number, pauses: Recording['pauses']): void {
  for (let i = from + 1; i < built.spans.length; i++) {
    const [before, after] = [built.spans[i - 1], built.spans[i]];
    if (before?.startMs == null || before.endMs === null || after?.startMs == null || after.endMs === null) continue;
    const isSilent = after.startMs - before.endMs >= WORD_CONSTANTS.clause.pauseMs;
    const [left, right] = [(before.startMs + before.endMs) / 2, (after.startMs + after.endMs) / 2];
    const isPause = pauses.some(({ startMs, endMs }) => (startMs + endMs) / 2 > left && (startMs + endMs) / 2 <= right);
    if (isSilent || isPause) built.breaks.push(before.end);
  }
}

/** Where a stretch of a passage can be heard. */
export function timeOf(passage: Passage, start: number, end: number): Omit<TimedSpan, 'start' | 'end'> {
  const inside = passage.spans.filter((span) => span.start < end && span.end > start);
  const [first] = inside;
  const isCorrected = inside.some((span) => span.isCorrected);
  if (first?.recordingId == null) return { recordingId: null, startMs: null, endMs: null, isCorrected };
  const { recordingId } = first;
  const last = inside.findLast((span) => span.recordingId === recordingId);
  return { recordingId, startMs: first.startMs, endMs: last?.endMs ?? null, isCorrected };
}
