import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { ApplicationSummary, CandidateCreated, CandidateDetail, CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { ApplicationDetail, Proposal, RulesRun, Workflow } from '#shared/hub/workflow.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { interviewRecords, rescoredRecord, startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';

const Proposals = pageOf(Proposal);
const Candidates = pageOf(CandidateSummary);

let bench: FlowBench;
beforeAll(async () => {
  bench = await startFlowBench();
});
afterAll(() => bench.close());

async function ok<Schema extends z.ZodType>(
  schema: Schema,
  method: string,
  path: string,
  body?: unknown,
): Promise<z.infer<Schema>> {
  const { status, json } = await bench.ask(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
  return schema.parse(json);
}
const proposalsOf = async (applicationId: string, state: string) =>
  (await ok(Proposals, 'GET', `/v1/proposals?applicationId=${applicationId}&state=${state}`)).items;
let count = 0;
/** A walk-in whose interview was scored; the application it became. */
async function interviewed(scores: readonly number[], sessionId: string): Promise<ApplicationSummary> {
  const phone = `1370000${String((count += 1)).padStart(4, '0')}`;
  await bench.send(interviewRecords({ sessionId, identity: { by: 'name', name: `候选人${count}`, phone }, scores }));
  const find = async () => (await ok(Candidates, 'GET', `/v1/candidates?q=${phone}`)).items[0]?.applications[0];
  await expect.poll(find).toBeDefined();
  const application = await find();
  if (application === undefined) throw new Error('It was there a moment ago.');
  await expect
    .poll(
      async () =>
        (await ok(CandidateDetail, 'GET', `/v1/candidates/${application.candidateId}`)).sessions[0]?.scoreStatus,
    )
    .toBe('scored');
  return application;
}

test('from 80 a second interview is proposed, and nothing happens before a person agrees with a reason', async () => {
  const application = await interviewed([90, 80, 82], 'w-good');
  const [proposal] = await proposalsOf(application.id, 'open');
  expect(proposal).toMatchObject({
    ruleId: 'second-interview-from-80',
    action: { kind: 'advance', to: 'second-interview' },
    application: { stageId: 'kiosk-interview' },
  });
  const path = `/v1/proposals/${proposal?.id ?? ''}`;
  expect(await bench.ask('POST', `${path}/approve`, {})).toMatchObject({ status: 400 });
  const approved = await ok(Proposal, 'POST', `${path}/approve`, { reason: 'Clear answers on safety' });
  expect(approved).toMatchObject({
    state: 'approved',
    decidedBy: { kind: 'installation' },
    application: { stageId: 'second-interview' },
  });
  expect(await bench.ask('POST', `${path}/approve`, { reason: 'Once more' })).toMatchObject({ status: 409 });
  const { timeline } = await ok(CandidateDetail, 'GET', `/v1/candidates/${application.candidateId}`);
  expect(timeline.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['proposal.opened', 'proposal.approved', 'application.stage_entered']),
  );
});

test('below the bar nothing is proposed and nobody is rejected', async () => {
  const application = await interviewed([70, 75, 72], 'w-low');
  expect(await proposalsOf(application.id, 'open')).toEqual([]);
  expect(await ok(ApplicationDetail, 'GET', `/v1/applications/${application.id}`)).toMatchObject({
    state: 'open',
    outcome: null,
  });
});

test('rules that run again propose the same once, and not again what a person dismissed', async () => {
  const application = await interviewed([85, 85, 85], 'w-again');
  const [first] = await proposalsOf(application.id, 'open');
  expect(await ok(RulesRun, 'POST', '/v1/rules/run')).toMatchObject({ opened: 0, withdrawn: 0 });
  expect((await proposalsOf(application.id, 'open')).map(({ id }) => id)).toEqual([first?.id]);
  await ok(Proposal, 'POST', `/v1/proposals/${first?.id ?? ''}/dismiss`, { reason: 'Wants night shifts only' });
  await ok(RulesRun, 'POST', '/v1/rules/run');
  expect(await proposalsOf(application.id, 'open')).toEqual([]);
});

test('scored again: the old proposal is withdrawn and the new ground is proposed', async () => {
  const application = await interviewed([90, 90, 90], 'w-rescored');
  const [old] = await proposalsOf(application.id, 'open');
  await bench.send([rescoredRecord('w-rescored', [80, 81, 82], 99_100_001)]);
  await expect.poll(async () => (await proposalsOf(application.id, 'withdrawn')).length).toBe(1);
  expect(await proposalsOf(application.id, 'withdrawn')).toMatchObject([{ id: old?.id, reason: 'ground_changed' }]);
  const [fresh] = await proposalsOf(application.id, 'open');
  expect(fresh?.ground.at(-1)).toMatchObject({ observed: { score: 81 } });
  expect(await bench.ask('POST', `/v1/proposals/${old?.id ?? ''}/approve`, { reason: 'Too late' })).toMatchObject({
    status: 409,
    json: { code: 'conflict', detail: expect.stringContaining('ground_changed') },
  });
});

test.each([
  ['session.withdrawn', { reason: 'ground_changed' }],
  ['session.erased', { reason: 'session_erased', ground: [] }],
])('%s withdraws what is proposed: %j', async (type, expected) => {
  const application = await interviewed([95, 90, 85], `w-${type}`);
  expect(await proposalsOf(application.id, 'open')).toHaveLength(1);
  await bench.send([sampleRecord({ sessionId: `w-${type}`, type, body: {}, seq: 99_200_001 + count })]);
  await expect.poll(async () => (await proposalsOf(application.id, 'open')).length).toBe(0);
  const [withdrawn] = await proposalsOf(application.id, 'withdrawn');
  expect(withdrawn).toMatchObject(expected);
});

test('a flow is edited in versions; a stage somebody stands in cannot be taken away', async () => {
  const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
    name: '周',
    emails: ['zhou@example.com'],
    jobId: 'store-associate',
  });
  const base = await ok(Workflow, 'GET', '/v1/workflows/store-associate');
  expect(base.version).toBe(0);
  const { stages, rules } = base;
  const documents = [{ id: 'health-card', name: { 'zh-CN': '健康证', en: 'Health card' } }];
  const reminder = {
    id: 'health-card-missing',
    name: { 'zh-CN': '缺健康证', en: 'Health card missing' },
    stageId: 'screening',
    when: [{ kind: 'document_missing', documentId: 'health-card' }],
    propose: { kind: 'remind' },
  };
  const edited = await ok(Workflow, 'PUT', '/v1/workflows/store-associate', {
    baseVersion: 0,
    stages,
    documents,
    rules: [...rules, reminder],
  });
  expect(edited).toMatchObject({ version: 1, createdBy: { kind: 'installation' } });
  expect(
    await bench.ask('PUT', '/v1/workflows/store-associate', { baseVersion: 0, stages, documents, rules }),
  ).toMatchObject({ status: 409 });
  const without = { baseVersion: 1, stages: stages.slice(1), documents, rules: [] };
  expect(await bench.ask('PUT', '/v1/workflows/store-associate', without)).toMatchObject({ status: 409 });
  expect(
    await bench.ask('PUT', '/v1/workflows/store-associate', {
      baseVersion: 1,
      stages,
      documents: [],
      rules: [reminder],
    }),
  ).toMatchObject({ status: 400 });
  await ok(RulesRun, 'POST', '/v1/rules/run');
  const [application] = candidate.applications;
  const id = application?.id ?? '';
  expect((await proposalsOf(id, 'open')).map(({ ruleId }) => ruleId)).toContain('health-card-missing');
  await ok(ApplicationDetail, 'PUT', `/v1/applications/${id}/documents/health-card`, { isReceived: true });
  expect((await proposalsOf(id, 'open')).map(({ ruleId }) => ruleId)).not.toContain('health-card-missing');
  await ok(ApplicationSummary, 'POST', `/v1/applications/${id}/close`, {
    outcome: 'withdrawn',
    reason: 'Found another job',
  });
  expect(await proposalsOf(id, 'open')).toEqual([]);
});
