import { call } from '@orpc/server';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { SessionId, StaffId } from '#shared/ids.ts';
import type { Role } from '#shared/roles.ts';
import { implementContract } from './contract-server.ts';
import { insightCalls } from './insight-calls.ts';
import { choiceJob, DIMENSION_IDS, sampleFacts } from './insights/sample-facts.fake.ts';
import { withApprovedWeights } from './insights/thresholds.ts';
import type { InterviewFacts } from './insights/ports.ts';
import { openDatabase } from './store/database.native.ts';
import { keysInMemory } from './store/keys/keys.fake.ts';
import { openStore } from './store/open-store.ts';

const WANG = '01990000-0000-7000-8000-000000000001' as StaffId;
const LI = '01990000-0000-7000-8000-000000000002' as StaffId;
const now = () => new Date('2026-03-02T08:00:00.000Z');
const reference = (id: SessionId) => `R${id.slice(-8)}`;
const file = (text: string) => Buffer.from(text).toString('base64');
const OWN = Object.fromEntries(choiceJob.competencyModel.dimensions.map(({ id, weight }) => [id, weight]));
const [FIRST = '', SECOND = ''] = DIMENSION_IDS;

/** The calls over a real store for changes, and interviews that a test makes up. */
function bench(facts: readonly InterviewFacts[], mayReadScores = (_id: SessionId, _staffId: string) => true) {
  const database = openDatabase(':memory:');
  const store = openStore(database, { now, newId: () => v7(), reference, keys: keysInMemory() });
  let approvals = 0;
  const os = implementContract({ newId: () => 'c', reportUnforeseen: ({ error }) => expect(error).toBeNull() });
  const calls = insightCalls(os.insights, {
    insights: {
      jobs: () => (facts.length === 0 ? [] : [{ job: choiceJob, interviews: facts.length }]),
      newest: (_jobId, limit) => facts.slice(0, limit).map(({ id }) => id),
      factsOf: (id) => facts.find((each) => each.id === id) ?? null,
    },
    thresholds: store.thresholds,
    jobs: () => [choiceJob],
    reference,
    staffName: (id) => (id === WANG ? '王芳' : '李雷'),
    mayReadScores,
    agreement: () => {
      throw new Error('not asked for here');
    },
    onApproved: () => void (approvals += 1),
    now,
    newId: () => v7(),
  });
  const as = (staffId: StaffId | null, role: Role = 'manager') => ({
    context: { connection: { id: 'page', shell: 'in_process' as const, role, staffId } },
  });
  return {
    calls,
    store,
    database,
    wang: as(WANG),
    li: as(LI),
    candidate: as(null, 'candidate'),
    approvals: () => approvals,
  };
}

/** Sixty people whose dimensions pull apart: the first rises, the others fall. */
const people = Array.from({ length: 60 }, (_, index) =>
  sampleFacts(
    index,
    DIMENSION_IDS.map((_, j) => (j === 0 ? index / 60 : 1 - index / 70)),
  ),
);
const moved = { weights: { ...OWN, [FIRST]: OWN[FIRST]! + 0.05, [SECOND]: OWN[SECOND]! - 0.05 }, cutOff: 60 };

