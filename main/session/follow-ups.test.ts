import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import { recordPlace } from '#main/store/ledger.ts';
import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import { FOLLOW_UP_WAIT_MS } from './follow-ups.ts';
import {
  ALL_CONSENTS,
  candidateOf,
  fakeClock,
  type FakeClock,
  type FakeKiosk,
  jobs,
  openFakeKiosk,
  readEverything,
} from './interviews.fake.ts';
import { sampleAssessment } from './sample-words.fake.ts';

const job = present(jobs[0], 'no job is shipped');
const spokenItems = job.items.filter(({ kind }) => kind === 'spoken');
const firstSpoken = present(spokenItems[0], 'the job has no spoken item');

let database: Database;
let clock: FakeClock;
let kiosk: FakeKiosk;
const { view, send, sendAll, toQuestions, answer, answerAll, settle, finishFollowUps } = candidateOf(() => kiosk);

const open = async () => openFakeKiosk({ database, clock, codes: ['4821', '1357', '2468'] });

beforeEach(async () => {
  database = openDatabase(':memory:');
  clock = fakeClock();
  kiosk = await open();
});
afterEach(() => database.close());

const TOUCH = { ...ALL_CONSENTS, recording: false };

/** An engine that wants to know more about these items, until its question has been put. */
function wanting(trigger: ProbeTrigger, itemIds: readonly string[]) {
  return (input: WordAssessmentInput): WordAssessment =>
    sampleAssessment(input, { probe: input.probe === null && itemIds.includes(input.itemId) ? trigger : null });
}

async function read(assess?: (input: WordAssessmentInput) => WordAssessment): Promise<void> {
  readEverything(kiosk, assess);
  await settle();
}

test('the last answer leads to a waiting screen, and as soon as everything is read to the read-back', async () => {
  await toQuestions(job.id);
  await answerAll();
  expect(view()).toMatchObject({ state: { kind: 'follow_up', index: 0 }, item: null });
  expect(view().waiting?.total).toBe(job.items.length);
  expect(view().waiting?.done).toBeLessThan(job.items.length);
  await read();
  const index = job.items.indexOf(firstSpoken);
  expect(view().state).toEqual({ kind: 'read_back', index, of: 'answer' });
  expect(view().readBack).toMatchObject({
    answerKey: firstSpoken.id,
    number: index + 1,
    prompt: firstSpoken.prompt['zh-CN'],
    clauses: [{ text: '我先停机', sound: { startMs: 900, endMs: 4000 } }],
    canRerecord: true,
  });
});

test('the read-back plays the recording with the camera, and only while it is on the screen', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  const id = present(view().readBack?.clauses[0]?.sound?.recordingId, 'nothing to hear');
  expect(kiosk.store.recordings.find(id)).toMatchObject({ kind: 'av', itemId: firstSpoken.id });
  expect(kiosk.interviews.isPlayable(id)).toBe(true);
  expect(kiosk.interviews.isOpenRecording(id)).toBe(false);
  await finishFollowUps();
  expect(kiosk.interviews.isPlayable(id)).toBe(false);
});

test('a correction is kept beside what was heard, and the answer is read anew with it', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  const { sessionId } = view();
  await sendAll({ type: 'read_back_confirmed', clauses: ['我先停了机器'], added: '然后叫了班长' });
  expect(view().state).toMatchObject({ kind: 'follow_up' });
  const { input } = present(kiosk.assessed.at(-1), 'nothing is read anew');
  const [part] = input.parts;
  expect(part?.readBack).toMatchObject([
    { text: '我先停了机器', isCorrected: true, startMs: 900 },
    { text: '然后叫了班长', isCorrected: true, startMs: null, recordingId: null },
  ]);
  expect(part?.recordings[0]?.transcript?.segments[0]?.text).toBe('我先停机');
  const row = database
    .prepare<[], { session_id: string; record_id: string; record_json: string }>(
      `select * from records where type = 'answer.read_back'`,
    )
    .get();
  const { session_id, record_id, record_json } = present(row, 'no record');
  const record = kiosk.store.cells.open(session_id, recordPlace(record_id), record_json);
  expect(JSON.parse(record)).toMatchObject({ body: { heard: ['我先停机'] } });
  expect(kiosk.store.sessions.answers(sessionId as never).find(({ itemId }) => itemId === firstSpoken.id)?.status).toBe(
    'pending',
  );
});

