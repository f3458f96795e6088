import { expect, test } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import type { Recogniser } from './recogniser.ts';
import { rememberingRecogniser } from './remembering-recogniser.ts';

const FIRST = { startMs: 100, endMs: 900 };
const SECOND = { startMs: 1500, endMs: 4000 };
const THIRD = { startMs: 5000, endMs: 5600 };

function listener() {
  const asked: TimeSpan[][] = [];
  const recogniser: Recogniser = {
    identity: { engine: 'pocketsphinx', model: { id: 'm', sha256: 'a'.repeat(64) }, isPunctuated: false },
    async transcribe(pcmPath, segments, _locale, onProgress) {
      asked.push([...segments]);
      onProgress(1);
      return segments.map(({ startMs }) => ({
        text: `${pcmPath} at ${startMs}`,
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
  await remembering.transcribe('a.pcm', [SECOND], 'en', () => undefined);
  const heard = await remembering.transcribe('a.pcm', [FIRST, SECOND, THIRD], 'en', (ms) => done.push(ms));
  expect(asked).toEqual([[SECOND], [FIRST, THIRD]]);
  expect(heard.map(({ text }) => text)).toEqual(['a.pcm at 100', 'a.pcm at 1500', 'a.pcm at 5000']);
  expect(done).toEqual([2501]);
});

test('a stretch that grew meanwhile is heard again', async () => {
  const { asked, remembering } = listener();
  await remembering.transcribe('a.pcm', [FIRST], 'en', () => undefined);
  await remembering.transcribe('a.pcm', [{ ...FIRST, endMs: 950 }], 'en', () => undefined);
  expect(asked).toHaveLength(2);
});

test('another recording, another language, or being told to forget: nothing is known', async () => {
  const { asked, remembering } = listener();
  await remembering.transcribe('a.pcm', [FIRST], 'en', () => undefined);
  await remembering.transcribe('b.pcm', [FIRST], 'en', () => undefined);
  await remembering.transcribe('b.pcm', [FIRST], 'zh-CN', () => undefined);
  remembering.forget();
  await remembering.transcribe('b.pcm', [FIRST], 'zh-CN', () => undefined);
  expect(asked).toHaveLength(4);
});
