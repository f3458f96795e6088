import { expect, test } from 'vitest';
import type { AnswerPart } from '#shared/assessment.ts';
import { passageOf, timeOf } from './passage.ts';

type Recording = AnswerPart['recordings'][number];

const identity = { engine: 'sense_voice' as const, model: { id: 'm', sha256: 'a'.repeat(64) }, isPunctuated: false };

function recording(
  id: string,
  segments: NonNullable<Recording['transcript']>['segments'],
  pauses: Recording['pauses'] = [],
): Recording {
  return {
    recordingId: id,
    speechMs: 5000,
    pauses,
    transcriptionError: null,
    transcript: {
      transcriptVersion: 1,
      recogniser: identity,
      locale: 'en',
      durationMs: 9000,
      speechMs: 5000,
      heardLanguage: 'en',
      unknownRatio: 0,
      segments,
    },
  };
}

function spoken(recordings: Recording[], over: Partial<AnswerPart> = {}): AnswerPart {
  return { answerKey: 'q', role: 'answer', by: 'spoken', typedText: null, recordings, readBack: null, ...over };
}

const words = (text: string, at: number) =>
  text.split(' ').map((word, i) => ({ text: word, startMs: at + 400 * i, endMs: at + 400 * (i + 1) }));

test('words of two recordings are one text, each with its own times', () => {
  const passage = passageOf(
    spoken([
      recording('one', [{ startMs: 0, endMs: 1200, text: 'the belt stopped', tokens: words('the belt stopped', 0) }]),
      recording('two', [{ startMs: 100, endMs: 900, text: 'I called', tokens: words('I called', 100) }]),
    ]),
    'en',
  );
  expect(passage?.text).toBe('the belt stopped I called');
  if (passage === null) return;
  expect(timeOf(passage, 4, 16)).toEqual({ recordingId: 'one', startMs: 400, endMs: 1200, isCorrected: false });
  expect(timeOf(passage, 17, 25)).toEqual({ recordingId: 'two', startMs: 100, endMs: 900, isCorrected: false });
  expect(passage.breaks).toContain('the belt stopped'.length);
});

test('a pause of 600 ms breaks, measured beside the words or between their times', () => {
  const tokens = [...words('one two', 0), ...words('three', 1400)];
  const segment = { startMs: 0, endMs: 1800, text: 'one two three', tokens };
  expect(passageOf(spoken([recording('r', [segment])]), 'en')?.breaks).toEqual([7, 13]);
  const close = { ...segment, tokens: [...words('one two', 0), ...words('three', 1300)] };
  expect(passageOf(spoken([recording('r', [close])]), 'en')?.breaks).toEqual([13]);
  const measured = recording('r', [close], [{ startMs: 700, endMs: 1350 }]);
  expect(passageOf(spoken([measured]), 'en')?.breaks).toEqual([7, 13]);
});

test('a recogniser without times still gives the times of its stretch', () => {
  const passage = passageOf(
    spoken([recording('r', [{ startMs: 500, endMs: 2500, text: 'no times here', tokens: [] }])]),
    'en',
  );
  if (passage === null) throw new Error('no passage');
  expect(timeOf(passage, 3, 8)).toEqual({ recordingId: 'r', startMs: 500, endMs: 2500, isCorrected: false });
});

test('read-back words replace what was recognised, and weigh 1', () => {
  const clause = { answerKey: 'q', startChar: 0, endChar: 5, recordingId: 'r', startMs: 0, endMs: 900 };
  const heard = recording('r', [
    { startMs: 0, endMs: 900, text: 'the bell stopped', tokens: words('the bell stopped', 0) },
  ]);
  const passage = passageOf(
    spoken([heard], {
      readBack: [
        { ...clause, text: 'the belt stopped', isCorrected: true },
        { ...clause, text: 'I called', isCorrected: false },
      ],
    }),
    'en',
  );
  expect(passage).toMatchObject({ text: 'the belt stopped I called', transcriptWeight: 1 });
  if (passage === null) return;
  expect(timeOf(passage, 0, 8).isCorrected).toBe(true);
  expect(timeOf(passage, 17, 25).isCorrected).toBe(false);
  expect(passageOf(spoken([heard]), 'en')?.transcriptWeight).toBe(0.8);
});

test('a skipped part, and a recording without a transcript, have no words', () => {
  expect(passageOf(spoken([], { by: 'skipped' }), 'en')).toBeNull();
  const silent: Recording = { ...recording('r', []), transcript: null, transcriptionError: 'no_recogniser' };
  expect(passageOf(spoken([silent]), 'en')).toBeNull();
});