test('only a manager sees figures', async () => {
  const { calls, candidate } = bench(people);
  await expect(call(calls.overview, { jobId: null, last: 100, locale: 'en' }, candidate)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('an overview of the busiest job; of an empty kiosk an empty one', async () => {
  const { calls, wang } = bench(people);
  const found = await call(calls.overview, { jobId: null, last: 50, locale: 'zh-CN' }, wang);
  expect(found).toMatchObject({ jobId: choiceJob.id, interviews: 50, hasOlder: true, scored: 50 });
  const empty = bench([]);
  expect(await call(empty.calls.overview, { jobId: null, last: 50, locale: 'en' }, empty.wang)).toMatchObject({
    jobId: null,
  });
});

test('a file is inspected and audited as a site may see it; a mistake names its line', async () => {
  const { calls, wang } = bench([]);
  const text = `sex,hired\n${'F,yes\nF,no\n'.repeat(40)}${'M,yes\nM,yes\nM,no\n'.repeat(20)}X,yes\n`;
  expect(await call(calls.inspectFile, { file: file(text) }, wang)).toEqual({
    rows: 141,
    columns: [
      { name: 'sex', kind: 'text', distinct: 3 },
      { name: 'hired', kind: 'flag', distinct: 2 },
    ],
  });
  const question = { groups: ['sex'], by: { outcome: 'hired' }, exclusionJustification: null };
  const { audit } = await call(calls.auditFile, { file: file(text), ...question }, wang);
  expect(audit.tables[0]?.categories.map(({ n }) => n)).toEqual([80, null, null]);
  await expect(call(calls.auditFile, { file: file('sex,hired\nF,maybe\n'), ...question }, wang)).rejects.toMatchObject({
    code: 'file_unusable',
    data: { problem: 'not_yes_or_no', line: 2, column: 'hired', value: 'maybe' },
  });
});

test('outcomes are matched by reference; those who were not hired give the spread of applicants', async () => {
  const { calls, wang } = bench(people);
  const rows = people.slice(20).map(({ id }, index) => `${reference(id).toLowerCase()},${(index * 7) % 13}`);
  const found = await call(
    calls.calibrate,
    {
      file: file(`code,probation\n${rows.join('\n')}\nNOBODY,3\n`),
      jobId: choiceJob.id,
      reference: 'code',
      criterion: 'probation',
      within: null,
      topFrom: 10,
      locale: 'en',
    },
    wang,
  );
  expect(found).toMatchObject({
    rows: 41,
    matched: 40,
    people: 60,
    withCriterion: 40,
    weights: { status: 'report_only' },
  });
  expect(found.dimensions[0]).toMatchObject({ dimensionId: FIRST, validity: { status: 'reported', n: 40 } });
  expect(found.total.status).toBe('reported');
});

test('a rehearsal counts who would cross and names only those the caller may see', async () => {
  const [seen] = people;
  const { calls, wang } = bench(people, (id) => id === seen?.id);
  const input = { jobId: choiceJob.id, after: moved, last: 100, groups: null };
  const found = await call(calls.rehearse, input, wang);
  if (found.status !== 'rehearsed') throw new Error('sixty are enough');
  expect(found.before).toEqual({ weights: OWN, cutOff: 80 });
  const { figures } = found;
  expect(figures.people).toBe(60);
  expect(figures.up).toBeGreaterThan(0);
  expect(found.crossings.every(({ sessionId }) => sessionId === seen?.id)).toBe(true);
  expect(found.crossings.length + found.unnamed).toBe(figures.up + figures.down);
  expect(found.binsAfter.reduce((sum, each) => sum + each, 0)).toBe(60);
  const few = bench(people.slice(0, 29));
  expect(await call(few.calls.rehearse, input, few.wang)).toEqual({ status: 'too_few', people: 29, needed: 30 });
});

test('groups from a file show what the change does to impact ratios', async () => {
  const { calls, wang } = bench(people);
  const rows = people.map(({ id }, index) => `${reference(id)},${index < 30 ? 'a' : 'b'}`);
  const groups = { file: file(`ref,group\n${rows.join('\n')}\n`), reference: 'ref', column: 'group' };
  const found = await call(calls.rehearse, { jobId: choiceJob.id, after: moved, last: 100, groups }, wang);
  expect(found).toMatchObject({ fairness: { after: { columns: ['group'], people: 60 } } });
});

test('one proposes, another approves: then new interviews are weighed by it, and old ones keep theirs', async () => {
  const { calls, store, wang, li, approvals } = bench(people);
  const proposal = { jobId: choiceJob.id, after: moved, last: 100, reason: 'Care matters more at this site.' };
  const change = await call(calls.proposeThreshold, proposal, wang);
  expect(change).toMatchObject({ state: 'proposed', proposedBy: '王芳', mayApprove: false, figures: { people: 60 } });
  expect(withApprovedWeights([choiceJob], store.thresholds)).toEqual([choiceJob]);
  await expect(call(calls.approveThreshold, { id: change.id }, wang)).rejects.toMatchObject({ code: 'same_person' });
  const waiting = await call(calls.threshold, { jobId: choiceJob.id, locale: 'en' }, li);
  expect(waiting).toMatchObject({ isApproved: false, changes: [{ mayApprove: true }] });
  await expect(call(calls.proposeThreshold, proposal, li)).rejects.toMatchObject({ code: 'change_waiting' });

  await call(calls.approveThreshold, { id: change.id }, li);
  expect(approvals()).toBe(1);
  const inForce = await call(calls.threshold, { jobId: choiceJob.id, locale: 'en' }, wang);
  expect(inForce).toMatchObject({
    isApproved: true,
    current: moved,
    changes: [{ state: 'approved', decidedBy: '李雷' }],
  });
  const [job] = withApprovedWeights([choiceJob], store.thresholds);
  expect(job?.competencyModel.dimensions[0]?.weight).toBeCloseTo(moved.weights[FIRST]!, 9);
  expect(people[0]?.job.competencyModel.dimensions[0]?.weight).toBe(OWN[FIRST]);
  for (const settle of [calls.approveThreshold, calls.withdrawThreshold])
    await expect(call(settle, { id: change.id }, li)).rejects.toMatchObject({ code: 'threshold_settled' });
});

test('a change that goes too far, changes nothing, or rests on too few is refused', async () => {
  const { calls, wang } = bench(people);
  const propose = (after: typeof moved) =>
    call(calls.proposeThreshold, { jobId: choiceJob.id, after, last: 100, reason: 'Care matters more here.' }, wang);
  const far = { ...moved, weights: { ...OWN, [FIRST]: OWN[FIRST]! + 0.11, [SECOND]: OWN[SECOND]! - 0.11 } };
  await expect(propose(far)).rejects.toMatchObject({ code: 'weights_refused', data: { dimensionId: FIRST } });
  await expect(propose({ weights: OWN, cutOff: 80 })).rejects.toMatchObject({ code: 'nothing_changes' });
  await expect(propose({ weights: { ...OWN, [FIRST]: 0.9 }, cutOff: 80 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  const few = bench(people.slice(0, 20));
  await expect(
    call(
      few.calls.proposeThreshold,
      { jobId: choiceJob.id, after: moved, last: 100, reason: 'Care matters more.' },
      few.wang,
    ),
  ).rejects.toMatchObject({ code: 'too_few_rehearsed', data: { people: 20, needed: 30 } });
});

test('a withdrawn change leaves room for another', async () => {
  const { calls, wang, li } = bench(people);
  const proposal = { jobId: choiceJob.id, after: moved, last: 100, reason: 'Care matters more at this site.' };
  const first = await call(calls.proposeThreshold, proposal, wang);
  await call(calls.withdrawThreshold, { id: first.id }, li);
  const second = await call(calls.proposeThreshold, proposal, li);
  const { changes } = await call(calls.threshold, { jobId: choiceJob.id, locale: 'en' }, wang);
  expect(changes.map(({ id, state }) => [id, state])).toEqual([
    [second.id, 'proposed'],
    [first.id, 'withdrawn'],
  ]);
});

test('the database itself refuses one person for both; the reason is sealed; each step is in the audit log', async () => {
  const { calls, store, database, wang, li } = bench(people);
  const reason = 'CANARY: care matters more at this site.';
  const change = await call(calls.proposeThreshold, { jobId: choiceJob.id, after: moved, last: 100, reason }, wang);
  expect(() => store.thresholds.approve(change.id, WANG)).toThrow(/check constraint/i);
  await call(calls.approveThreshold, { id: change.id }, li);
  const row = database.prepare<[], Record<string, unknown>>('select * from thresholds').get();
  expect(JSON.stringify(row)).not.toContain('CANARY');
  // nobody's interview is in it: nothing of it is left to erase
  expect(people.some(({ id }) => JSON.stringify(row).includes(id))).toBe(false);
  const actions = database
    .prepare<[], string>(`select action from audit where action like 'threshold.%' order by seq`)
    .pluck();
  expect(actions.all()).toEqual(['threshold.proposed', 'threshold.approved']);
});
