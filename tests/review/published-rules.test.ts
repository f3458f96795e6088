import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rule } from '#shared/hub/workflow.ts';
import type { SessionId } from '#shared/ids.ts';
import { KIOSK_STAGE } from '#shared/proposal.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { MadeCode } from '#shared/wire/device.ts';
import { createBench, type Bench } from '#tests/sync/sync-bench.ts';
import { job, type ManagerPage, openReviewKiosk, type ReviewKiosk, reviewAll } from './review-kiosk.ts';

let bench: Bench;
let kiosk: ReviewKiosk;
let fang: ManagerPage;
let good: SessionId;
let weak: SessionId;
beforeEach(async () => {
  bench = createBench();
  kiosk = await openReviewKiosk();
  fang = kiosk.page('fang');
  [good, weak] = kiosk.ids as [SessionId, SessionId];
  await reviewAll(fang, good, 5);
  await reviewAll(fang, weak, 1);
});
afterEach(async () => {
  await kiosk.close();
  await bench.close();
});

const ruleFrom = (score: number): Rule => ({
  id: 'from-head-office',
  name: { 'zh-CN': '总部规则', en: 'Of head office' },
  stageId: KIOSK_STAGE,
  when: [{ kind: 'total_at_least', score, of: 'score' }],
  propose: { kind: 'remind' },
});
/** A rule that only head office can tell. */
const ELSEWHERE: Rule = { ...ruleFrom(0), id: 'papers', when: [{ kind: 'document_received', documentId: 'id-card' }] };
const rulesOf = (version: number, ...rules: Rule[]) => ({ id: job.id, version, rules: [...rules, ELSEWHERE] });
const proposed = async (page: ManagerPage): Promise<SessionId[]> =>
  (await page.proposal.list({ isOpen: true, limit: 10, locale: 'en' })).map(({ sessionId }) => sessionId).toSorted();
const soon = { timeout: 30_000 };

test('rules that head office publishes, changes and withdraws look again at what people were through with', async () => {
  const hub = await bench.hub();
  const send = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(hub.url + path, {
      method,
      headers: {
        authorization: `Bearer ${hub.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const path = `/v1/publications/rules/${job.id}`;
  const made = await send('POST', '/v1/enrolment-codes', { site: 'Shanghai' });
  const { code } = MadeCode.parse(await made.json());
  await fang.enrolment.enrol({ url: hub.url, code });
  expect(await proposed(fang)).toEqual([]);

  expect((await send('PUT', path, { sites: ['Shanghai'], body: rulesOf(1, ruleFrom(80)) })).status).toBe(200);
  await fang.sync.wake();
  await expect.poll(() => proposed(fang), soon).toEqual([good]);
  await send('PUT', path, { sites: ['Shanghai'], body: rulesOf(2, ruleFrom(0)) });
  await fang.sync.wake();
  await expect.poll(() => proposed(fang), soon).toEqual([good, weak].toSorted());
  await send('DELETE', path);
  await fang.sync.wake();
  await expect.poll(() => proposed(fang), soon).toEqual([]);
}, 60_000);

test('a kiosk that was cut off once it had taken new rules applies them at its next start', async () => {
  const body = rulesOf(1, ruleFrom(80));
  const change = { kind: 'rules', id: job.id, version: 1, body };
  await kiosk.look(({ publications }) => {
    const sha256 = createHash('sha256').update(canonicalText(body)).digest('hex');
    const signed = { schemaVersion: 1, publishedAt: '2026-11-22T08:00:00.000Z', sha256, signature: 'A'.repeat(86) };
    publications.take([{ cursor: 1, ...change, ...signed, state: 'waiting', reason: null }], 1, 'the key of a hub');
    // taken and in use; here the power went
    publications.apply([change], () => undefined);
  });
  fang = kiosk.page('fang');
  await expect.poll(() => proposed(fang), soon).toEqual([good]);
}, 60_000);