test('a clause struck out is gone, and a read-back with another number of clauses is refused', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  expect(await send({ type: 'read_back_confirmed', clauses: [], added: '' })).toMatchObject({
    failure: { refused: 'answer_invalid' },
  });
  expect(await send({ type: 'read_back_confirmed', clauses: ['a', 'b'], added: '' })).toMatchObject({ ok: false });
  await sendAll({ type: 'read_back_confirmed', clauses: ['  '], added: '' });
  expect(kiosk.assessed.at(-1)?.input.parts[0]?.readBack).toEqual([]);
});

test('corrections survive a crash; they go when they are confirmed', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  const { draftKey, returnCode } = view();
  const draft = { kind: 'read_back' as const, clauses: ['我先停了机器'], added: '然后叫了' };
  expect(kiosk.interviews.saveDraft(draftKey ?? '', draft)).toBe(true);
  expect(kiosk.interviews.saveDraft(firstSpoken.id, draft)).toBe(false);
  kiosk = await open();
  await sendAll({ type: 'code_entered', code: returnCode ?? '' });
  expect(view()).toMatchObject({ state: { kind: 'read_back' }, draftKey, draft });
  await sendAll({ type: 'read_back_confirmed', clauses: ['我先停了机器'], added: '' });
  expect(kiosk.interviews.saveDraft(draftKey ?? '', draft)).toBe(false);
  expect(database.prepare('select count(*) from drafts').pluck().get()).toBe(0);
});

test('corrections of an answer that is said again go, and so do those of a person who withdraws', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  const draft = { kind: 'read_back' as const, clauses: [''], added: '' };
  expect(kiosk.interviews.saveDraft(view().draftKey ?? '', draft)).toBe(true);
  await sendAll({ type: 'answer_rerecorded' });
  expect(view().draft).toBeNull();
  await answer();
  await read();
  expect(view()).toMatchObject({ state: { kind: 'read_back' }, draft: null });
  expect(kiosk.interviews.saveDraft(view().draftKey ?? '', draft)).toBe(true);
  await sendAll({ type: 'withdrawn' });
  expect(database.prepare('select count(*) from drafts').pluck().get()).toBe(0);
});

test('an answer can be said again once; its new recording replaces the old one and is read back too', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  await sendAll({ type: 'answer_rerecorded' });
  expect(view()).toMatchObject({ state: { kind: 'question', stage: 'again', take: 3 }, item: { id: firstSpoken.id } });
  await answer();
  const takes = kiosk.store.sessions
    .recordings(view().sessionId as never)
    .filter(({ itemId }) => itemId === firstSpoken.id)
    .map(({ take }) => take);
  expect(takes).toEqual([3, 3]);
  await read();
  expect(view()).toMatchObject({
    state: { kind: 'read_back' },
    readBack: { answerKey: firstSpoken.id, canRerecord: false },
  });
  expect(await send({ type: 'answer_rerecorded' })).toMatchObject({ failure: { refused: 'not_now' } });
});

test('not saying it again after all keeps the answer that was given', async () => {
  await toQuestions(job.id);
  await answerAll();
  await read();
  await sendAll({ type: 'answer_rerecorded' }, { type: 'question_skipped' });
  const answers = kiosk.store.sessions.answers(view().sessionId as never);
  expect(answers.find(({ itemId }) => itemId === firstSpoken.id)?.body).toEqual({ kind: 'spoken' });
  expect(view().state).toMatchObject({ kind: 'read_back' });
});

test('one more question is asked where something is missing, with the words of its trigger', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  await read(wanting('result_missing', [firstSpoken.id]));
  expect(view()).toMatchObject({
    state: { kind: 'question', stage: 'probe', probe: 'result_missing', mode: 'touch' },
    item: { isFollowUp: true, id: firstSpoken.id },
    followsUp: firstSpoken.prompt['zh-CN'],
  });
  expect(view().item?.prompt).not.toBe(firstSpoken.prompt['zh-CN']);
  await answer();
  const { input } = present(kiosk.assessed.at(-1), 'nothing is read anew');
  expect(input.probe).toBe('result_missing');
  expect(input.parts.map(({ role, answerKey }) => [role, answerKey])).toEqual([
    ['answer', firstSpoken.id],
    ['probe', `${firstSpoken.id}.probe`],
  ]);
});

