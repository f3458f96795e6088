import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CandidateCreated } from '#shared/hub/candidates.ts';
import { ApplicationDetail } from '#shared/hub/workflow.ts';
import { CheckOrder, PartnerCreated } from '#shared/hub/checks.ts';
import { FlowNames, OpenDecisions } from '#shared/hub/names.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { Job } from '#shared/job.ts';
import { startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';

const shippedJob = Job.parse(parse(await readFile('resources/jobs/warehouse-picker.yaml', 'utf8')));
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
const add = (body: Record<string, unknown>) => ok(CandidateCreated, 'POST', '/v1/candidates', body);

test('jobs have their newest published title, dimensions and stages; unpublished ones their id', async () => {
  expect(await ok(FlowNames, 'GET', '/v1/flow-names')).toEqual({ jobs: [], sites: [], partners: [], connectors: [] });
  const published = { ...shippedJob, id: 'night-picker', title: { 'zh-CN': '夜班理货员', en: 'Night shift picker' } };
  await ok(z.unknown(), 'PUT', '/v1/publications/job/night-picker', { sites: null, body: published });
  await ok(z.unknown(), 'PUT', '/v1/publications/job/gone', { sites: null, body: { ...published, id: 'gone' } });
  await ok(z.unknown(), 'DELETE', '/v1/publications/job/gone');
  await add({ name: 'Jo', jobId: 'shipped-only' });
  const { jobs } = await ok(FlowNames, 'GET', '/v1/flow-names');
  expect(jobs.map(({ jobId, title }) => [jobId, title.en])).toEqual([
    ['night-picker', 'Night shift picker'],
    ['shipped-only', 'shipped-only'],
  ]);
  expect(jobs[0]?.dimensions.length).toBeGreaterThan(2);
  expect(jobs[0]?.stages.map(({ id }) => id)).toContain('kiosk-interview');
  // withdrawn, it keeps its name for those who stand in its flow
  await add({ name: 'Bo', jobId: 'gone' });
  expect((await ok(FlowNames, 'GET', '/v1/flow-names')).jobs[0]?.title.en).toBe('Night shift picker');
  expect((await ok(FlowNames, 'GET', '/v1/flow-names')).jobs.map(({ jobId }) => jobId)).toContain('gone');
});

test('sites, partners and connectors are named, and nothing secret comes with them', async () => {
  await ok(z.unknown(), 'PATCH', '/v1/message-settings', {
    sites: [
      { id: 'gate-2', name: { 'zh-CN': '东门', en: 'Gate 2' }, address: '', phone: '', timeZone: 'Asia/Shanghai' },
    ],
  });
  const { secret } = await ok(PartnerCreated, 'POST', '/v1/partners', {
    id: 'checker',
    kind: 'background_check',
    name: 'Checker Ltd',
    url: 'http://127.0.0.1:9/orders?key=k-77',
  });
  const { json } = await bench.ask('GET', '/v1/flow-names');
  expect(json).toMatchObject({
    sites: [{ id: 'gate-2', name: { en: 'Gate 2' } }],
    partners: [{ id: 'checker', name: 'Checker Ltd', revokedAt: null }],
  });
  expect(JSON.stringify(json)).not.toContain(secret);
  expect(JSON.stringify(json)).not.toContain('k-77');
});

test('what waits for a person is counted; an application tells the results of its checks; the queue of one person', async () => {
  const before = await ok(OpenDecisions, 'GET', '/v1/open-decisions');
  const { candidate } = await add({ name: 'Mo', emails: ['mo@example.com'], jobId: 'night-picker' });
  await add({ name: 'Maurice', emails: ['mo@example.com'] });
  expect(await ok(OpenDecisions, 'GET', '/v1/open-decisions')).toEqual({
    proposals: before.proposals + 1,
    mergeProposals: before.mergeProposals + 1,
  });
  const applicationId = candidate.applications[0]?.id ?? '';
  await ok(z.unknown(), 'POST', `/v1/applications/${applicationId}/actions`, {
    action: { kind: 'order_check', to: 'background-check', providerId: 'checker' },
    reason: 'Next step',
  });
  const path = `/v1/applications/${applicationId}`;
  const ordered = (await ok(ApplicationDetail, 'GET', path)).checks[0];
  expect(ordered).toMatchObject({ providerId: 'checker', result: null });
  const result = { state: 'completed', outcome: 'clear', score: null, summary: 'Nothing found', reportUrl: null };
  await ok(CheckOrder, 'PUT', `/v1/checks/${ordered?.id ?? ''}/result`, result);
  expect((await ok(ApplicationDetail, 'GET', path)).checks[0]?.result).toEqual(result);
  const queued = async (subject: string) => (await ok(pageOf(QueueJob), 'GET', `/v1/queue?subject=${subject}`)).items;
  expect(await queued(candidate.id)).toMatchObject([{ kind: 'check.order', subject: candidate.id }]);
  expect(await queued(applicationId)).toEqual([]);
});
