import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { interviewRecords, rescoredRecord, startFlowBench, type FlowBench } from '#hub/candidates/flow-bench.fake.ts';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { type MailServer, startMailServer } from '#hub/messages/mail-server.fake.ts';
import { CandidateDetail, CandidateSummary } from '#shared/hub/candidates.ts';
import { CheckOrder, PartnerCreated } from '#shared/hub/checks.ts';
import { DryRunAnswer } from '#shared/hub/connectors.ts';
import { ImportReport } from '#shared/hub/imports.ts';
import { Invitation, MessageSettingsShown, Slot } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { Proposal, Workflow } from '#shared/hub/workflow.ts';
import { InterviewResult } from '#shared/result.ts';

const JOB = 'assembly-operator';
const ERP_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const reason = 'I have looked at it';
let bench: FlowBench;
let mail: MailServer;
let provider: HttpReceiver;
let erp: HttpReceiver;
beforeAll(async () => {
  [bench, mail, provider, erp] = await Promise.all([
    startFlowBench(),
    startMailServer({ name: 'hr', password: 'pw' }),
    startHttpReceiver(),
    startHttpReceiver(),
  ]);
});
afterAll(async () => {
  await Promise.all([bench.close(), mail.close(), provider.close(), erp.close()]);
});

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
/** The one open proposal of a rule, once there is one. */
async function proposed(applicationId: string, ruleId: string): Promise<Proposal> {
  const find = async () => {
    const page = await ok(pageOf(Proposal), 'GET', `/v1/proposals?applicationId=${applicationId}`);
    return page.items.find((each) => each.ruleId === ruleId);
  };
  await expect.poll(find).toBeDefined();
  return Proposal.parse(await find());
}
const approve = (id: string, more: Record<string, unknown> = {}) =>
  ok(Proposal, 'POST', `/v1/proposals/${id}/approve`, { reason, ...more });
const advance = (applicationId: string, to: string) =>
  bench.ask('POST', `/v1/applications/${applicationId}/actions`, { action: { kind: 'advance', to }, reason });