test('at most two follow-up questions in an interview, in the order of the items', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  const ids = spokenItems.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(2);
  const asked: string[] = [];
  for (;;) {
    await read(wanting('situation_missing', ids));
    if (view().state.kind !== 'question') break;
    asked.push(view().item?.id ?? '');
    await sendAll({ type: 'question_skipped' });
  }
  expect(asked).toEqual(ids.slice(0, 2));
  expect(view().state.kind).toBe('survey');
});

test('a local model may choose another of the possible questions; the assessment stays as it is', async () => {
  const offered: string[][] = [];
  kiosk = await openFakeKiosk({
    database,
    clock,
    codes: ['4821'],
    probeModel: {
      isOn: () => true,
      choose: async ({ options }) => {
        offered.push(options.map(({ trigger }) => trigger));
        return 'situation_missing';
      },
    },
  });
  await toQuestions(job.id, TOUCH);
  await answerAll();
  await read((input) =>
    sampleAssessment(
      input,
      input.itemId === firstSpoken.id
        ? { probe: 'result_missing', probeOptions: ['result_missing', 'situation_missing'] }
        : {},
    ),
  );
  await settle();
  expect(offered).toEqual([['result_missing', 'situation_missing']]);
  expect(view().state).toMatchObject({ kind: 'question', stage: 'probe', probe: 'situation_missing' });
  const [stored] = kiosk.store.assessments.assessments(view().sessionId as never).values();
  expect(stored).toMatchObject({ assessment: { probe: 'result_missing' } });
});

test('skipping a follow-up is neutral: the interview counts the same answers', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  await read(wanting('generic', [firstSpoken.id]));
  await sendAll({ type: 'question_skipped' });
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(view().receipt).toMatchObject({ answered: job.items.length, total: job.items.length });
});

test('nobody waits for ever: after some seconds it goes on, and what is read later is still kept', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  expect(view().state.kind).toBe('follow_up');
  for (let waited = 0; view().state.kind === 'follow_up' && waited < 20; waited += 1) {
    clock.advance(FOLLOW_UP_WAIT_MS);
    await settle();
  }
  expect(view().state.kind).toBe('survey');
  await sendAll({ type: 'survey_answered', survey: null });
  expect(view().receipt).toMatchObject({ isAnalysed: false });
  await read();
  expect(view().receipt).toMatchObject({ isAnalysed: true });
});

test('without consent to computer scoring nothing is read, nothing is read back and nothing more is asked', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, scoring: false });
  await answerAll();
  expect(view().state.kind).toBe('survey');
  expect([kiosk.requested, kiosk.transcribed, kiosk.assessed]).toEqual([[], [], []]);
});

test('a crash while the answers are read loses nothing: the reading goes on, and the code leads back to it', async () => {
  await toQuestions(job.id);
  await answerAll();
  const code = view().returnCode ?? '';
  kiosk = await open();
  expect(view().state.kind).toBe('idle');
  kiosk.readings.resume();
  expect(kiosk.requested.length).toBeGreaterThan(0);
  await read();
  await sendAll({ type: 'code_entered', code });
  expect(view()).toMatchObject({ state: { kind: 'read_back' }, readBack: { clauses: [{ text: '我先停机' }] } });
});

test('a result for an answer that has changed meanwhile is not taken', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  const stale = present(kiosk.assessed[0], 'nothing was asked');
  kiosk.readings.advance(view().sessionId as never, stale.input.itemId);
  expect(
    kiosk.readings.noteAssessment(stale.id, { state: 'assessed', assessment: sampleAssessment(stale.input) }),
  ).toBeNull();
});

test('an engine that fails leaves the answer to a person', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  const { id, input } = present(kiosk.assessed[0], 'nothing was asked');
  kiosk.readings.noteAssessment(id, { state: 'failed', errorCode: 'analyst_crashed' });
  const answers = kiosk.store.sessions.answers(view().sessionId as never);
  expect(answers.find(({ itemId }) => itemId === input.itemId)?.status).toBe('needs_review:analysis_failed');
});

test('the words of other people are compared, never stored with the answer', async () => {
  await toQuestions(job.id, TOUCH);
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null }, { type: 'receipt_read' });
  await toQuestions(job.id, TOUCH);
  await answer();
  const { input } = present(kiosk.assessed.at(-1), 'nothing was asked');
  expect(input.sharedOverlap).toBe(1);
});
