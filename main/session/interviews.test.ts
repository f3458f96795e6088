import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import { planOf } from '#shared/plan.ts';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import {
  ALL_CONSENTS,
  candidateOf,
  fakeClock,
  type FakeClock,
  type FakeKiosk,
  IDENTITY,
  jobs,
  NO_NEEDS,
  openFakeKiosk,
} from './interviews.fake.ts';

const job = present(jobs[0], 'no job is shipped');

let database: Database;
let clock: FakeClock;
let codes: string[];
let kiosk: FakeKiosk;
const { send, sendAll, toQuestions, answer, answerUntil, answerAll, finishFollowUps } = candidateOf(() => kiosk);

/** After a crash: the same disk, a new program. */
async function restart(): Promise<void> {
  kiosk = await openFakeKiosk({ database, clock, codes });
}

beforeEach(async () => {
  database = openDatabase(':memory:');
  clock = fakeClock();
  codes = ['4821', '4821', '1357', '2468'];
  await restart();
});
afterEach(() => database.close());

test('an interview goes from the attract screen to the receipt and back, each answer stored with record and audit line', async () => {
  await toQuestions(job.id);
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: { ease: 4, clarity: 5, fairness: 4, comment: '' } });
  const { state, receipt, sessionId } = kiosk.interviews.view();
  expect(state.kind).toBe('receipt');
  expect(receipt).toMatchObject({ answered: job.items.length, total: job.items.length, deletionCode: 'K7QM-2VXA' });
  const orphans = database
    .prepare(
      `select count(*) from records full join outbox using (record_id) full join audit using (record_id)
       where record_id is not null and (records.record_id is null or outbox.record_id is null or audit.record_id is null)`,
    )
    .pluck()
    .get();
  expect(orphans).toBe(0);
  expect(database.prepare(`select distinct state from outbox`).pluck().all()).toEqual(['waiting']);
  await sendAll({ type: 'receipt_read' });
  expect(kiosk.interviews.view()).toMatchObject({
    state: { kind: 'idle' },
    sessionId: null,
    receipt: null,
    item: null,
    consents: null,
  });
  expect(kiosk.store.sessions.answers(sessionId as never)).toHaveLength(planOf(job).length);
});

test('nothing leaves the kiosk when sending is refused', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, sending: false });
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(database.prepare(`select distinct state from outbox`).pluck().all()).toEqual(['withheld']);
  expect(database.prepare(`select distinct sync_state from recordings where kind = 'av'`).pluck().all()).toEqual([
    'withheld',
  ]);
});

test('refusing recording leads to the same questions by touch, without check and practice', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  expect(kiosk.interviews.view()).toMatchObject({
    state: { kind: 'question', index: 0, mode: 'touch', at: { phase: 'open' } },
  });
  expect(await send({ type: 'answer_started' })).toMatchObject({ ok: false, failure: { refused: 'not_now' } });
  expect(await send({ type: 'mode_chosen', mode: 'speak' })).toMatchObject({ ok: false });
});

test('refusing scoring leaves every answer to a person, choices included', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, scoring: false });
  await answerAll();
  const { sessionId } = kiosk.interviews.view();
  const answers = kiosk.store.sessions.answers(sessionId as never);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'needs_review:human_only'));
  expect(answers.every(({ score }) => score === null)).toBe(true);
  expect(kiosk.requested).toHaveLength(0);
});

test('a silent or missing microphone does not pass the check; touch does', async () => {
  await sendAll(
    { type: 'job_chosen', jobId: job.id },
    { type: 'language_confirmed' },
    { type: 'notice_understood' },
    { type: 'consents_given', consents: ALL_CONSENTS },
    { type: 'identity_given', identity: IDENTITY, isOfAge: true, accommodations: NO_NEEDS },
  );
  for (const microphone of ['silent', 'missing'] as const) {
    const report = { camera: 'ok' as const, microphone, speechDbfs: null, noiseDbfs: null };
    expect(await send({ type: 'check_finished', report })).toEqual({
      ok: false,
      failure: { refused: 'microphone_not_ready', verdict: microphone },
    });
  }
  expect(
    await send({
      type: 'check_finished',
      report: { camera: 'ok', microphone: 'ok', speechDbfs: null, noiseDbfs: null },
    }),
  ).toMatchObject({
    ok: false,
  });
  await sendAll({ type: 'touch_chosen' });
  expect(kiosk.interviews.view().state).toMatchObject({ kind: 'question', mode: 'touch' });
});

test('a double tap is refused by its revision and skips nothing', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  const { revision, state } = kiosk.interviews.view();
  const [first, second] = await Promise.all([
    kiosk.interviews.send(revision, { type: 'question_skipped' }),
    kiosk.interviews.send(revision, { type: 'question_skipped' }),
  ]);
  expect(first.ok).toBe(true);
  expect(second).toMatchObject({ ok: false, failure: { refused: 'stale_revision' } });
  expect(kiosk.interviews.view().state).toMatchObject({ index: (state.kind === 'question' ? state.index : 0) + 1 });
});