test('from a résumé to the hand-over: people decide, everything leaves once', async () => {
  // the parts that head office sets up
  await mkdir(join(bench.dataDir, 'drop'));
  const { secret } = await ok(PartnerCreated, 'POST', '/v1/partners', {
    id: 'checker',
    kind: 'background_check',
    name: 'Checker',
    url: `${provider.url}/orders`,
  });
  await ok(z.unknown(), 'POST', '/v1/connectors', {
    kind: 'webhook',
    id: 'erp',
    url: `${erp.url}/results`,
    source: 'https://hub.example.com/',
    keys: [{ kind: 'hmac', secret: ERP_SECRET }],
  });
  await ok(z.unknown(), 'POST', '/v1/connectors', {
    kind: 'file-drop',
    id: 'drop',
    folder: join(bench.dataDir, 'drop'),
    formats: ['ndjson'],
  });
  await ok(MessageSettingsShown, 'PATCH', '/v1/message-settings', {
    smtp: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: 'hr',
      password: 'pw',
      from: 'HR <hr@example.com>',
    },
  });
  const base = await ok(Workflow, 'GET', `/v1/workflows/${JOB}`);
  await ok(Workflow, 'PUT', `/v1/workflows/${JOB}`, {
    baseVersion: base.version,
    stages: base.stages,
    documents: [],
    rules: [
      ...base.rules,
      {
        id: 'check-after-second',
        name: { 'zh-CN': '复试后背调', en: 'Check after the second interview' },
        stageId: 'second-interview',
        when: [{ kind: 'session_is', state: 'finalized' }],
        propose: { kind: 'order_check', to: 'background-check', providerId: 'checker' },
      },
      {
        id: 'clear-to-onboarding',
        name: { 'zh-CN': '背调通过', en: 'Check is clear' },
        stageId: 'background-check',
        when: [{ kind: 'check_is', providerId: 'checker', outcome: 'clear' }],
        propose: { kind: 'advance', to: 'onboarding' },
      },
    ],
  });
  const { slots } = await ok(z.object({ slots: z.array(Slot) }), 'POST', '/v1/slots', {
    siteId: 'gate-2',
    times: [{ startsAt: '2099-03-02T01:00:00.000Z', endsAt: '2099-03-02T01:30:00.000Z' }],
    capacity: 1,
  });

  // résumé
  const resume = [
    { basics: { name: '林娜', email: 'lin@example.com', phone: '13800001234' }, skills: [{ name: '叉车' }] },
  ];
  const preview = await ok(ImportReport, 'POST', `/v1/imports?jobId=${JOB}`, resume);
  expect((await ok(ImportReport, 'POST', `/v1/imports/${preview.id}/commit`)).counts).toMatchObject({ new: 1 });
  const [person] = (await ok(pageOf(CandidateSummary), 'GET', '/v1/candidates?q=lin@example.com')).items;
  const candidateId = person?.id ?? '';
  const applicationId = person?.applications[0]?.id ?? '';

  // invitation: proposed, approved, a real mail with a calendar file that another library reads
  const invitation = await proposed(applicationId, 'invite-to-kiosk');
  expect(mail.received).toHaveLength(0);
  await approve(invitation.id, { slotId: slots[0]?.id });
  await expect.poll(() => mail.received.length).toBe(1);
  const file = mail.received[0]?.attachments.find(
    ({ contentType }) => contentType.includes('calendar') || contentType.includes('ics'),
  );
  const calendar = new ICAL.Component(ICAL.parse(file?.content.toString('utf8') ?? ''));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  expect(event.startDate.toJSDate().toISOString()).toBe('2099-03-02T01:00:00.000Z');
  const [invited] = (await ok(pageOf(Invitation), 'GET', `/v1/interview-invitations?applicationId=${applicationId}`))
    .items;
  const code = invited?.code ?? '';
  expect(mail.received[0]?.text).toContain(code);

  // the kiosk: the code as somebody types it finds the file again
  const typed = `${code.slice(0, 4).toLowerCase()} ${code.slice(4).toLowerCase()}`;
  await bench.send(
    interviewRecords({
      sessionId: 'whole-flow',
      identity: { by: 'invitation', code: typed },
      jobId: JOB,
      scores: [88, 84, 80],
    }),
  );
  const second = await proposed(applicationId, 'second-interview-from-80');
  await approve(second.id);

  // background check: ordered, verified by the published library, answered with a signature
  provider.answerNext(200);
  await approve((await proposed(applicationId, 'check-after-second')).id);
  await expect.poll(() => provider.received.length).toBe(1);
  const order = provider.received[0];
  const verified = new Webhook(secret).verify(
    order?.body ?? '',
    z.record(z.string(), z.string()).parse({ ...order?.headers }),
  );
  expect(() =>
    new Webhook(ERP_SECRET).verify(order?.body ?? '', z.record(z.string(), z.string()).parse({ ...order?.headers })),
  ).toThrow('No matching signature found');
  const { data } = z
    .object({ data: z.object({ checkId: z.string(), candidate: z.object({ name: z.string() }) }) })
    .parse(verified);
  expect(data.candidate.name).toBe('林娜');
  const answer = async (result: unknown, key = secret) => {
    const body = JSON.stringify(result);
    const at = new Date();
    const response = await fetch(`${bench.hub.url}/v1/checks/${data.checkId}/result`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'answer-1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('answer-1', at, body),
      },
      body,
    });
    return response.status;
  };
  const clear = { state: 'completed', outcome: 'clear', summary: 'Nothing found' };
  expect(await answer(clear, ERP_SECRET)).toBe(401);
  expect((await ok(CheckOrder, 'GET', `/v1/checks/${data.checkId}`)).outcome).toBeNull();
  expect(await answer(clear)).toBe(200);
  expect(await answer(clear)).toBe(200);
  expect(await answer({ ...clear, outcome: 'review' })).toBe(409);
  await approve((await proposed(applicationId, 'clear-to-onboarding')).id);

  // hand-over: what would be sent, then what was
  const handOver = await proposed(applicationId, 'hand-over-at-onboarding');
  const plan = await ok(DryRunAnswer, 'POST', '/v1/connectors/erp/dry-run', { applicationId });
  expect(plan).toMatchObject({ kind: 'planned', requests: [{ method: 'POST' }] });
  expect(JSON.stringify(plan)).not.toContain(ERP_SECRET);
  expect(erp.received).toHaveLength(0);
  erp.answerNext(503);
  await approve(handOver.id);
  const jobs = async () => (await ok(pageOf(QueueJob), 'GET', '/v1/queue?kind=result.hand_over')).items;
  await expect
    .poll(async () => (await jobs()).map(({ state }) => state).toSorted((a, b) => (a < b ? -1 : 1)))
    .toEqual(['done', 'waiting']);
  const waiting = (await jobs()).find(({ state }) => state === 'waiting');
  await ok(QueueJob, 'POST', `/v1/queue/${waiting?.id ?? 0}/retry`);
  await expect.poll(() => erp.received.length).toBe(2);
  const sent = erp.received[1];
  const delivered = z
    .object({ data: InterviewResult })
    .parse(
      new Webhook(ERP_SECRET).verify(sent?.body ?? '', z.record(z.string(), z.string()).parse({ ...sent?.headers })),
    );
  expect(delivered.data).toMatchObject({
    revision: 1,
    status: 'completed',
    recommendation: 'review',
    candidate: { name: '林娜', email: 'lin@example.com', phone: '+8613800001234' },
    overall: { value: 84, min: 0, max: 100, passed: null },
    review: { by: 'installation', decision: 'advance' },
  });
  const [dropped = ''] = await readdir(join(bench.dataDir, 'drop'));
  expect(JSON.parse(await readFile(join(bench.dataDir, 'drop', dropped), 'utf8'))).toMatchObject({
    id: delivered.data.id,
  });

  // scored again: the next revision, and the same again is nothing new
  const act = () =>
    bench.ask('POST', `/v1/applications/${applicationId}/actions`, { action: { kind: 'hand_over' }, reason });
  expect((await act()).status).toBe(200);
  expect(await jobs()).toHaveLength(2);
  await bench.send([rescoredRecord('whole-flow', [90, 90, 90], 99_900_001)]);
  await expect
    .poll(async () => (await ok(CandidateDetail, 'GET', `/v1/candidates/${candidateId}`)).sessions[0]?.revision)
    .toBe(2);
  expect((await act()).status).toBe(200);
  await expect.poll(() => erp.received.length).toBe(3);
  expect(JSON.parse(erp.received[2]?.body ?? '')).toMatchObject({
    data: { id: delivered.data.id, revision: 2, overall: { value: 90 } },
  });

  // one file, and every step in it
  const whole = await ok(CandidateDetail, 'GET', `/v1/candidates/${candidateId}`);
  expect(whole.sessions).toMatchObject([{ sessionId: 'whole-flow', attachedBy: 'invitation_code' }]);
  const kinds = whole.timeline.map(({ kind }) => kind).toReversed();
  const steps = [
    'candidate.imported',
    'invitation.made',
    'session.attached',
    'session.scored',
    'check.ordered',
    'check.finished',
    'hand_over.queued',
    'hand_over.delivered',
  ];
  const places = steps.map((kind) => kinds.indexOf(kind));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(
    whole.timeline
      .filter(({ kind }) => kind === 'proposal.approved')
      .every(({ detail }) => detail['reason'] === reason),
  ).toBe(true);
  expect(await advance(applicationId, 'nowhere')).toMatchObject({ status: 422 });
  const audit = await ok(z.object({ isSound: z.boolean() }), 'GET', '/v1/audit-log/verification');
  expect(audit.isSound).toBe(true);
}, 60_000);

test('secrets of connectors stand in no file of the hub as they are', async () => {
  const key = ERP_SECRET.slice('whsec_'.length);
  for (const name of await readdir(bench.dataDir)) {
    if (!name.startsWith('hub.db')) continue;
    expect((await readFile(join(bench.dataDir, name))).includes(key)).toBe(false);
  }
  // the same look finds what is there
  expect(
    (await readFile(join(bench.dataDir, 'hub.db-wal'))).includes('lin@example.com') ||
      (await readFile(join(bench.dataDir, 'hub.db'))).includes('lin@example.com'),
  ).toBe(true);
});
