import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ApplicationSummary, CandidateCreated } from '#shared/hub/candidates.ts';
import { Invitation, MessageSettingsShown, Slot } from '#shared/hub/messages.ts';
import { Job } from '#shared/job.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { startHttpReceiver, type HttpReceiver } from '../http/http-receiver.fake.ts';
import { createPublicationStore } from '../publishing/publication-store.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { startMailServer, type MailServer } from './mail-server.fake.ts';

const shippedJob = Job.parse(parse(await readFile('resources/jobs/warehouse-picker.yaml', 'utf8')));
const PASSWORD = 'mail-password-7';
const user = { name: 'hr', password: PASSWORD };
const site = {
  id: 'gate-2',
  name: { 'zh-CN': '二号门', en: 'Gate 2' },
  address: '示例路 1 号',
  phone: '010-1234',
  timeZone: 'Asia/Shanghai',
};
let bench: FlowBench;
let mail: MailServer;
let sms: HttpReceiver;
beforeAll(async () => {
  [bench, mail, sms] = await Promise.all([startFlowBench(), startMailServer(user), startHttpReceiver()]);
  await ok(MessageSettingsShown, 'PATCH', '/v1/message-settings', {
    organisation: 'Muster & Söhne',
    smtp: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: 'hr',
      password: PASSWORD,
      from: 'HR <hr@example.com>',
    },
    sms: {
      url: `${sms.url}/send?to={{phone}}`,
      method: 'POST',
      contentType: 'application/json',
      headers: { authorization: 'Bearer sms-key-7' },
      body: '{"text":"{{text}}"}',
    },
    sites: [site],
  });
});
afterAll(async () => {
  await Promise.all([bench.close(), mail.close(), sms.close()]);
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
const openSlots = async (capacity: number, hours: readonly number[]) => {
  const times = hours.map((hour) => ({
    startsAt: `2099-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
    endsAt: `2099-03-02T${String(hour).padStart(2, '0')}:30:00.000Z`,
  }));
  const { slots } = await ok(z.object({ slots: z.array(Slot) }), 'POST', '/v1/slots', {
    siteId: site.id,
    times,
    capacity,
  });
  return slots.map(({ id }) => id);
};
let count = 0;
async function applicant(contact: Record<string, unknown>): Promise<ApplicationSummary> {
  const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
    name: `候选人${(count += 1)}`,
    ...contact,
    jobId: 'store-associate',
  });
  return ApplicationSummary.parse(candidate.applications[0]);
}
const invite = (applicationId: string, slotId: string | undefined, by: string, more = {}) =>
  bench.ask('POST', `/v1/applications/${applicationId}/actions`, {
    action: { kind: 'invite', to: 'kiosk-interview', by },
    reason: 'Fits the post',
    slotId,
    ...more,
  });
const invitationOf = async (applicationId: string) => {
  const page = await ok(pageOf(Invitation), 'GET', `/v1/interview-invitations?applicationId=${applicationId}`);
  return Invitation.parse(page.items[0]);
};
const jobsOf = async (query: string) => (await ok(pageOf(QueueJob), 'GET', `/v1/queue?${query}`)).items;

/** The event in a message's calendar file, read by another library than the one that wrote it. */
function eventIn({ attachments }: ParsedMail) {
  const file = attachments.find(
    ({ contentType }) => contentType === 'text/calendar' || contentType === 'application/ics',
  );
  const calendar = new ICAL.Component(ICAL.parse(file?.content.toString('utf8') ?? ''));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    status: event.component.getFirstPropertyValue('status'),
    organizer: event.organizer,
  };
}

test('an invitation is a real mail with a calendar file; moved and called off it keeps its UID and its SEQUENCE rises', async () => {
  const [first = '', second = ''] = await openSlots(1, [1, 2]);
  const application = await applicant({ emails: ['wang@example.com'] });
  expect(await invite(application.id, undefined, 'email')).toMatchObject({ status: 422 });
  expect(await invite(application.id, first, 'email')).toMatchObject({
    status: 200,
    json: { stageId: 'kiosk-interview' },
  });
  await expect.poll(() => mail.received.length).toBe(1);
  const [message] = mail.received;
  if (message === undefined) throw new Error('It was there a moment ago.');
  const { id, code } = await invitationOf(application.id);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(message.subject).toContain('面试邀请');
  expect(message.subject).toContain('Interview invitation');
  expect(message.text).toContain(code);
  expect(message.text).toContain('2099年3月2日');
  expect(message.text).toContain('9:00');
  expect(message.html).toContain('Muster &amp; Söhne');
  expect(eventIn(message)).toEqual({
    method: 'REQUEST',
    uid: `${id}@anteroom`,
    sequence: 0,
    start: '2099-03-02T01:00:00.000Z',
    end: '2099-03-02T01:30:00.000Z',
    status: 'CONFIRMED',
    organizer: 'mailto:hr@example.com',
  });
  await ok(Invitation, 'POST', `/v1/interview-invitations/${id}/move`, { slotId: second, reason: 'Bus strike' });
  await ok(Invitation, 'POST', `/v1/interview-invitations/${id}/cancel`, { reason: 'Post is filled' });
  await expect.poll(() => mail.received.at(-1)?.subject).toContain('面试取消');
  const last = mail.received.at(-1);
  expect(last === undefined ? null : eventIn(last)).toMatchObject({
    method: 'CANCEL',
    uid: `${id}@anteroom`,
    sequence: 2,
    status: 'CANCELLED',
  });
  const slots = await ok(pageOf(Slot), 'GET', '/v1/slots');
  expect(slots.items.map(({ booked }) => booked)).toEqual([0, 0]);
});

test('kiosks of the site, by whichever of its names, are told of an invitation, of its new time, and that it is over', async () => {
  const [first = '', second = ''] = await openSlots(1, [20, 21]);
  const application = await applicant({ emails: ['kiosk@example.com'] });
  const publications = createPublicationStore(openSqliteDatabase(join(bench.dataDir, 'hub.db')));
  let cursor = 0;
  /** What a kiosk of that name hears of invitations that it had not heard of. */
  const heard = async (name: string, after = cursor) => {
    const { changes, next } = await publications.changes(after, name, ['invitation']);
    cursor = next;
    return changes.map(({ id, body }) => ({ id, body }));
  };
  await heard('gate-2');
  const before = cursor;
  await invite(application.id, first, 'email');
  const { id, code } = await invitationOf(application.id);
  const body = {
    id,
    code,
    jobId: 'store-associate',
    startsAt: '2099-03-02T20:00:00.000Z',
    endsAt: '2099-03-02T20:30:00.000Z',
  };
  expect(await heard('Gate 7', before)).toEqual([]);
  for (const name of ['gate-2', 'Gate 2', '二号门']) expect(await heard(name, before)).toEqual([{ id, body }]);
  await ok(Invitation, 'POST', `/v1/interview-invitations/${id}/move`, { slotId: second, reason: 'Bus strike' });
  expect(await heard('Gate 2')).toMatchObject([{ id, body: { startsAt: '2099-03-02T21:00:00.000Z' } }]);
  // whose it is does not leave head office
  expect(JSON.stringify(body)).not.toContain(application.candidateId);
  await ok(z.unknown(), 'DELETE', `/v1/candidates/${application.candidateId}`);
  expect(await heard('Gate 2')).toEqual([{ id, body: null }]);

  const other = await applicant({ emails: ['kiosk-2@example.com'] });
  await invite(other.id, first, 'email');
  const invitation = await invitationOf(other.id);
  await heard('Gate 2');
  await ok(Invitation, 'POST', `/v1/interview-invitations/${invitation.id}/cancel`, { reason: 'Post is filled' });
  expect(await heard('Gate 2')).toEqual([{ id: invitation.id, body: null }]);
});

test('twenty at once for three places: three are invited, nobody twice', async () => {
  const [slotId = ''] = await openSlots(3, [5]);
  const applications: ApplicationSummary[] = [];
  for (let index = 0; index < 20; index += 1)
    applications.push(await applicant({ emails: [`many-${index}@example.com`] }));
  const answers = await Promise.all(applications.map(({ id }) => invite(id, slotId, 'email', { locale: 'en' })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  expect(statuses.filter((status) => status === 409)).toHaveLength(17);
  const slots = await ok(pageOf(Slot), 'GET', '/v1/slots?from=2099-03-02T05:00:00.000Z');
  expect(slots.items[0]).toMatchObject({ capacity: 3, booked: 3 });
  const place = answers.findIndex(({ status }) => status === 409);
  // who got no place was not moved either
  expect((await bench.ask('GET', `/v1/applications/${applications[place]?.id ?? ''}`)).json).toMatchObject({
    stageId: 'screening',
  });
});

test('a text message is filled in without breaking out of its template', async () => {
  const [slotId = ''] = await openSlots(5, [7]);
  await ok(MessageSettingsShown, 'PATCH', '/v1/message-settings', { organisation: 'A"},"x":"\\' });
  const application = await applicant({ phones: ['13812345678'] });
  await invite(application.id, slotId, 'sms', { locale: 'zh-CN' });
  await expect.poll(() => sms.received.length).toBe(1);
  const [request] = sms.received;
  expect(request).toMatchObject({ path: '/send?to=%2B8613812345678', headers: { authorization: 'Bearer sms-key-7' } });
  const sent: unknown = JSON.parse(request?.body ?? '');
  expect(sent).toEqual({ text: expect.stringContaining('【A"},"x":"\\】store-associate面试') });
});

test('what cannot be sent says why to a person; what may pass is tried again', async () => {
  const [slotId = ''] = await openSlots(5, [8]);
  const silent = await applicant({ phones: ['13812345679'] });
  await invite(silent.id, slotId, 'email');
  await expect.poll(async () => (await jobsOf('state=dead')).length).toBe(1);
  const [dead] = await jobsOf('state=dead');
  expect(dead?.lastError).toMatchObject({ en: expect.stringContaining('no e-mail address') });
  await ok(CandidateCreated, 'PATCH', `/v1/candidates/${silent.candidateId}`, { emails: ['late@example.com'] });
  mail.refuseNext(451);
  await ok(QueueJob, 'POST', `/v1/queue/${dead?.id ?? 0}/retry`);
  await expect.poll(async () => (await jobsOf('state=waiting')).length).toBe(1);
  expect((await jobsOf('state=waiting'))[0]?.lastError?.en).toContain('451');
  await ok(QueueJob, 'POST', `/v1/queue/${dead?.id ?? 0}/retry`);
  await expect.poll(() => mail.received.at(-1)?.to).toMatchObject({ text: 'late@example.com' });
});

test('secrets are not shown again', async () => {
  const { json } = await bench.ask('GET', '/v1/message-settings');
  expect(json).toMatchObject({ smtp: { hasPassword: true, user: 'hr' }, sms: { headers: ['authorization'] } });
  expect(JSON.stringify(json)).not.toMatch(/mail-password-7|sms-key-7/);
});

test('a message says what the job is called, in its language', async () => {
  const job = (id: string) => ({ ...shippedJob, id, title: { 'zh-CN': '夜班理货员', en: 'Night shift picker' } });
  await ok(z.unknown(), 'PUT', '/v1/publications/job/night-picker', { sites: null, body: job('night-picker') });
  const [slotId = ''] = await openSlots(1, [23]);
  const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
    name: '赵六',
    phones: ['13900000077'],
    jobId: 'night-picker',
  });
  const application = ApplicationSummary.parse(candidate.applications[0]);
  const before = sms.received.length;
  await invite(application.id, slotId, 'sms', { locale: 'en' });
  await expect.poll(() => sms.received.length).toBe(before + 1);
  expect(sms.received.at(-1)?.body).toContain('interview for Night shift picker');
  // withdrawn, the people who were invited still have to know
  await ok(z.unknown(), 'DELETE', '/v1/publications/job/night-picker');
  const { id } = await invitationOf(application.id);
  await ok(Invitation, 'POST', `/v1/interview-invitations/${id}/cancel`, { reason: 'Post is filled' });
  await expect.poll(() => sms.received.length).toBe(before + 2);
  expect(sms.received.at(-1)?.body).toContain('interview for Night shift picker');
});

test('of a résumé a kiosk is told only the skills that the post’s own questions know', async () => {
  const [first, ...others] = shippedJob.items;
  if (first === undefined) throw new Error('The post has questions.');
  const variant = (tags: string[]) => ({ group: 'work', tags });
  const job = {
    ...shippedJob,
    id: 'with-groups',
    items: [
      { ...first, variant: variant([]) },
      ...others,
      { ...first, id: 'forklift', variant: variant(['Forklift Licence', '叉车']) },
    ],
  };
  await ok(z.unknown(), 'PUT', '/v1/publications/job/with-groups', { sites: null, body: job });
  const publications = createPublicationStore(openSqliteDatabase(join(bench.dataDir, 'hub.db')));
  const { next: before } = await publications.changes(0, 'gate-2', ['invitation']);
  const slots = await openSlots(1, [1, 2]);
  const inviteTo = async (jobId: string, slotId: string | undefined) => {
    const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
      name: '金丝雀',
      phones: ['13900000088'],
      skills: ['forklift  licence', 'Piano Canary', '叉车'],
      jobId,
    });
    const application = ApplicationSummary.parse(candidate.applications[0]);
    await invite(application.id, slotId, 'sms');
    return invitationOf(application.id);
  };
  const known = await inviteTo('with-groups', slots[0]);
  // its groups are not known here: nothing of the résumé goes down
  const unknown = await inviteTo('never-published', slots[1]);
  const { changes } = await publications.changes(before, 'gate-2', ['invitation']);
  const bodyOf = (id: string) => changes.find((change) => change.id === id)?.body;
  expect(bodyOf(known.id)).toMatchObject({ code: known.code, skills: ['forklift licence', '叉车'] });
  expect(bodyOf(unknown.id)).not.toHaveProperty('skills');
  expect(JSON.stringify(changes)).not.toMatch(/piano|金丝雀|13900000088/i);
});

test('a post that a kiosk of the site wrote itself chooses questions too; one of another site’s kiosk does not', async () => {
  const [first, ...others] = shippedJob.items;
  if (first === undefined) throw new Error('The post has questions.');
  const jobId = 'local-picker';
  const written = (version: number, tags: string[]) => ({
    ...shippedJob,
    id: jobId,
    version,
    title: { 'zh-CN': '本店理货', en: 'Picker here' },
    items: [
      { ...first, variant: { group: 'work', tags: [] } },
      ...others,
      { ...first, id: 'other', variant: { group: 'work', tags } },
    ],
  });
  const database = openSqliteDatabase(join(bench.dataDir, 'hub.db'));
  const kiosk = async (deviceId: string, atSite: string) =>
    database.run(
      `insert into devices (device_id, public_key, site, enrolled_at) values (?, 'k', ?, '2026-11-01T00:00:00.000Z')`,
      deviceId,
      atSite,
    );
  const told = (deviceId: string, seq: number, version: number, tags: string[]) =>
    sampleRecord({
      deviceId,
      seq,
      sessionId: null,
      type: 'job.published',
      body: { jobId, version, sha256: 'c'.repeat(64), job: written(version, tags) },
    });
  await bench.send([told('kiosk-here', 1, 1, ['钢琴']), told('kiosk-here', 2, 2, ['叉车', 'Night  shift'])]);
  await bench.send([told('kiosk-there', 1, 1, ['收银'])]);
  // enrolled kiosks sign what they send; these are made so afterwards
  await kiosk('kiosk-here', site.name.en);
  await kiosk('kiosk-there', 'Gate 9');
  const publications = createPublicationStore(database);
  const { next: before } = await publications.changes(0, 'gate-2', ['invitation']);
  const [slotId] = await openSlots(1, [3]);
  const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
    name: '林一',
    phones: ['13900000089'],
    skills: ['叉车', '收银', '钢琴', 'night shift'],
    jobId,
  });
  const application = ApplicationSummary.parse(candidate.applications[0]);
  await invite(application.id, slotId, 'sms');
  const { changes } = await publications.changes(before, 'gate-2', ['invitation']);
  // of the newest version, and of no other site's
  expect(changes.map(({ body }) => body)).toMatchObject([{ jobId, skills: ['night shift', '叉车'] }]);
  // and it has a name, in the flow and in messages
  const names = await ok(
    z.looseObject({ jobs: z.array(z.looseObject({ jobId: z.string(), title: z.unknown() })) }),
    'GET',
    '/v1/flow-names',
  );
  expect(names.jobs.find((job) => job.jobId === jobId)?.title).toEqual({ 'zh-CN': '本店理货', en: 'Picker here' });
  await expect.poll(() => sms.received.at(-1)?.body, { timeout: 20_000 }).toContain('本店理货');
});
