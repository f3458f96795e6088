import { expect, test } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import type { PcmInput } from '#shared/pcm-input.ts';
import type { Recogniser } from './recogniser.ts';
import { rememberingRecogniser } from './remembering-recogniser.ts';

const nameOf = (pcm: PcmInput): string => ('path' in pcm ? pcm.path : pcm.recordingId);
const A = { path: 'a' };
const B = { path: 'b' };
const FIRST = { startMs: 100, endMs: 900 };
const SECOND = { startMs: 1500, endMs: 4000 };
const THIRD = { startMs: 5000, endMs: 5600 };

function listener() {
  const asked: TimeSpan[][] = [];
  const recogniser: Recogniser = {
    identity: { engine: 'pocketsphinx', model: { id: 'm', sha256: 'a'.repeat(64) }, isPunctuated: false },
    async transcribe(pcm, segments, _locale, onProgress) {
      asked.push([...segments]);
      onProgress(1);
      return segments.map(({ startMs }) => ({
        text: `${nameOf(pcm)} at ${startMs}`,
        tokens: [],
        pieces: 1,
        unknownPieces: 0,
        language: null,
      }));
    },
  };
  return { asked, remembering: rememberingRecogniser(recogniser) };
}

test('listens only to what is new, and gives everything in order', async () => {
  const { asked, remembering } = listener();
  const done: number[] = [];
  await remembering.transcribe(A, [SECOND], 'en', () => undefined);
  const heard = await remembering.transcribe(A, [FIRST, SECOND, THIRD], 'en', (ms) => done.push(ms));
  expect(asked).toEqual([[SECOND], [FIRST, THIRD]]);
  expect(heard.map(({ text }) => text)).toEqual(['a at 100', 'a at 1500', 'a at 5000']);
  expect(done).toEqual([2501]);
});

test('a stretch that grew meanwhile is heard again', async () => {
  const { asked, remembering } = listener();
  await remembering.transcribe(A, [FIRST], 'en', () => undefined);
  await remembering.transcribe(A, [{ ...FIRST, endMs: 950 }], 'en', () => undefined);
  expect(asked).toHaveLength(2);
});

test('another recording, another language, or being told to forget: nothing is known', async () => {
  const { asked, remembering } = listener();
  await remembering.transcribe(A, [FIRST], 'en', () => undefined);
  await remembering.transcribe(B, [FIRST], 'en', () => undefined);
  await remembering.transcribe(B, [FIRST], 'zh-CN', () => undefined);
  remembering.forget();
  await remembering.transcribe(B, [FIRST], 'zh-CN', () => undefined);
  expect(asked).toHaveLength(4);
});

test('a recording that came as bytes is the same one when it has grown', async () => {
  const { asked, remembering } = listener();
  const grown = (samples: number): PcmInput => ({ recordingId: 'a', bytes: new Uint8Array(2 * samples) });
  await remembering.transcribe(grown(20_000), [FIRST], 'en', () => undefined);
  await remembering.transcribe(grown(90_000), [FIRST, THIRD], 'en', () => undefined);
  await remembering.transcribe({ recordingId: 'b', bytes: new Uint8Array(2) }, [FIRST], 'en', () => undefined);
  expect(asked).toEqual([[FIRST], [THIRD], [FIRST]]);
  // a file that happens to be called like a recording is not that recording
  await remembering.transcribe(B, [FIRST], 'en', () => undefined);
  expect(asked).toHaveLength(4);
});
