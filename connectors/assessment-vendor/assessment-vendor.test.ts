import { expect, test } from 'vitest';
import { httpExchange } from '../result/exchange.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { startTargetServer } from '../result/target-server.fake.ts';
import {
  assessmentCancel,
  assessmentList,
  assessmentStart,
  assessmentUpdate,
  assessmentUpdateRequest,
} from './ashby.ts';
import { completedNotice, GREENHOUSE_KEY, listTests, responseError, sendTest, testStatus } from './greenhouse.ts';
import { vendorOrdersInMemory } from './vendor-orders.fake.ts';
import { basicAuthorization, hasKey, type VendorRequest } from './vendor-request.ts';

const KEY = 'key-of-the-organisation-4711';
const request = (change: Partial<VendorRequest> = {}): VendorRequest => ({
  authorization: basicAuthorization(KEY),
  query: {},
  body: undefined,
  ...change,
});
const live = () => new AbortController().signal;

const candidate = {
  first_name: 'Wei',
  last_name: 'Zhang',
  email: 'zhang.wei@example.com',
  phone_number: '+86 138 0013 8000',
  greenhouse_profile_url: 'https://app.greenhouse.io/people/17681532?application_id=26234709',
};
const sendBody = {
  partner_test_id: 'assembly',
  candidate,
  url: 'https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345',
};

test.each([
  ['no header', undefined],
  ['another scheme', `Bearer ${KEY}`],
  ['a wrong key', basicAuthorization(`${KEY}x`)],
  ['the key as password', `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`],
  ['nothing', basicAuthorization('')],
])('with %s nobody gets anything', async (_, authorization) => {
  const orders = vendorOrdersInMemory();
  const stranger = request({ authorization, body: sendBody, query: { partner_interview_id: 'order-1' } });
  for (const answer of [
    await listTests(stranger, orders, KEY),
    await sendTest(stranger, orders, KEY),
    await testStatus(stranger, orders, KEY),
    responseError(stranger, KEY, () => undefined),
    await assessmentList(stranger, orders, KEY),
    await assessmentStart(stranger, orders, KEY),
    await assessmentCancel(stranger, orders, KEY),
  ])
    expect(answer.status).toBe(401);
  expect(orders.placed).toEqual([]);
});

test('an empty key lets nobody in', () => {
  expect(hasKey(basicAuthorization(''), '')).toBe(false);
  expect(GREENHOUSE_KEY.safeParse('k'.repeat(171)).success).toBe(false);
  expect(GREENHOUSE_KEY.safeParse('k'.repeat(170)).success).toBe(true);
});

test('Greenhouse: list, send, ask, notice, ask again', async () => {
  const orders = vendorOrdersInMemory();
  expect(await listTests(request(), orders, KEY)).toEqual({
    status: 200,
    body: [{ partner_test_id: 'assembly', partner_test_name: 'Assembly operator' }],
  });
  const sent = await sendTest(request({ body: sendBody }), orders, KEY);
  expect(sent).toEqual({ status: 200, body: { partner_interview_id: 'order-1' } });
  // the same request again is the same order
  expect(await sendTest(request({ body: sendBody }), orders, KEY)).toEqual(sent);
  expect(orders.placed).toHaveLength(1);
  expect(orders.placed[0]).toMatchObject({
    candidate: { name: 'Wei Zhang', phone: '+86 138 0013 8000' },
    noticeUrl: sendBody.url,
  });

  const ask = () => testStatus(request({ query: { partner_interview_id: 'order-1' } }), orders, KEY);
  expect(await ask()).toEqual({ status: 200, body: { partner_status: 'sent' } });
  // without a page that can be shown it is not complete
  orders.finish('order-1', sampleResult({ report: { url: null, expiresAt: null, files: [] } }));
  expect(await ask()).toEqual({ status: 200, body: { partner_status: 'in_progress' } });
  orders.finish('order-1', sampleResult({ overall: { value: 4, min: 1, max: 5, label: null, passed: null } }));

  const greenhouse = await startTargetServer(() => ({ status: 200 }));
  await httpExchange({ signal: live() })(completedNotice(`${greenhouse.url}/12345`, KEY));
  expect(greenhouse.seen[0]).toMatchObject({ method: 'PATCH', path: '/12345' });
  expect(hasKey(greenhouse.seen[0]?.headers.authorization, KEY)).toBe(true);
  expect(greenhouse.seen[0]?.body).toHaveLength(0);
  await greenhouse.close();

  const { status, body } = await ask();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    partner_status: 'complete',
    partner_profile_url: 'https://hub.example.com/r/0198b6a2',
    partner_score: 75,
    metadata: { '安全意识 Safety': '4.1/5', '团队合作 Team work': 'not scored', site: 'Shenzhen 3' },
  });
  const { metadata } = body as { metadata: Record<string, unknown> };
  expect(Object.values(metadata).every((value) => typeof value !== 'object')).toBe(true);
});

