import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ApplicationSummary, CandidateCreated } from '#shared/hub/candidates.ts';
import { Invitation, MessageSettingsShown, Slot } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';
import { startHttpReceiver, type HttpReceiver } from '../http/http-receiver.fake.ts';

let bench: FlowBench;
let sms: HttpReceiver;
beforeAll(async () => {
  [bench, sms] = await Promise.all([
    startFlowBench(undefined, { publicUrl: 'https://hr.example.com' }),
    startHttpReceiver(),
  ]);
  await ok(MessageSettingsShown, 'PATCH', '/v1/message-settings', {
    sms: {
      url: `${sms.url}/send`,
      method: 'POST',
      contentType: 'application/json',
      headers: {},
      body: '{"text":"{{text}}"}',
    },
    sites: [
      {
        id: 'gate-2',
        name: { 'zh-CN': '二号门', en: 'Gate 2 <north>' },
        address: '1 Example Road',
        phone: '010-1234',
        timeZone: 'Asia/Shanghai',
      },
    ],
  });
});
afterAll(async () => {
  await Promise.all([bench.close(), sms.close()]);
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

async function openSlot(hour: number, jobId: string | null = null): Promise<string> {
  const at = (minute: string) => `2099-03-02T${String(hour).padStart(2, '0')}:${minute}:00.000Z`;
  const { slots } = await ok(z.object({ slots: z.array(Slot) }), 'POST', '/v1/slots', {
    siteId: 'gate-2',
    jobId,
    times: [{ startsAt: at('00'), endsAt: at('30') }],
    capacity: 1,
  });
  return Slot.parse(slots[0]).id;
}

let count = 0;
/** Somebody who is invited, with the path of the page that the message names. */
async function invited(slotId: string): Promise<{ id: string; path: string; candidateId: string }> {
  const { candidate } = await ok(CandidateCreated, 'POST', '/v1/candidates', {
    name: '候选人',
    phones: [`1390000000${(count += 1)}`],
    jobId: 'store-associate',
  });
  const application = ApplicationSummary.parse(candidate.applications[0]);
  const before = sms.received.length;
  await ok(z.unknown(), 'POST', `/v1/applications/${application.id}/actions`, {
    action: { kind: 'invite', to: 'kiosk-interview', by: 'sms' },
    reason: 'Fits the post',
    slotId,
    locale: 'en',
  });
  await expect.poll(() => sms.received.length).toBe(before + 1);
  const path = /https:\/\/hr\.example\.com(\/times\/[^"\s]+)/.exec(sms.received.at(-1)?.body ?? '')?.[1] ?? '';
  const page = await ok(pageOf(Invitation), 'GET', `/v1/interview-invitations?applicationId=${application.id}`);
  return { id: Invitation.parse(page.items[0]).id, path, candidateId: application.candidateId };
}
/** As a telephone asks: no credentials. */
async function look(path: string, slotId?: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(
    bench.hub.url + path,
    slotId === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ slotId }).toString(),
        },
  );
  return { status: response.status, text: await response.text(), headers: response.headers };
}
const slotOf = async (id: string) => (await ok(Invitation, 'GET', `/v1/interview-invitations/${id}`)).slot.id;

test('who has the link of the message sees the time, and chooses another that is free', async () => {
  const [first, second, third] = [await openSlot(1), await openSlot(2), await openSlot(3, 'warehouse-picker')];
  const { id, path, candidateId } = await invited(first);
  const page = await look(path);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Monday, March 2, 2099');
  expect(page.text).toContain('Gate 2 &lt;north&gt;');
  expect(page.text).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
  // its own is not offered, nor what is for another post
  expect(page.text).toContain(`value="${second}"`);
  for (const other of [first, third]) expect(page.text).not.toContain(other);
  expect((await look(`${path}?lang=zh-CN`)).text).toContain('换一个时间');

  const before = sms.received.length;
  const moved = await look(path, second);
  expect(moved.text).toContain('Your time is changed');
  expect(await slotOf(id)).toBe(second);
  // told anew, once; pressed twice is once
  await expect.poll(() => sms.received.length).toBe(before + 1);
  expect((await look(path, second)).text).toContain('Your time is changed');
  expect(await ok(Invitation, 'GET', `/v1/interview-invitations/${id}`)).toMatchObject({ sequence: 1 });
  const { json } = await bench.ask('GET', '/v1/audit-log');
  expect(JSON.stringify(json)).toContain(`"callerKind":"candidate","callerId":"${candidateId}"`);
});

test('the page of somebody who was deleted offers nothing, and the place is free again', async () => {
  const [own, other] = [await openSlot(12), await openSlot(13)];
  const { id, path, candidateId } = await invited(own);
  expect((await look(path)).text).toContain(`value="${other}"`);
  await ok(z.unknown(), 'DELETE', `/v1/candidates/${candidateId}`);
  const page = await look(path, other);
  expect(page.text).toContain('was called off');
  expect(page.text).not.toContain('<form');
  expect(await slotOf(id)).toBe(own);
  const { items } = await ok(pageOf(Slot), 'GET', '/v1/slots?from=2099-03-02T12:00:00.000Z&limit=2');
  expect(items.map(({ id: slotId, booked }) => [slotId, booked])).toEqual([
    [own, 0],
    [other, 0],
  ]);
});

test('a time that somebody else took, one for another post and one that is none change nothing', async () => {
  const [own, wanted, foreign] = [await openSlot(5), await openSlot(6), await openSlot(7, 'warehouse-picker')];
  const { id, path } = await invited(own);
  await invited(wanted);
  for (const slotId of [wanted, foreign, '01900000-0000-7000-8000-000000000000']) {
    expect((await look(path, slotId)).text).toContain('Somebody took this time');
    expect(await slotOf(id)).toBe(own);
  }
  expect((await look(path, 'no id')).status).toBe(400);
});

test('a stranger gets nothing; a called-off interview says so and offers nothing', async () => {
  const [own, other] = [await openSlot(9), await openSlot(10)];
  const { id, path } = await invited(own);
  const wrong = path.slice(0, -1) + (path.endsWith('0') ? '1' : '0');
  for (const each of [wrong, path.slice(0, -1), `/times/${id}/`]) {
    expect((await look(each)).status).toBeGreaterThanOrEqual(401);
    expect((await look(each, other)).status).toBeGreaterThanOrEqual(401);
  }
  expect((await look(wrong)).status).toBe(404);
  expect(await slotOf(id)).toBe(own);
  await ok(Invitation, 'POST', `/v1/interview-invitations/${id}/cancel`, { reason: 'Post is filled' });
  const page = await look(path);
  expect(page.text).toContain('was called off');
  expect(page.text).not.toContain('<form');
  await look(path, other);
  expect(await ok(Invitation, 'GET', `/v1/interview-invitations/${id}`)).toMatchObject({
    state: 'cancelled',
    slot: { id: own },
  });
});
