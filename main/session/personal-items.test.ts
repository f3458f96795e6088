import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Item, Job } from '#shared/job.ts';
import { planOf } from '#shared/plan.ts';
import { knownBodyOf } from '#shared/wire/known-records.ts';
import { present } from '#tests/fixtures/present.ts';
import { candidateOf, fakeClock, type FakeKiosk, IDENTITY, jobs, NO_NEEDS, openFakeKiosk } from './interviews.fake.ts';

const shipped = present(
  jobs.find(({ id }) => id === 'store-associate'),
  'the post is shipped',
);
const first = present(shipped.items[0], 'a question');
const other: Item = {
  ...first,
  id: 'drove-a-forklift',
  variant: { group: 'work', tags: ['Forklift licence', '叉车'] },
};
/** The first question has an equal for people who drive forklifts. */
const job = Job.parse({
  ...shipped,
  items: [{ ...first, variant: { group: 'work', tags: [] } }, ...shipped.items.slice(1), other],
});
const CODE = 'K7RM2XPA';
const INVITED = { by: 'invitation' as const, code: CODE };
const CONSENTS = { recording: false, scoring: true, sending: true, talentPool: false };

let database: Database;
let kiosk: FakeKiosk;
let skills: readonly string[];
const { view, sendAll, answerAll, finishFollowUps } = candidateOf(() => kiosk);

async function open(offered: readonly Job[] = [job]): Promise<void> {
  kiosk = await openFakeKiosk({
    database,
    clock: fakeClock(),
    codes: ['4821'],
    jobs: offered,
    skillsOf: (code, jobId) => (code === CODE && jobId === job.id ? skills : []),
  });
}

async function begin(identity: typeof INVITED | typeof IDENTITY): Promise<SessionId> {
  await sendAll(
    { type: 'job_chosen', jobId: job.id },
    { type: 'language_confirmed' },
    { type: 'notice_understood' },
    { type: 'consents_given', consents: CONSENTS },
    { type: 'identity_given', identity, isOfAge: true, accommodations: NO_NEEDS },
  );
  return present(view().sessionId, 'an interview');
}

beforeEach(async () => {
  database = openDatabase(':memory:');
  skills = ['forklift licence'];
  await open();
});
afterEach(() => database.close());

const planned = (id: SessionId) =>
  kiosk.store.holdings
    .records(id)
    .filter(({ type }) => type === 'session.planned')
    .map(({ json }) => (JSON.parse(json) as { body: unknown }).body);

test('whoever is invited with a skill is asked its question, and everything afterwards is of the questions asked', async () => {
  const id = await begin(INVITED);
  expect(view()).toMatchObject({ item: { id: other.id }, progress: { number: 1, total: shipped.items.length } });
  const body = { choices: [{ group: 'work', itemId: other.id, skills: ['forklift licence'] }] };
  expect(planned(id)).toEqual([body]);
  expect(knownBodyOf('session.planned', 1)?.safeParse(body).success).toBe(true);
  await answerAll();
  await finishFollowUps();
  await sendAll({ type: 'survey_answered', survey: null });
  expect(view().receipt).toMatchObject({ answered: shipped.items.length, total: shipped.items.length });
  const stored = present(kiosk.store.sessions.find(id), 'it is stored');
  const asked = [other.id, ...shipped.items.slice(1).map((item) => item.id)];
  expect(stored.job.items.map((item) => item.id)).toEqual(asked);
  expect(
    kiosk.store.sessions
      .answers(id)
      .map(({ itemId }) => itemId)
      .toSorted(),
  ).toEqual(
    planOf(stored.job)
      .map(({ answerKey }) => answerKey)
      .toSorted(),
  );
  expect(kiosk.store.assessments.assessments(id).has(other.id)).toBe(true);
  expect(kiosk.store.review.getSession(id)?.session.personal).toEqual(body.choices);
});

test('whoever comes without an invitation, or without such a skill, is asked what everybody is asked', async () => {
  const walkIn = await begin(IDENTITY);
  expect(view().item?.id).toBe(first.id);
  expect(planned(walkIn)).toEqual([{ choices: [{ group: 'work', itemId: first.id, skills: [] }] }]);
  await sendAll({ type: 'withdrawn' }, { type: 'receipt_read' });
  skills = ['piano'];
  await begin(INVITED);
  expect(view().item?.id).toBe(first.id);
});

test('a power cut after it was chosen changes nothing, though the post has another version since', async () => {
  const id = await begin(INVITED);
  skills = [];
  await open([{ ...shipped, version: shipped.version + 1 }]);
  await sendAll({ type: 'code_entered', code: '4821' });
  expect(view()).toMatchObject({ item: { id: other.id }, sessionId: id });
});

test('a post without groups is held as before: nothing is chosen, and nothing is told', async () => {
  await open([shipped]);
  const id = await begin(INVITED);
  expect(planned(id)).toEqual([]);
  expect(kiosk.store.sessions.find(id)?.personal).toBeNull();
});

test('what the post was is still known as a whole, and figures look at each question by those who were asked it', async () => {
  await begin(INVITED);
  await sendAll({ type: 'left' });
  expect(kiosk.store.jobs.findUsed(job.id, job.version)?.items).toHaveLength(job.items.length);
  expect(kiosk.store.insights.jobs()[0]?.job.items).toHaveLength(job.items.length);
});

test('with a code of the kiosk’s own somebody is who the manager took down, and is asked by their skills', async () => {
  kiosk = await openFakeKiosk({
    database,
    clock: fakeClock(),
    codes: ['4821'],
    jobs: [job],
    arrive: (code, jobId) =>
      code === CODE && jobId === job.id ? { identity: IDENTITY, skills: ['forklift licence'] } : null,
  });
  const id = await begin(INVITED);
  expect(view().item?.id).toBe(other.id);
  expect(kiosk.store.sessions.find(id)?.identity).toEqual(IDENTITY);
  const told = kiosk.store.holdings.records(id).find(({ type }) => type === 'identity.given');
  // head office is told who it is, and never the code
  expect(told?.json).toContain(IDENTITY.name);
  expect(told?.json).not.toContain(CODE);
  expect(kiosk.store.review.getSession(id)?.session.personal).toMatchObject([
    { itemId: other.id, skills: ['forklift licence'] },
  ]);
  await sendAll({ type: 'withdrawn' }, { type: 'receipt_read' });
  // a code that is none of this kiosk's stays what it is
  const stranger = await begin({ ...INVITED, code: 'ZZZZZZZZ' });
  expect(kiosk.store.sessions.find(stranger)?.identity).toEqual({ by: 'invitation', code: 'ZZZZZZZZ' });
});