test('after a crash in the middle of an answer the code brings the same question back with the part that was saved', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  const before = kiosk.interviews.view();
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(7);
  const code = kiosk.interviews.view().returnCode;
  expect(code).toMatch(/^[0-9]{4}$/);

  await restart();
  expect(kiosk.interviews.view().state.kind).toBe('idle');
  expect(await send({ type: 'code_entered', code: '9999' })).toMatchObject({
    failure: { refused: 'code_unknown', attemptsLeft: 4 },
  });
  await sendAll({ type: 'code_entered', code: code ?? '' });
  const after = kiosk.interviews.view();
  expect(after.item).toEqual(before.item);
  expect(after.state).toMatchObject({ kind: 'question', at: { phase: 'think', deadlineAt: null } });
  expect(after.saved).toEqual({ parts: 1, durationMs: 7000, wasInterrupted: true });

  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(3);
  await sendAll({ type: 'answer_stopped', avSlices: 3, pcmSlices: 3 });
  expect(kiosk.interviews.view().saved).toMatchObject({ parts: 2, durationMs: 10_000 });
  await sendAll({ type: 'answer_kept' });
  expect(kiosk.requested.map(({ part }) => part)).toEqual([1, 2]);
});

test('five wrong codes lock code entry for a minute', async () => {
  for (let left = 4; left >= 0; left -= 1) {
    expect(await send({ type: 'code_entered', code: '9999' })).toMatchObject({
      failure: { refused: 'code_unknown', attemptsLeft: left },
    });
  }
  expect(await send({ type: 'code_entered', code: '9999' })).toMatchObject({
    failure: { refused: 'code_locked', retryAfterMs: 60_000 },
  });
  clock.advance(60_000);
  expect(await send({ type: 'code_entered', code: '9999' })).toMatchObject({ failure: { refused: 'code_unknown' } });
});

test('an answer is not kept while slices are missing', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(4);
  expect(await send({ type: 'answer_stopped', avSlices: 6, pcmSlices: 4 })).toMatchObject({
    failure: { refused: 'recording_incomplete', missing: 2 },
  });
  expect(kiosk.interviews.view().state).toMatchObject({ at: { phase: 'recording' } });
});

test('the one retake replaces the first take, whose files are removed once the second is kept', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(2);
  await sendAll({ type: 'answer_stopped', avSlices: 2, pcmSlices: 2 }, { type: 'answer_retaken' });
  expect(kiosk.interviews.view()).toMatchObject({ canRetake: false, saved: { parts: 0 } });
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(3);
  await sendAll({ type: 'answer_stopped', avSlices: 3, pcmSlices: 3 });
  expect(await send({ type: 'answer_retaken' })).toMatchObject({ ok: false });
  expect(kiosk.removed).toHaveLength(0);
  await sendAll({ type: 'answer_kept' });
  expect(kiosk.removed).toHaveLength(2);
  expect(kiosk.requested.map(({ take }) => take)).toEqual([1, 2]);
  expect(kiosk.store.sessions.recordings(kiosk.interviews.view().sessionId as never).map(({ take }) => take)).toEqual([
    2, 2,
  ]);
});

test('idle: warns, extends on a touch, then seals the draft and shows nothing of it', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  const code = kiosk.interviews.view().returnCode ?? '';
  clock.advance(DEFAULT_SETTINGS.idle.warnAfterMs);
  expect(kiosk.interviews.view().idleWarning).not.toBeNull();
  kiosk.interviews.noteActivity();
  expect(kiosk.interviews.view().idleWarning).toBeNull();
  const wiped = new Promise<void>((resolve) => {
    kiosk.interviews.subscribe(({ state }) => state.kind === 'idle' && resolve());
  });
  clock.advance(DEFAULT_SETTINGS.idle.warnAfterMs + DEFAULT_SETTINGS.idle.sealAfterMs);
  await wiped;
  expect(JSON.stringify(kiosk.interviews.view())).not.toContain('王小红');
  await sendAll({ type: 'code_entered', code });
  expect(kiosk.interviews.view().state).toMatchObject({ kind: 'question', index: 0 });
});

test('sealed before the identity is given, nothing is kept', async () => {
  await sendAll({ type: 'job_chosen', jobId: job.id }, { type: 'language_confirmed' }, { type: 'left' });
  expect(kiosk.interviews.view().state.kind).toBe('idle');
  expect(database.prepare('select phase from sessions').pluck().all()).toEqual(['withdrawn']);
});

test('withdrawing removes answers, identity, recordings and the bodies of records', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  await answer();
  await sendAll({ type: 'withdrawn' });
  expect(kiosk.interviews.view().state.kind).toBe('withdrawn');
  await sendAll({ type: 'receipt_read' });
  expect(database.prepare('select count(*) from answers').pluck().get()).toBe(0);
  expect(database.prepare('select count(*) from recordings').pluck().get()).toBe(0);
  const dump = ['sessions', 'records', 'outbox', 'audit']
    .map((table) => JSON.stringify(database.prepare(`select * from ${table}`).all()))
    .join();
  expect(dump).not.toContain('王小红');
  expect(dump).not.toContain('139 0000');
});

