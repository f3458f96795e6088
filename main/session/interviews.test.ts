import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingId } from '#shared/ids.ts';
import type { SessionEvent } from '#shared/session.ts';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import { readJobs, readPack, readPractice } from '#main/store/resource-files.ts';
import { openInterviews, type Interviews, type SendResult } from './interviews.ts';
import type { StoredRecording } from './ports.ts';

const RESOURCES = 'resources';
const jobs = await readJobs(`${RESOURCES}/jobs`);
const pack = await readPack(`${RESOURCES}/packs`, 'strict');
const practice = await readPractice(`${RESOURCES}/practice`);

/** A clock that stands until told, and timers that fire when it passes them. */
function fakeClock() {
  let nowMs = Date.parse('2026-03-02T08:00:00.000Z');
  let timers: { at: number; call: () => void }[] = [];
  return {
    now: () => new Date(nowMs),
    after(ms: number, call: () => void) {
      const timer = { at: nowMs + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance(ms: number) {
      const until = nowMs + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        nowMs = next.at;
        timers = timers.filter((each) => each !== next);
        next.call();
      }
      nowMs = until;
    },
  };
}

interface Kiosk {
  interviews: Interviews;
  store: Store;
  requested: StoredRecording[];
  removed: RecordingId[];
  /** What a page and the disk would do between start and stop of an answer. */
  recordSlices: (count: number) => void;
  restart: () => Promise<void>;
}

let database: Database;
let clock: ReturnType<typeof fakeClock>;
let kiosk: Kiosk;
let codes: string[];

const parts = { now: () => clock.now(), newId: () => v7(), reference: (id: string) => id.slice(-6) };

async function openKiosk(): Promise<Kiosk> {
  const store = openStore(database, parts);
  const requested: StoredRecording[] = [];
  const removed: RecordingId[] = [];
  const interviews = await openInterviews({
    store: store.sessions,
    files: {
      create: async () => undefined,
      finish: async (id, expected) => {
        const row = store.recordings.find(id);
        if (!row) return { ok: true };
        if (expected !== null && row.slices < expected) return { ok: false, missing: expected - row.slices };
        store.recordings.close(id, expected === null ? 'interrupted' : 'complete', '0'.repeat(64), row.slices * 1000);
        return { ok: true };
      },
      remove: async (ids) => {
        for (const id of ids) {
          store.recordings.remove(id);
          removed.push(id);
        }
      },
    },
    handset: {
      start: async () => ({ ok: true }),
      pause: async () => undefined,
      resume: async () => undefined,
      stop: async () => 0,
    },
    analysis: { request: (row) => void requested.push(row) },
    offer: { settings: () => DEFAULT_SETTINGS, jobs: () => jobs, pack: () => pack, practice: () => practice },
    clock,
    codes: {
      returnCode: () => codes.shift() ?? '0000',
      deletionCode: () => 'K7QM-2VXA',
      reference: (id) => id.slice(-6),
      deletionCodeHash: () => 'f'.repeat(64),
    },
    newId: () => v7(),
    log: () => undefined,
  });
  return {
    interviews,
    store,
    requested,
    removed,
    recordSlices(count) {
      const { state } = interviews.view();
      if (state.kind !== 'question' || state.at.phase !== 'recording')
        throw new Error(`nothing is being recorded in ${state.kind}`);
      for (const id of [state.at.recordings.av, state.at.recordings.pcm]) {
        if (id === null) continue;
        for (let sequence = 0; sequence < count; sequence += 1) {
          const slice = { sequence, offsetBytes: sequence * 32_000, sizeBytes: 32_000, sha256: 'a'.repeat(64) };
          store.recordings.addSlice(id, slice, 'video/webm');
        }
      }
    },
    restart: async () => {
      kiosk = await openKiosk();
    },
  };
}

beforeEach(async () => {
  database = openDatabase(':memory:');
  clock = fakeClock();
  codes = ['4821', '4821', '1357', '2468'];
  kiosk = await openKiosk();
});
afterEach(() => database.close());

async function send(event: SessionEvent): Promise<SendResult> {
  return kiosk.interviews.send(kiosk.interviews.view().revision, event);
}

async function sendAll(...events: SessionEvent[]): Promise<void> {
  for (const event of events) {
    const result = await send(event);
    if (!result.ok) throw new Error(`${event.type}: ${JSON.stringify(result.failure)}`);
  }
}

const ALL = { recording: true, scoring: true, sending: true, talentPool: true };
const NONE = { textInstead: false, captions: false, moreTime: false, person: false };
const identity = { by: 'name' as const, name: '王小红', phone: '139 0000 0000' };
const job = jobs[0] ?? expect.unreachable('no job is shipped');

async function toQuestions(consents = ALL, accommodations = NONE): Promise<void> {
  await sendAll(
    { type: 'job_chosen', jobId: job.id },
    { type: 'language_confirmed' },
    { type: 'notice_understood' },
    { type: 'consents_given', consents },
    { type: 'identity_given', identity, isOfAge: true, accommodations },
  );
  if (consents.recording && !accommodations.textInstead) {
    await sendAll(
      { type: 'check_finished', report: { camera: 'ok', microphone: 'ok', speechDbfs: -24, noiseDbfs: -58 } },
      { type: 'practice_finished' },
    );
  }
}

/** Answers the open question as its kind wants it. */
async function answer(): Promise<void> {
  const { item, state } = kiosk.interviews.view();
  if (!item || state.kind !== 'question') throw new Error(`no question is open in ${state.kind}`);
  if (state.mode === 'speak') {
    await sendAll({ type: 'answer_started' });
    kiosk.recordSlices(5);
    await sendAll({ type: 'answer_stopped', avSlices: 5, pcmSlices: 5 }, { type: 'answer_kept' });
  } else if (item.kind === 'choice') {
    await sendAll({ type: 'answer_given', body: { kind: 'choice', optionId: item.options[0]?.id ?? '' } });
  } else if (item.kind === 'ranking') {
    await sendAll({ type: 'answer_given', body: { kind: 'ranking', optionIds: item.options.map(({ id }) => id) } });
  } else {
    await sendAll({ type: 'answer_given', body: { kind: 'typed', text: '我先停机，再告诉班长。' } });
  }
}

async function answerUntil(kind: string): Promise<void> {
  while (kiosk.interviews.view().state.kind === 'question' && kiosk.interviews.view().item?.kind !== kind)
    await answer();
}

test('an interview goes from the attract screen to the receipt and back, each answer stored with record and audit line', async () => {
  await toQuestions();
  while (kiosk.interviews.view().state.kind === 'question') await answer();
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
  expect(kiosk.store.sessions.answers(sessionId as never)).toHaveLength(job.items.length);
});

test('nothing leaves the kiosk when sending is refused', async () => {
  await toQuestions({ ...ALL, sending: false });
  while (kiosk.interviews.view().state.kind === 'question') await answer();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(database.prepare(`select distinct state from outbox`).pluck().all()).toEqual(['withheld']);
  expect(database.prepare(`select distinct sync_state from recordings where kind = 'av'`).pluck().all()).toEqual([
    'withheld',
  ]);
});

test('refusing recording leads to the same questions by touch, without check and practice', async () => {
  await toQuestions({ ...ALL, recording: false });
  expect(kiosk.interviews.view()).toMatchObject({
    state: { kind: 'question', index: 0, mode: 'touch', at: { phase: 'open' } },
  });
  expect(await send({ type: 'answer_started' })).toMatchObject({ ok: false, failure: { refused: 'not_now' } });
  expect(await send({ type: 'mode_chosen', mode: 'speak' })).toMatchObject({ ok: false });
});

test('refusing scoring leaves every answer to a person, choices included', async () => {
  await toQuestions({ ...ALL, scoring: false });
  while (kiosk.interviews.view().state.kind === 'question') await answer();
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
    { type: 'consents_given', consents: ALL },
    { type: 'identity_given', identity, isOfAge: true, accommodations: NONE },
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
  await toQuestions({ ...ALL, recording: false });
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
  await toQuestions();
  await answerUntil('spoken');
  const before = kiosk.interviews.view();
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(7);
  const code = kiosk.interviews.view().returnCode;
  expect(code).toMatch(/^[0-9]{4}$/);

  await kiosk.restart();
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
  await toQuestions();
  await answerUntil('spoken');
  await sendAll({ type: 'answer_started' });
  kiosk.recordSlices(4);
  expect(await send({ type: 'answer_stopped', avSlices: 6, pcmSlices: 4 })).toMatchObject({
    failure: { refused: 'recording_incomplete', missing: 2 },
  });
  expect(kiosk.interviews.view().state).toMatchObject({ at: { phase: 'recording' } });
});

test('the one retake replaces the first take, whose files are removed once the second is kept', async () => {
  await toQuestions();
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
  expect(kiosk.requested.every(({ take }) => take === 2)).toBe(true);
});

test('idle: warns, extends on a touch, then seals the draft and shows nothing of it', async () => {
  await toQuestions({ ...ALL, recording: false });
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
  await toQuestions();
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
  await toQuestions({ ...ALL, recording: false });
  const { item, returnCode } = kiosk.interviews.view();
  expect(kiosk.interviews.saveDraft(item?.id ?? '', { kind: 'typed', text: '我在上一家工厂' })).toBe(true);
  expect(kiosk.interviews.saveDraft('another-item', { kind: 'typed', text: 'x' })).toBe(false);
  await kiosk.restart();
  await sendAll({ type: 'code_entered', code: returnCode ?? '' });
  expect(kiosk.interviews.view().draft).toEqual({ kind: 'typed', text: '我在上一家工厂' });
});

test('a running deadline stands still during a pause', async () => {
  await toQuestions();
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
  await toQuestions({ ...ALL, recording: false });
  await answerUntil('choice');
  expect(await send({ type: 'answer_given', body: { kind: 'choice', optionId: randomUUID() } })).toMatchObject({
    failure: { refused: 'answer_invalid' },
  });
  expect(kiosk.interviews.view().item?.kind).toBe('choice');
});

test('no view ever holds a key, a rationale or a score', async () => {
  await toQuestions({ ...ALL, recording: false });
  while (kiosk.interviews.view().state.kind === 'question') {
    expect(JSON.stringify(kiosk.interviews.view())).not.toMatch(
      /effectiveness|correctOrder|"why"|"level"|"score"|keySource/,
    );
    await answer();
  }
});
