import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import { ALL_CONSENTS, candidateOf, fakeClock, type FakeKiosk, jobs, openFakeKiosk } from './interviews.fake.ts';

const job = present(jobs[0], 'no job is shipped');

let database: Database;
let kiosk: FakeKiosk;
const { view, sendAll, toQuestions, answerUntil } = candidateOf(() => kiosk);

beforeEach(async () => {
  database = openDatabase(':memory:');
  kiosk = await openFakeKiosk({ database, clock: fakeClock(), codes: ['4821'] });
});
afterEach(() => database.close());

/** Speaks for so many seconds; the sound's recording. */
async function speak(seconds: number) {
  await answerUntil('spoken');
  await sendAll({ type: 'answer_started' });
  const { state } = view();
  if (state.kind !== 'question' || state.at.phase !== 'recording') throw new Error('nothing is being recorded');
  kiosk.recordSlices(seconds);
  return state.at.recordings.pcm;
}

test('while an answer is spoken its sound, and only that, is listened to every eight seconds', async () => {
  await toQuestions(job.id);
  const sound = await speak(23);
  expect(kiosk.listenedAhead).toEqual([sound, sound]);
});

test('a short answer is not listened to ahead', async () => {
  await toQuestions(job.id);
  await speak(7);
  expect(kiosk.listenedAhead).toEqual([]);
});

test('who did not agree to computer scoring is not listened to', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, scoring: false });
  await speak(23);
  expect(kiosk.listenedAhead).toEqual([]);
});
