import { expect, test } from 'vitest';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { RecordingId } from '#shared/ids.ts';
import { clipOf, playableOf, shownFirst, soundOf } from './clip.ts';

let count = 0;
function recording(over: Partial<RecordingDetail>): RecordingDetail {
  count += 1;
  return {
    id: RecordingId.parse(`0195a3c0-0000-7000-8000-${String(count).padStart(12, '0')}`),
    answerKey: 'q',
    take: 1,
    part: 1,
    kind: 'video',
    mimeType: 'video/webm',
    durationMs: 60_000,
    sizeBytes: 1,
    state: 'complete',
    sha256: null,
    sync: 'waiting',
    url: '/media/x',
    transcript: null,
    transcriptionError: null,
    analysis: null,
    presence: null,
    ...over,
  };
}

const first = recording({});
const firstSound = recording({ kind: 'pcm' });
const second = recording({ take: 2 });
const secondSound = recording({ take: 2, kind: 'pcm' });
const follow = recording({ answerKey: 'q.probe' });
const followSound = recording({ answerKey: 'q.probe', kind: 'pcm' });
const all = [follow, followSound, second, secondSound, first, firstSound];
const clause = (recordingId: string | null, startMs: number | null = 1000, endMs: number | null = 2400) => ({
  recordingId,
  startMs,
  endMs,
});

test('a clause plays in the picture of the same answer, take and part', () => {
  expect(clipOf(clause(secondSound.id), all)).toEqual({ recordingId: second.id, startMs: 1000, endMs: 2400 });
  expect(clipOf(clause(followSound.id), all)?.recordingId).toBe(follow.id);
});

test('words without a time, without a recording, or of a recording that is gone are not played', () => {
  expect(clipOf(clause(null), all)).toBeNull();
  expect(clipOf(clause(firstSound.id, null), all)).toBeNull();
  expect(clipOf(clause(firstSound.id, 1000, null), all)).toBeNull();
  expect(clipOf(clause(firstSound.id, 2400, 1000), all)).toBeNull();
  expect(clipOf(clause(firstSound.id), [second, secondSound])).toBeNull();
});

test('a picture that stopped before its sound, or was never made, gives way to the sound', () => {
  const short = recording({ durationMs: 20_000, state: 'interrupted' });
  for (const recordings of [[short, firstSound], [firstSound]]) {
    expect(clipOf(clause(firstSound.id), recordings)?.recordingId).toBe(firstSound.id);
    expect(playableOf(recordings, ['q'])[0]).toBe(firstSound);
  }
  expect(playableOf([first, firstSound], ['q'])).toEqual([first]);
});

test('the sound beside a picture is the one recorded with it', () => {
  expect(soundOf(second, all)).toBe(secondSound);
  expect(soundOf(first, [first])).toBeNull();
  expect(soundOf(null, all)).toBeNull();
});

test('answers play in the order of the conversation, and the last take of the first one is shown', () => {
  const playable = playableOf(all, ['q', 'q.probe']);
  expect(playable).toEqual([first, second, follow]);
  expect(shownFirst(playable)).toBe(second);
  expect(shownFirst([])).toBeNull();
});
