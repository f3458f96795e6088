import { expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { resultConnectorConformance, sentenceOf } from '../result/result-connector.conformance.ts';
import { shippedMapping } from '../result/sample-mapping.fake.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { createFeishuHireConnector, FEISHU_HIRE_MAPPING } from './feishu-hire-connector.ts';
import { startFakeFeishuHire } from './feishu-hire-server.fake.ts';

const SECRET = 'dskLLdkasdjlasdKK';
const mapping = shippedMapping('feishu-hire', FEISHU_HIRE_MAPPING);
const live = () => new AbortController().signal;

resultConnectorConformance('飞书招聘', {
  erasure: 'by_hand',
  refusal: { status: 400, json: { code: 1_002_002, msg: `parameter error in /usr/lib/hire/http.py ${SECRET}` } },
  // the token stands in the requests after the first
  isPlanExact: true,
  open: async () => {
    const feishu = await startFakeFeishuHire(SECRET);
    return {
      connect: (ledger, key) =>
        createFeishuHireConnector(
          { url: feishu.url, appId: 'cli_slkdjalasdkjasd', appSecret: key ?? SECRET },
          mapping,
          { id: 'feishu', ledger },
        ),
      secrets: [SECRET],
      holds: (result) => {
        const held = [...feishu.interviews.values()];
        const score = Math.round((result.overall?.value ?? 0) * 10) / 10;
        const content = held[0]?.interview_assessments?.[0]?.content ?? '';
        return Promise.resolve({ count: held.length, isCurrent: content.startsWith(`${score}/100\n`) });
      },
      sent: () => Promise.resolve(feishu.seen.length),
      failNext: feishu.failNext,
      silenced: feishu.silenced,
      seen: () => feishu.seen,
      goAway: feishu.close,
      close: feishu.close,
    };
  },
});

async function start() {
  const feishu = await startFakeFeishuHire(SECRET);
  const connector = createFeishuHireConnector({ url: feishu.url, appId: 'cli', appSecret: SECRET }, mapping, {
    id: 'feishu',
    ledger: ledgerInMemory(),
  });
  return { feishu, connector };
}

test('the interview has its times, its conclusion and its dimensions; one that was not scored is a text', async () => {
  const { feishu, connector } = await start();
  await connector.upsert(sampleResult(), live());
  expect([...feishu.interviews.values()][0]).toMatchObject({
    external_application_id: '6960663240925956437',
    participate_status: 2,
    begin_time: Date.parse('2026-11-22T08:00:00.000Z'),
    end_time: Date.parse('2026-11-22T08:21:30.000Z'),
    interview_assessments: [
      {
        username: 'anteroom',
        conclusion: 2,
        assessment_dimension_list: [
          { title: '安全意识 Safety', score: 78, assessment_type: 1 },
          { title: '团队合作 Team work', assessment_type: 3, content: '未评分，请人工听取' },
        ],
      },
    ],
  });
  await feishu.close();
});

test('a candidate without a 外部投递 there is for a person, and nothing is sent', async () => {
  const { feishu, connector } = await start();
  const outcome = await connector.upsert(
    sampleResult({ candidate: { ...sampleResult().candidate, externalIds: [] } }),
    live(),
  );
  expect(outcome).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  expect(sentenceOf(outcome)['zh-CN']).toContain('缺少系统“feishu”的外部编号');
  expect(feishu.seen).toHaveLength(0);
  await feishu.close();
});

test('its own word for "too often" is transient, with the wait in its own header', async () => {
  const { feishu, connector } = await start();
  feishu.failNext([
    null,
    {
      status: 400,
      json: { code: 99_991_400, msg: 'request trigger frequency limit' },
      headers: { 'x-ogw-ratelimit-reset': '3' },
    },
  ]);
  expect(await connector.upsert(sampleResult(), live())).toEqual({
    kind: 'transient',
    reason: 'busy',
    retryAfterMs: 3000,
  });
  feishu.failNext([
    null,
    { status: 400, json: { code: 99_991_672, msg: 'Access denied. One of the following scopes is required' } },
  ]);
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'fatal', reason: 'refused' });
  await feishu.close();
});
