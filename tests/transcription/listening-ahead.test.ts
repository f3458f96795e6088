import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { analystProgram, transcriberProgram } from '#main/analysis/child-programs.ts';
import { findPocketsphinx } from '#main/analysis/find-pocketsphinx.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';
import { createAnswerReader, type AnswerReader } from '#main/answer-reader.ts';
import { toPcm16 } from '#main/wav-file.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import type { Transcript } from '#shared/transcript.ts';
import { spoken } from './spoken-recording.ts';

/** A minute alone. */
const SLOW = 600_000;
const BYTES_PER_SECOND = 32_000;
const ANSWER =
  'Last year I worked in a supermarket. A customer came back with a broken rice cooker and he was very angry. ' +
  'First I listened to him and said I was sorry. Then I checked the receipt and called my supervisor.';

let dir: string;
let reader: AnswerReader;
const analyses: SpeechAnalysis[] = [];
const transcripts: Transcript[] = [];
const failures: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ahead-'));
  for (const list of [analyses, transcripts, failures]) list.length = 0;
  reader = createAnswerReader({
    analyst: createNodeChildLauncher(analystProgram(resolve('main/children/analyst.ts'), 'models'), () => undefined),
    transcriber: createNodeChildLauncher(
      transcriberProgram(resolve('main/children/transcriber.ts'), join(dir, 'cache')),
      () => undefined,
    ),
    chooseRecogniser: () => findPocketsphinx(process.env['PATH'] ?? ''),
    log: ({ eventId, disposition }) => void (disposition === 'failure' && failures.push(eventId)),
    onAnalysed: (_id, outcome) => void (outcome.state === 'analysed' && analyses.push(outcome.analysis)),
    onTranscribed: (_id, outcome) => void (outcome.state === 'transcribed' && transcripts.push(outcome.transcript)),
    onAssessed: () => undefined,
  });
});
afterEach(async () => {
  await reader.stop();
  await rm(dir, { recursive: true, force: true });
});

async function whole(id: string, sound: Uint8Array): Promise<Transcript | undefined> {
  const pcm = { recordingId: id, read: async () => sound };
  reader.analyse({ id, pcm });
  await reader.idle();
  reader.transcribe({ id, pcm, locale: 'en', segments: analyses.at(-1)?.asrSegments ?? [] });
  await reader.idle();
  return transcripts.at(-1);
}

test(
  'what was listened to ahead gives the same transcript, and nothing is reported before the end',
  { timeout: SLOW },
  async () => {
    const sound = toPcm16(spoken(ANSWER, 'slt'));
    for (let seconds = 4; seconds * BYTES_PER_SECOND < sound.byteLength; seconds += 4) {
      const soFar = sound.subarray(0, seconds * BYTES_PER_SECOND);
      const pcm = { recordingId: 'growing', read: async () => soFar };
      reader.listenAhead({ id: 'growing', pcm, locale: 'en' });
      await reader.idle();
    }
    expect([analyses, transcripts, failures]).toEqual([[], [], []]);
    const ahead = await whole('growing', sound);
    const atOnce = await whole('plain', sound);
    expect(ahead?.segments.length).toBeGreaterThan(1);
    expect(ahead).toEqual(atOnce);
    expect(failures).toEqual([]);
  },
);
