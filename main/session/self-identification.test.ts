import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '#main/store/database.native.ts';
import { decryptWithIdentity, makeRecoveryKey } from '#main/store/keys/recovery-key.ts';
import type { SessionId } from '#shared/ids.ts';
import { SelfIdentification } from '#shared/self-identification.ts';
import { knownBodyOf } from '#shared/wire/known-records.ts';
import { present } from '#tests/fixtures/present.ts';
import { ALL_CONSENTS, candidateOf, fakeClock, type FakeKiosk, jobs, openFakeKiosk } from './interviews.fake.ts';

const hiring = present(jobs[0], 'no job is shipped');
const SAID = { sex: 'female', ethnicity: 'asian' };
const key = await makeRecoveryKey();

let database: Database;
let kiosk: FakeKiosk;
const { view, send, sendAll, toQuestions, answerAll, finishFollowUps } = candidateOf(() => kiosk);

async function open(more: Partial<Parameters<typeof openFakeKiosk>[0]> = {}): Promise<void> {
  kiosk = await openFakeKiosk({
    database,
    clock: fakeClock(),
    codes: ['4821', '1357'],
    packId: 'us-ny',
    recoveryRecipient: key.recipient,
    ...more,
  });
}

/** To the end of the survey; returns whose interview it is. */
async function finish(jobId = hiring.id, consents = ALL_CONSENTS): Promise<SessionId> {
  await toQuestions(jobId, consents);
  await answerAll();
  await finishFollowUps();
  const id = present(view().sessionId, 'an interview');
  await sendAll({ type: 'survey_answered', survey: null });
  return id;
}

const sealedOf = (id: SessionId) =>
  kiosk.store.holdings.records(id).filter(({ type }) => type === 'self_identification.sealed');

/** Ciphertext of the only such record. */
function ciphertext(id: SessionId): Buffer {
  const [record, ...more] = sealedOf(id);
  expect(more).toEqual([]);
  const { body } = JSON.parse(present(record, 'nothing was sealed').json) as { body: { sealed: string } };
  expect(knownBodyOf('self_identification.sealed', 1)?.safeParse(body).success).toBe(true);
  return Buffer.from(body.sealed, 'base64');
}
const openedWith = async (identity: string, sealed: Buffer) =>
  SelfIdentification.parse(JSON.parse((await decryptWithIdentity(identity, sealed)).toString('ascii')));

beforeEach(async () => {
  database = openDatabase(':memory:');
  await open();
});
afterEach(() => database.close());

test('what somebody says of themselves is read by the holder of the key, and by nobody else', async () => {
  const id = await finish();
  expect(view()).toMatchObject({ state: { kind: 'self_identification' }, receipt: null });
  expect(view().selfIdentification?.questions.map((question) => question.id)).toEqual(['sex', 'ethnicity']);
  await sendAll({ type: 'self_identified', answers: SAID });
  expect(view().state.kind).toBe('receipt');
  const sealed = ciphertext(id);
  expect(await openedWith(key.identity, sealed)).toMatchObject({ sessionId: id, packId: 'us-ny', answers: SAID });
  const other = await makeRecoveryKey();
  await expect(decryptWithIdentity(other.identity, sealed)).rejects.toThrow(/no identity matched/);
  // rows, records and log of the kiosk: every column of every table
  const tables = database.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
  const rows = tables.map((name) => JSON.stringify(database.prepare(`select * from "${name}"`).all()));
  expect(rows.join('\n')).toContain(id);
  expect(rows.join('\n')).not.toMatch(/female|asian/);
  expect(JSON.stringify(kiosk.store.holdings.records(id))).not.toMatch(/female|asian/);
});

test('whoever leaves it out leaves the same traces as whoever answers', async () => {
  const told = await finish();
  await sendAll({ type: 'self_identified', answers: SAID }, { type: 'receipt_read' });
  const silent = await finish();
  await sendAll({ type: 'self_identified', answers: null }, { type: 'receipt_read' });
  const half = await openedWith(key.identity, ciphertext(silent));
  expect(half.answers).toEqual({});
  expect(ciphertext(silent)).toHaveLength(ciphertext(told).length);
  const types = (id: SessionId) => kiosk.store.holdings.records(id).map(({ type }) => type);
  expect(types(silent)).toEqual(types(told));
});

test('an answer that is not offered is refused, and nothing is sealed', async () => {
  const id = await finish();
  for (const answers of [{ sex: 'other-word' }, { age: 'female' }])
    expect(await send({ type: 'self_identified', answers })).toMatchObject({
      ok: false,
      failure: { refused: 'answer_invalid' },
    });
  expect(sealedOf(id)).toEqual([]);
  expect(view().state.kind).toBe('self_identification');
});

test.each([
  ['the pack does not ask', { packId: 'strict' }, ALL_CONSENTS],
  ['head office has no key', { recoveryRecipient: '' }, ALL_CONSENTS],
  ['nothing may be sent', {}, { ...ALL_CONSENTS, sending: false }],
])('nothing is asked where %s', async (_why, parts, consents) => {
  await open(parts);
  const id = await finish(hiring.id, consents);
  expect(view()).toMatchObject({ state: { kind: 'receipt' }, selfIdentification: null });
  expect(sealedOf(id)).toEqual([]);
});

test('nobody who works here already is asked', async () => {
  await open({ jobIds: ['team-leader'] });
  await finish('team-leader');
  expect(view().state.kind).toBe('receipt');
});

test('a power cut on that screen loses neither the interview nor the question; another pack asks it no more', async () => {
  const id = await finish();
  await open();
  expect(kiosk.store.sessions.find(id)?.phase).toBe('finalized');
  await sendAll({ type: 'code_entered', code: '4821' });
  expect(view()).toMatchObject({ sessionId: id, state: { kind: 'self_identification' } });
  await open({ packId: 'strict' });
  await sendAll({ type: 'code_entered', code: '4821' }, { type: 'self_identified', answers: SAID });
  expect(view().state.kind).toBe('receipt');
  expect(sealedOf(id)).toEqual([]);
});