test('a draft survives a crash and comes back with the question', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  const { draftKey, returnCode } = kiosk.interviews.view();
  const draft = { kind: 'typed' as const, text: '我在上一家工厂', isPasted: true };
  expect(kiosk.interviews.saveDraft(draftKey ?? '', draft)).toBe(true);
  expect(kiosk.interviews.saveDraft('another-item', { kind: 'typed', text: 'x' })).toBe(false);
  await restart();
  await sendAll({ type: 'code_entered', code: returnCode ?? '' });
  expect(kiosk.interviews.view().draft).toEqual(draft);
});

test('a draft counts when the pause came first, and not when the answer did', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  const draftKey = kiosk.interviews.view().draftKey ?? '';
  await sendAll({ type: 'paused' });
  expect(kiosk.interviews.saveDraft(draftKey, { kind: 'typed', text: '我在上一家工厂' })).toBe(true);
  await sendAll({ type: 'continued' });
  expect(kiosk.interviews.view().draft).toEqual({ kind: 'typed', text: '我在上一家工厂' });
  await answer();
  expect(kiosk.interviews.saveDraft(draftKey, { kind: 'typed', text: '太晚了' })).toBe(false);
  expect(database.prepare('select count(*) from drafts').pluck().get()).toBe(0);
});

test('what was typed for one line of a conversation is never the draft of the next', async () => {
  const withRolePlay = present(
    jobs.find(({ items }) => items.some(({ kind }) => kind === 'role_play')),
    'no shipped job has a role-play',
  );
  const rolePlay = withRolePlay.items.find(({ kind }) => kind === 'role_play')?.id;
  await toQuestions(withRolePlay.id, { ...ALL_CONSENTS, recording: false });
  while (kiosk.interviews.view().item?.id !== rolePlay) await answer();
  const draftKey = kiosk.interviews.view().draftKey ?? '';
  await answer();
  expect(kiosk.interviews.view().item?.id).toBe(rolePlay);
  expect(kiosk.interviews.saveDraft(draftKey, { kind: 'typed', text: '给上一句的话' })).toBe(false);
  expect(kiosk.interviews.view().draft).toBeNull();
});

test('a running deadline stands still during a pause', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  const deadline = () => {
    const { state } = kiosk.interviews.view();
    return state.kind === 'question' && 'deadlineAt' in state.at ? Date.parse(state.at.deadlineAt ?? '') : Number.NaN;
  };
  const before = deadline();
  await sendAll({ type: 'paused' });
  clock.advance(40_000);
  await sendAll({ type: 'continued' });
  expect(deadline() - before).toBe(40_000);
});

test('an answer that does not fit the question is refused and loses nothing', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  await answerUntil('choice');
  expect(await send({ type: 'answer_given', body: { kind: 'choice', optionId: randomUUID() } })).toMatchObject({
    failure: { refused: 'answer_invalid' },
  });
  expect(kiosk.interviews.view().item?.kind).toBe('choice');
});

test('no view ever holds a key, a rationale or a score', async () => {
  await toQuestions(job.id, { ...ALL_CONSENTS, recording: false });
  while (kiosk.interviews.view().state.kind === 'question') {
    expect(JSON.stringify(kiosk.interviews.view())).not.toMatch(
      /effectiveness|correctOrder|"why"|"level"|"score"|keySource/,
    );
    await answer();
  }
});

test('what the camera saw is kept where the law of the site allows it, and nowhere else', async () => {
  const presence = {
    watchedMs: 5000,
    absentMs: 700,
    severalMs: 0,
    awayMs: 0,
    events: [{ kind: 'absent' as const, startMs: 1000, endMs: 1700 }],
  };
  const speak = async () => {
    await toQuestions(job.id);
    await answerUntil('spoken');
    await sendAll({ type: 'answer_started' });
    kiosk.recordSlices(5);
    await sendAll({ type: 'answer_stopped', avSlices: 5, pcmSlices: 5, presence }, { type: 'answer_kept' });
    const rows = kiosk.store.sessions.recordings(kiosk.interviews.view().sessionId as never);
    return rows.map(({ id, kind }) => [kind, kiosk.store.assessments.presence(id)]);
  };
  // the strict pack allows nothing of the face
  expect(await speak()).toEqual([
    ['av', null],
    ['pcm', null],
  ]);
  database.close();
  database = openDatabase(':memory:');
  kiosk = await openFakeKiosk({ database, clock, codes, packId: 'cn' });
  expect(await speak()).toEqual([
    ['av', null],
    ['pcm', presence],
  ]);
});

test('when the store was opened again under a candidate, the interview goes on where it was, without its code', async () => {
  await toQuestions(job.id);
  await answerUntil('spoken');
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(2);
  const { sessionId } = kiosk.interviews.view();
  kiosk = await openFakeKiosk({ database, clock, codes, goOnWith: kiosk.interviews.sessionId() });
  expect(kiosk.interviews.view()).toMatchObject({
    sessionId,
    state: { kind: 'question', at: { phase: 'think', deadlineAt: null } },
    saved: { parts: 1, wasInterrupted: true },
  });
  await answer();
});
