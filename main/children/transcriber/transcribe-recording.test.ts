import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TimeSpan } from '#shared/analysis.ts';
import type { RecogniserChoice, TranscriberReply } from '#shared/transcript-protocol.ts';
import { answerRequests } from './answer-requests.ts';
import type { Heard, Recogniser } from './recogniser.ts';
import { transcribeRecording } from './transcribe-recording.ts';

let dir: string;
let pcm: { path: string };
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'transcribe-recording-'));
  pcm = { path: join(dir, 'a.pcm') };
  await writeFile(pcm.path, Buffer.alloc(6 * 32_000));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function hearing(...heard: Partial<Heard>[]): Recogniser & { readonly given: TimeSpan[][] } {
  const given: TimeSpan[][] = [];
  return {
    given,
    identity: { engine: 'paraformer', model: { id: 'm', sha256: '0'.repeat(64) }, isPunctuated: false },
    async transcribe(_path, segments) {
      given.push([...segments]);
      return segments.map((_, i) => ({
        text: 'word',
        tokens: [],
        pieces: 1,
        unknownPieces: 0,
        language: null,
        ...heard[i],
      }));
    },
  };
}

test('segments are cut to the recording, and what is too short to hold a sound is left out', async () => {
  const recogniser = hearing();
  const segments = [
    { startMs: 500, endMs: 1_500 },
    { startMs: 2_000, endMs: 2_050 },
    { startMs: 5_000, endMs: 6_400 },
  ];
  const transcript = await transcribeRecording(pcm, segments, 'en', recogniser);
  const kept = [
    { startMs: 500, endMs: 1_500 },
    { startMs: 5_000, endMs: 6_000 },
  ];
  expect(recogniser.given).toEqual([kept]);
  expect(transcript).toMatchObject({ durationMs: 6_000, speechMs: 2_000, segments: kept });
});

test('the language named for most of the speech, and the share of unknown pieces over all', async () => {
  const recogniser = hearing(
    { language: 'zh', pieces: 2, unknownPieces: 1 },
    { language: 'en', pieces: 6, unknownPieces: 1 },
    { language: 'zh', pieces: 0, text: '' },
  );
  const segments = [
    { startMs: 0, endMs: 1_000 },
    { startMs: 1_500, endMs: 3_500 },
    { startMs: 4_000, endMs: 4_800 },
  ];
  const transcript = await transcribeRecording(pcm, segments, 'en', recogniser);
  expect(transcript).toMatchObject({ heardLanguage: 'en', unknownRatio: 0.25 });
});

test('more doubted words than others are no words; a few words are not judged by their share', async () => {
  const spoken = [{ startMs: 0, endMs: 1_500 }];
  const doubted = (pieces: number, unknownPieces: number) =>
    transcribeRecording(pcm, spoken, 'en', hearing({ text: 'what they all say', pieces, unknownPieces }));
  await expect(doubted(10, 6)).rejects.toMatchObject({ code: 'nothing_recognised' });
  expect(await doubted(10, 5)).toMatchObject({ unknownRatio: 0.5 });
  expect(await doubted(4, 4)).toMatchObject({ unknownRatio: 1 });
});

test('no word in more than 2 s of speech is a failure, and so is silence about it', async () => {
  const deaf = hearing({ text: '' }, { text: '' });
  const long = [
    { startMs: 0, endMs: 1_000 },
    { startMs: 2_000, endMs: 3_100 },
  ];
  await expect(transcribeRecording(pcm, long, 'en', deaf)).rejects.toMatchObject({ code: 'nothing_recognised' });
  const short = [{ startMs: 0, endMs: 2_000 }];
  expect((await transcribeRecording(pcm, short, 'en', deaf)).segments).toMatchObject([{ text: '' }]);
});

test('the recogniser used last stays loaded, another language loads it anew', async () => {
  const choice: RecogniserChoice = {
    library: 'pocketsphinx',
    programFile: '/p',
    acousticModelDirectory: '/a',
    dictionaryFile: '/d',
    languageModelFile: '/l',
  };
  let hear: (value: unknown) => void = () => undefined;
  const posted: TranscriberReply[] = [];
  let loads = 0;
  const answered = Promise.withResolvers<void>();
  answerRequests(
    {
      post(reply) {
        posted.push(reply);
        if (posted.filter(({ kind }) => kind === 'transcribed').length === 3) answered.resolve();
      },
      onMessage: (listen) => void (hear = listen),
      onClose: () => undefined,
    },
    async () => {
      loads += 1;
      return hearing();
    },
    answered.reject,
  );
  for (const [id, locale] of [
    ['a', 'en'],
    ['b', 'en'],
    ['c', 'zh-CN'],
  ]) {
    hear({ kind: 'transcribe', id, pcm, locale, segments: [{ startMs: 0, endMs: 900 }], recogniser: choice });
  }
  await answered.promise;
  expect(posted[0]).toEqual({ kind: 'ready' });
  expect(posted.slice(1)).toMatchObject([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  expect(loads).toBe(2);
});