test('Greenhouse: not scored is no number, and mistakes are named', async () => {
  const orders = vendorOrdersInMemory();
  await sendTest(request({ body: sendBody }), orders, KEY);
  orders.finish('order-1', sampleResult({ overall: null }));
  const { body } = await testStatus(request({ query: { partner_interview_id: 'order-1' } }), orders, KEY);
  expect(body).not.toHaveProperty('partner_score');
  expect(await sendTest(request({ body: { ...sendBody, partner_test_id: 'x' } }), orders, KEY)).toMatchObject({
    status: 404,
  });
  expect(await sendTest(request({ body: { partner_test_id: 'assembly' } }), orders, KEY)).toMatchObject({
    status: 422,
  });
  expect(await testStatus(request(), orders, KEY)).toMatchObject({ status: 400 });
  expect(await testStatus(request({ query: { partner_interview_id: 'other' } }), orders, KEY)).toMatchObject({
    status: 404,
  });
  const told: unknown[] = [];
  const error = { api_call: 'test_status', errors: ['partner_score is no number'] };
  expect(responseError(request({ body: error }), KEY, (problem) => told.push(problem)).status).toBe(200);
  expect(told).toEqual([{ call: 'test_status', errors: error.errors }]);
});

const startBody = {
  assessment_type_id: 'assembly',
  candidate: { ashby_id: 'c-1', first_name: 'Wei', last_name: 'Zhang', email: 'zhang.wei@example.com' },
  application: { ashby_id: 'app-1', status: 'Active' },
  job: { ashby_id: 'job-1', name: 'Assembly operator' },
};

test('Ashby: list, start, update, cancel', async () => {
  const orders = vendorOrdersInMemory();
  expect(await assessmentList(request(), orders, KEY)).toMatchObject({
    body: { success: true, results: [{ assessment_type_id: 'assembly', name: 'Assembly operator' }] },
  });
  const started = await assessmentStart(request({ body: startBody }), orders, KEY);
  expect(started).toMatchObject({ status: 200, body: { success: true, results: { assessment_id: 'order-1' } } });
  expect(await assessmentStart(request({ body: startBody }), orders, KEY)).toEqual(started);
  expect(orders.placed).toHaveLength(1);
  // an order of one system cannot be read by the other
  expect(await testStatus(request({ query: { partner_interview_id: 'order-1' } }), orders, KEY)).toMatchObject({
    status: 404,
  });

  const ashby = await startTargetServer(() => ({ json: { success: true } }));
  const update = assessmentUpdate('order-1', sampleResult(), 1_763_798_490_000);
  await httpExchange({ signal: live() })(assessmentUpdateRequest(ashby.url, KEY, update));
  expect(ashby.seen[0]).toMatchObject({ method: 'POST', path: '/assessment.update', json: update });
  expect(hasKey(ashby.seen[0]?.headers.authorization, KEY)).toBe(true);
  await ashby.close();

  const cancel = () => assessmentCancel(request({ body: { assessment_id: 'order-1' } }), orders, KEY);
  expect(await cancel()).toEqual({ status: 200, body: { success: true, results: { assessment_id: 'order-1' } } });
  expect(await assessmentCancel(request({ body: { assessment_id: 'x' } }), orders, KEY)).toMatchObject({ status: 404 });
  orders.finish('order-1', sampleResult());
  expect(await cancel()).toMatchObject({ status: 409, body: { success: false } });
});

test('Ashby: a result comes with its page or not at all, identifiers are unique, and cancelled is told as such', () => {
  const update = assessmentUpdate('a', sampleResult(), 5);
  expect(update).toMatchObject({
    assessment_id: 'a',
    timestamp: 5,
    assessment_status: { value: 'Completed' },
    assessment_profile_url: { type: 'url', value: 'https://hub.example.com/r/0198b6a2' },
    assessment_result: { identifier: 'score', type: 'numeric_score', value: 82 },
  });
  const identifiers = (update.metadata ?? []).map(({ identifier }) => identifier);
  expect(new Set(identifiers).size).toBe(identifiers.length);
  expect(
    assessmentUpdate('a', sampleResult({ report: { url: null, expiresAt: null, files: [] } }), 5),
  ).not.toHaveProperty('assessment_result');
  expect(assessmentUpdate('a', sampleResult({ overall: null }), 5).assessment_result).toMatchObject({ type: 'string' });
  const cancelled = assessmentUpdate('a', sampleResult({ status: 'cancelled' }), 6);
  expect(cancelled).toMatchObject({ cancelled_reason: { value: 'Cancelled' } });
  expect(cancelled).not.toHaveProperty('assessment_result');
});
