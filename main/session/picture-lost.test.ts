import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { candidateOf, fakeClock, type FakeKiosk, jobs, openFakeKiosk } from './interviews.fake.ts';

const job = present(jobs[0], 'no job is shipped');
let database: Database;
let kiosk: FakeKiosk;
const { view, send, sendAll, toQuestions, answerAll, answerUntil, finishFollowUps } = candidateOf(() => kiosk);

beforeEach(async () => {
  database = openDatabase(':memory:');
  kiosk = await openFakeKiosk({ database, clock: fakeClock(), codes: ['4821'] });
  await toQuestions(job.id);
  await answerUntil('spoken');
});
afterEach(() => database.close());

const stored = () => kiosk.store.sessions.recordings(view().sessionId as SessionId);
const recordedAs = () => view().recording;
const files = () => database.prepare(`select kind, sync_state from recordings order by kind`).all();

test('a picture that is refused ends alone: the sound goes on and is the answer', async () => {
  expect(recordedAs()).toBe('picture_and_sound');
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(4);
  await sendAll({ type: 'picture_lost', reason: 'storage_failed' });
  expect(recordedAs()).toBe('sound');
  kiosk.recordSlices(6);
  const [picture, sound] = stored();
  expect(picture).toMatchObject({ kind: 'av', state: 'interrupted', slices: 4 });
  await sendAll({ type: 'answer_stopped', avSlices: 0, pcmSlices: 10 });
  expect(view()).toMatchObject({ state: { at: { phase: 'confirm' } }, playback: sound?.id, saved: { parts: 1 } });
  await sendAll({ type: 'answer_kept' });
  expect(stored()).toMatchObject([{ kind: 'av' }, { kind: 'pcm', state: 'complete', slices: 10 }]);

  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  // the sound of the other answers stays here: their pictures have it
  expect(files()).toContainEqual({ kind: 'pcm', sync_state: 'held' });
  const waiting = database.prepare(`select recording_id from recordings where kind = 'pcm' and sync_state = 'waiting'`);
  expect(waiting.pluck().all()).toEqual([sound?.id]);
});

test('the loss of a picture is told once, and stands behind a pause too', async () => {
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(1);
  await sendAll({ type: 'paused' }, { type: 'picture_lost', reason: 'storage_failed' });
  expect(view().state).toMatchObject({ kind: 'paused', from: { at: { recordings: { av: null } } } });
  await sendAll({ type: 'continued' });
  expect(await send({ type: 'picture_lost', reason: 'storage_failed' })).toMatchObject({ ok: false });
  const told = database.prepare(`select count(*) from records where type = 'picture.lost'`).pluck();
  expect(told.get()).toBe(1);
});

test('without room for a picture the next answer is sound alone, and with room again it is both', async () => {
  kiosk.disk.roomFor = ['pcm'];
  await sendAll({ type: 'answer_started' });
  expect(view()).toMatchObject({ recording: 'sound', state: { at: { recordings: { av: null } } } });
  kiosk.recordSlices(3);
  await sendAll({ type: 'answer_stopped', avSlices: 0, pcmSlices: 3 }, { type: 'answer_retaken' });
  expect(stored()).toMatchObject([{ kind: 'pcm', state: 'complete' }]);
  kiosk.disk.roomFor = ['av', 'pcm'];
  await sendAll({ type: 'answer_started' });
  expect(view().recording).toBe('picture_and_sound');
});

test('without room for sound the answer is written; what was said before stays', async () => {
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(3);
  kiosk.disk.roomFor = [];
  await sendAll({ type: 'capture_lost', reason: 'storage_failed' });
  expect(view()).toMatchObject({ recording: 'nothing', saved: { parts: 1 }, state: { at: { phase: 'think' } } });
  await sendAll({ type: 'answer_started' });
  expect(view()).toMatchObject({ recording: 'nothing', state: { mode: 'touch', at: { phase: 'open' } } });
  await sendAll({ type: 'answer_given', body: { kind: 'typed', text: 'I stopped the line.' } });
});
