import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import type { SessionId } from '#shared/ids.ts';
import { knownBodyOf } from '#shared/wire/known-records.ts';
import { present } from '#tests/fixtures/present.ts';
import {
  ALL_CONSENTS,
  candidateOf,
  fakeClock,
  type FakeKiosk,
  IDENTITY,
  jobs,
  NO_NEEDS,
  openFakeKiosk,
  staffJobs,
} from './interviews.fake.ts';

const EXIT = 'exit-interview';
const hiring = present(jobs[0], 'no job is shipped');
let database: Database;
let kiosk: FakeKiosk;
const { view, send, sendAll, toQuestions, answerAll, finishFollowUps } = candidateOf(() => kiosk);

async function open(more: Partial<Parameters<typeof openFakeKiosk>[0]> = {}): Promise<void> {
  kiosk = await openFakeKiosk({ database, clock: fakeClock(), codes: ['4821', '1357'], ...more });
}

beforeEach(async () => {
  database = openDatabase(':memory:');
  await open();
});
afterEach(() => database.close());

/** Bodies of the records of a type, in their order. */
function told(type: string): Record<string, unknown>[] {
  const ids = database.prepare<[], SessionId>('select session_id from sessions order by session_id').pluck().all();
  return ids
    .flatMap((id) => kiosk.store.holdings.records(id))
    .filter((record) => record.type === type && !record.isErased)
    .map(({ json }) => (JSON.parse(json) as { body: Record<string, unknown> }).body);
}

test('where the settings name no post, nobody who comes to apply is shown an exit interview', async () => {
  expect(view().jobs.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
  await open({ jobIds: [EXIT, hiring.id, 'team-leader'] });
  expect(view().jobs.map(({ id, purpose }) => [id, purpose])).toEqual([
    [hiring.id, 'hiring'],
    ['team-leader', 'promotion'],
    [EXIT, 'exit'],
  ]);
});

test('a post that the pack has no terms for is neither shown nor begun, and one for hiring is', async () => {
  await open({ hasStaffTerms: false, jobIds: [EXIT, hiring.id] });
  expect(view().jobs.map(({ id }) => id)).toEqual([hiring.id]);
  for (const { id } of staffJobs)
    expect(await send({ type: 'job_chosen', jobId: id })).toMatchObject({ ok: false, failure: { refused: 'not_now' } });
  expect(told('session.started')).toEqual([]);
  await sendAll({ type: 'job_chosen', jobId: hiring.id });
});

test.each(staffJobs.map(({ id, purpose }) => ({ id, purpose })))(
  '$purpose asks three consents of its own, and never takes one that was not asked',
  async ({ id, purpose }) => {
    await sendAll({ type: 'job_chosen', jobId: hiring.id });
    const ofHiring = view();
    expect(ofHiring.consentTexts.map(({ kind }) => kind)).toEqual(['recording', 'scoring', 'sending', 'talentPool']);
    await sendAll({ type: 'language_confirmed' }, { type: 'withdrawn' }, { type: 'receipt_read' });

    await sendAll({ type: 'job_chosen', jobId: id }, { type: 'language_confirmed' });
    const { consentTexts, notice } = view();
    expect(consentTexts.map(({ kind }) => kind)).toEqual(['recording', 'scoring', 'sending']);
    const ofOthers = new Set(ofHiring.consentTexts.map(({ text }) => text));
    expect(consentTexts.filter(({ text }) => ofOthers.has(text))).toEqual([]);
    expect(notice).not.toEqual(ofHiring.notice);
    await sendAll(
      { type: 'notice_understood' },
      // a page that says more than it was asked
      { type: 'consents_given', consents: { ...ALL_CONSENTS, talentPool: true } },
      { type: 'identity_given', identity: IDENTITY, isOfAge: true, accommodations: NO_NEEDS },
    );
    expect(view().consents).toEqual({ ...ALL_CONSENTS, talentPool: false });
    expect(told('consent.given').at(-1)).toEqual({
      consents: { ...ALL_CONSENTS, talentPool: false },
      versions: { recording: 1, scoring: 1, sending: 1, talentPool: 0 },
    });
    // whatever arrives first at head office tells that nobody applied
    for (const type of ['session.started', 'identity.given']) {
      expect(told(type).at(-1)).toMatchObject({ purpose });
      expect(knownBodyOf(type, 1)?.safeParse(told(type).at(-1)).success).toBe(true);
    }
  },
);

test('records of hiring say nothing new, so that a head office of before reads them as it did', async () => {
  await toQuestions(hiring.id);
  expect(told('session.started').at(-1)).not.toHaveProperty('purpose');
  expect(told('identity.given').at(-1)).not.toHaveProperty('purpose');
});

test('an exit interview ends without praise: its levels tell of the workplace', async () => {
  await toQuestions(EXIT);
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(view().receipt).toMatchObject({ strengths: [], answered: 6, total: 6, isAnalysed: true });
  expect(told('session.finalized').at(-1)).toMatchObject({ purpose: 'exit', jobId: EXIT });
  await sendAll({ type: 'receipt_read' });
  // the control: the very same words in a promotion are praised
  await toQuestions('team-leader');
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(view().receipt?.strengths.length).toBeGreaterThan(0);
});

test('words of an exit interview are never compared with those of somebody who applies, whatever the items are called', async () => {
  const said = (id: string) => database.prepare('select session_id from sessions where session_id = ?').pluck().get(id);
  await toQuestions(EXIT);
  const leaving = present(view().sessionId, 'an exit interview');
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null }, { type: 'receipt_read' });
  await toQuestions(hiring.id);
  const applying = present(view().sessionId, 'an interview');
  expect([said(leaving), said(applying)]).toEqual([leaving, applying]);
  const item = 'why-leaving';
  expect(kiosk.store.assessments.assessments(leaving).has(item)).toBe(true);
  expect(kiosk.store.assessments.otherAnswers(applying, item, 10)).toEqual([]);
  await sendAll({ type: 'withdrawn' }, { type: 'receipt_read' });
  // the control: the next who leaves is compared with the one before
  await toQuestions(EXIT);
  const next = present(view().sessionId, 'the next');
  expect(kiosk.store.assessments.otherAnswers(next, item, 10)).toHaveLength(1);
});
