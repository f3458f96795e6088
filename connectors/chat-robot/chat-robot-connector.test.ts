import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { requestsOf, resultConnectorConformance, sentenceOf } from '../result/result-connector.conformance.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { startTargetServer, type TargetServer } from '../result/target-server.fake.ts';
import { createChatRobotConnector, type ChatRobotConfiguration } from './chat-robot-connector.ts';

type Service = ChatRobotConfiguration['service'];
const KEY = '693a91f6-7xxx-4bc4-97a0';
const SECRET = 'SEC9f8e7d6c5b4a';
const at = new Date();
const live = () => new AbortController().signal;
const PATHS: Readonly<Record<Service, string>> = {
  wecom: `/cgi-bin/webhook/send?key=${KEY}`,
  dingtalk: `/robot/send?access_token=${KEY}`,
  feishu: `/open-apis/bot/v2/hook/${KEY}`,
};

/** A robot as its service describes it: its key, and where there is one its signature within the hour, always with status 200. */
async function startFakeRobot(service: Service): Promise<TargetServer & { readonly messages: readonly string[] }> {
  const messages: string[] = [];
  const isFresh = (ms: number) => Math.abs(Date.now() - ms) < 3_600_000;
  const server = await startTargetServer(({ method, path, json }) => {
    if (method !== 'POST') return { status: 404, text: 'not here' };
    const { pathname, searchParams } = new URL(path, 'http://x');
    const body = json as Record<string, { content?: string; text?: string }> & { timestamp?: string; sign?: string };
    if (service === 'feishu') {
      if (pathname !== PATHS.feishu)
        return { status: 400, json: { code: 19_001, msg: 'param invalid: incoming webhook access token invalid' } };
      const sign = createHmac('sha256', `${String(body.timestamp)}\n${SECRET}`).digest('base64');
      if (body.sign !== sign || !isFresh(Number(body.timestamp) * 1000))
        return { json: { code: 19_021, msg: 'sign match fail or timestamp is not within one hour from current time' } };
      messages.push(body['content']?.text ?? '');
      return { json: { code: 0, msg: 'success', data: {} } };
    }
    if (searchParams.get(service === 'wecom' ? 'key' : 'access_token') !== KEY)
      return { json: { errcode: service === 'wecom' ? 93_000 : 300_005, errmsg: 'token is not exist' } };
    if (service === 'dingtalk') {
      const timestamp = searchParams.get('timestamp') ?? '';
      const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64');
      if (searchParams.get('sign') !== sign || !isFresh(Number(timestamp)))
        return { json: { errcode: 310_000, errmsg: 'sign not match' } };
    }
    messages.push(body['text']?.content ?? '');
    return { json: { errcode: 0, errmsg: 'ok' } };
  });
  return { ...server, messages };
}

const connect = (service: Service, robot: TargetServer, ledger = ledgerInMemory(), key = KEY) =>
  createChatRobotConnector(
    {
      service,
      url: robot.url + PATHS[service].replace(KEY, key),
      secret: service === 'wecom' ? null : SECRET,
      locale: 'zh-CN',
    },
    { id: service, ledger, now: () => at },
  );

for (const service of ['wecom', 'dingtalk', 'feishu'] as const) {
  const field = service === 'feishu' ? ['code', 'msg'] : ['errcode', 'errmsg'];
  resultConnectorConformance(`${service} robot`, {
    erasure: 'nothing_held',
    isRepeatable: false,
    countAfterRescoring: 2,
    refusal: {
      json: { [field[0] ?? '']: 40_008, [field[1] ?? '']: `invalid message type in /usr/lib/odoo/http.py ${KEY}` },
    },
    open: async () => {
      const robot = await startFakeRobot(service);
      return {
        connect: (ledger, key) => connect(service, robot, ledger, key),
        secrets: [KEY, SECRET],
        holds: (result) =>
          Promise.resolve({
            count: robot.messages.length,
            isCurrent: robot.messages.filter((text) => text.includes(`第 ${result.revision} 版`)).length === 1,
          }),
        sent: () => Promise.resolve(robot.seen.length),
        failNext: robot.failNext,
        silenced: robot.silenced,
        seen: () => robot.seen,
        goAway: robot.close,
        close: robot.close,
      };
    },
  });

  test(`${service}: the message holds a reference and a link, nothing of the person`, async () => {
    const robot = await startFakeRobot(service);
    await connect(service, robot).upsert(sampleResult(), live());
    expect(robot.messages).toEqual([
      '面试结果已到：cand-0042，岗位“装配工 Assembly operator”，第 1 版。\nhttps://hub.example.com/r/0198b6a2',
    ]);
    const arrived = robot.seen[0]?.body.toString() ?? '';
    for (const personal of ['张伟', 'zhang.wei', '8000', '81.5', 'yes']) expect(arrived).not.toContain(personal);
    await robot.close();
  });
}

test.each([
  ['wecom', { errcode: 45_009, errmsg: 'api freq out of limit' }, 60_000],
  ['dingtalk', { errcode: 130_101, errmsg: 'send too fast, exceed 20 times per minute' }, 600_000],
  ['feishu', { code: 11_232, msg: 'create message trigger frequency limit' }, 60_000],
] as const)(
  '%s: its word for "too often" is transient although the status is 200',
  async (service, json, retryAfterMs) => {
    const robot = await startFakeRobot(service);
    robot.failNext([{ json }]);
    expect(await connect(service, robot).upsert(sampleResult(), live())).toEqual({
      kind: 'transient',
      reason: 'busy',
      retryAfterMs,
    });
    await robot.close();
  },
);

test('a wrong signing secret is for a person', async () => {
  const robot = await startFakeRobot('dingtalk');
  const connector = createChatRobotConnector(
    { service: 'dingtalk', url: robot.url + PATHS.dingtalk, secret: 'SECwrong', locale: 'en' },
    { id: 'dingtalk', ledger: ledgerInMemory(), now: () => at },
  );
  const outcome = await connector.upsert(sampleResult(), live());
  expect(outcome).toMatchObject({ kind: 'fatal', reason: 'refused' });
  expect(sentenceOf(outcome).en).toContain('It says: "sign not match".');
  const [request] = requestsOf(await connector.dryRun(sampleResult()));
  expect(request?.url).not.toContain(KEY);
  await robot.close();
});
