import { expect, test } from 'vitest';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { readHeld } from './held-answers.ts';

const file = (letter: string, kind: 'video' | 'audio', mimeType: string) => ({
  sha256: letter.repeat(64),
  sizeBytes: 10,
  mimeType,
  kind,
  recordingId: `r-${letter}`,
  durationMs: 4000,
});
const film = file('a', 'video', 'video/webm');
const sound = file('b', 'audio', 'audio/l16;rate=16000;channels=1');
const saved = (itemId: string, take: number, more: Partial<WireRecord> = {}) =>
  sampleRecord({
    body: {
      itemId,
      itemKind: 'spoken',
      number: 1,
      take,
      body: { kind: 'spoken' },
      status: 'pending',
      score: null,
    },
    ...more,
  });
const transcriptOf = (...segments: string[]) => ({
  transcriptVersion: 1,
  recogniser: {
    engine: 'pocketsphinx',
    model: { id: 'm', sha256: 'c'.repeat(64) },
    isPunctuated: false,
  },
  locale: 'en',
  durationMs: 4000,
  speechMs: 2000,
  heardLanguage: null,
  unknownRatio: 0,
  segments: segments.map((text, index) => ({ startMs: index * 1000, endMs: index * 1000 + 900, text, tokens: [] })),
});
const held = (records: readonly WireRecord[], complete: readonly string[] = []) =>
  readHeld({
    records: records.map((record, hubSeq) => ({ hubSeq, receivedAt: '2026-11-28T08:00:00Z', isParsed: true, record })),
    media: [film, sound].map((each) => ({ ...each, isComplete: complete.includes(each.sha256) })),
  });

test('the newest take counts, its recordings are here or on their way, raw sound is asked for as a file', () => {
  const { answers } = held(
    [saved('item-1', 1), saved('item-1', 2, { media: [sound, film] }), sampleRecord({ type: 'session.sealed' })],
    [film.sha256],
  );
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({ key: 'item-1', take: 2, words: null });
  expect(answers[0]?.recordings.map(({ kind, isComplete, url }) => [kind, isComplete, url])).toEqual([
    ['video', true, `/v1/media/${film.sha256}`],
    ['audio', false, `/v1/media/${sound.sha256}?as=wav`],
  ]);
});

test('what was recognised stands with its answer, and the reading with the first answer of its item', () => {
  const assessed = sampleRecord({
    type: 'answer.assessed',
    body: {
      itemId: 'item-1',
      status: 'needs_review:short',
      assessment: null,
      errorCode: null,
      transcripts: [{ recordingId: 'r-b', transcript: transcriptOf('I lifted the guard', 'and called my lead') }],
      analyses: [],
    },
  });
  const { answers } = held([saved('item-1', 1, { media: [sound] }), saved('item-1.probe', 1), assessed]);
  expect(answers.map(({ key, status, words }) => [key, status, words])).toEqual([
    ['item-1', 'needs_review:short', 'I lifted the guard and called my lead'],
    ['item-1.probe', 'pending', null],
  ]);
});

test('a body that cannot be read is no answer', () => {
  expect(held([sampleRecord({ body: { itemId: 7 } })])).toEqual({ answers: [], result: null });
});
