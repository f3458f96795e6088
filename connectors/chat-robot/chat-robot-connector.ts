import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Locale, type Localized } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { outcomeOfStatus, waitOf, type TargetAnswer } from '../result/exchange.ts';
import { createHttpConnector, type HttpConnectorOptions } from '../result/http-connector.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';

export const ChatRobotConfiguration = z.strictObject({
  service: z.enum(['wecom', 'dingtalk', 'feishu']),
  /** Address of the robot as the chat shows it; whoever has it can write there. */
  url: z.url({ protocol: /^https?$/ }),
  /** Signing secret (钉钉 加签, 飞书 签名校验); 企业微信 has none. */
  secret: z.string().min(1).nullable().default(null),
  locale: Locale.default('zh-CN'),
});
export type ChatRobotConfiguration = z.infer<typeof ChatRobotConfiguration>;
type Service = ChatRobotConfiguration['service'];

const NAMES: Readonly<Record<Service, Localized>> = {
  wecom: { en: 'The WeCom robot', 'zh-CN': '企业微信机器人' },
  dingtalk: { en: 'The DingTalk robot', 'zh-CN': '钉钉机器人' },
  feishu: { en: 'The Feishu robot', 'zh-CN': '飞书机器人' },
};

/** Codes of "too often", with the wait in ms where it is published: one minute, ten at 钉钉. */
const TOO_OFTEN: Readonly<Record<Service, ReadonlyMap<number, number>>> = {
  wecom: new Map([
    [45_009, 60_000],
    [45_033, 60_000],
    [-1, 60_000],
  ]),
  dingtalk: new Map([
    [130_101, 600_000],
    [410_100, 600_000],
    [-1, 60_000],
  ]),
  feishu: new Map([[11_232, 60_000]]),
};
/** Robot gone or address wrong; signature, keyword or network not accepted. */
const REFUSED: Readonly<Record<Service, ReadonlySet<number>>> = {
  wecom: new Set([93_000, 40_058, 40_014, 60_020]),
  dingtalk: new Set([310_000, 300_001, 300_005, 40_035, 400_101]),
  feishu: new Set([19_001, 19_021, 19_022, 19_024]),
};

const Answer = z.union([
  z
    .object({ errcode: z.int(), errmsg: z.string().optional() })
    .transform(({ errcode, errmsg }) => ({ code: errcode, said: errmsg })),
  z.object({ code: z.int(), msg: z.string().optional() }).transform(({ code, msg }) => ({ code, said: msg })),
]);

/** Where to look, by reference: no name, no score, nothing of the person. */
function textOf({ candidate, job, revision, report }: InterviewResult, locale: Locale): string {
  const words: Localized = {
    'zh-CN': `面试结果已到：${candidate.ref}，岗位“${job.title}”，第 ${revision} 版。`,
    en: `An interview result has arrived: ${candidate.ref}, job "${job.title}", revision ${revision}.`,
  };
  // a link that ends opens the report for whoever has it: not for a chat
  return report.url === null || report.expiresAt !== null ? words[locale] : `${words[locale]}\n${report.url}`;
}

type Message = { readonly url: string; readonly body: Record<string, unknown> };

/** The message as each service wants it, signed where there is a secret. */
function messageFor({ service, url, secret }: ChatRobotConfiguration, text: string, at: Date): Message {
  switch (service) {
    case 'wecom':
      return { url, body: { msgtype: 'text', text: { content: text } } };
    case 'dingtalk': {
      const body = { msgtype: 'text', text: { content: text } };
      if (secret === null) return { url, body };
      const timestamp = String(at.getTime());
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      const signed = new URL(url);
      signed.searchParams.set('timestamp', timestamp);
      signed.searchParams.set('sign', sign);
      return { url: signed.toString(), body };
    }
    case 'feishu': {
      const body = { msg_type: 'text', content: { text } };
      if (secret === null) return { url, body };
      const timestamp = String(Math.floor(at.getTime() / 1000));
      // their way round: time and secret are the key, the message is empty
      const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
      return { url, body: { timestamp, sign, ...body } };
    }
  }
}

/** What makes the address a key: its query, or at 飞书 the end of its path. */
function secretsIn({ service, url, secret }: ChatRobotConfiguration): string[] {
  const { searchParams, pathname } = new URL(url);
  const inPath = service === 'feishu' ? [pathname.split('/').at(-1) ?? ''] : [];
  return [...searchParams.values(), ...inPath, ...(secret === null ? [] : [secret])].filter((text) => text !== '');
}

function endOf(answer: TargetAnswer, service: Service, secrets: readonly string[]): DeliveryEnded | null {
  const name = NAMES[service];
  const parsed = Answer.safeParse(answer.json);
  if (!parsed.success)
    return new DeliveryEnded(
      answer.status === 200 ? { kind: 'transient', reason: 'stranger' } : outcomeOfStatus(answer, name, null),
    );
  const { code, said } = parsed.data;
  if (code === 0 && answer.status === 200) return null;
  const waitMs = TOO_OFTEN[service].get(code);
  if (waitMs !== undefined)
    return new DeliveryEnded({ kind: 'transient', reason: 'busy', retryAfterMs: waitMs, ...waitOf(answer) });
  if (REFUSED[service].has(code)) return new DeliveryEnded(lasting('refused', name, saidBy(said, secrets)));
  if (answer.status === 429 || answer.status >= 500) return new DeliveryEnded(outcomeOfStatus(answer, name, null));
  return new DeliveryEnded(lasting('rejected', name, saidBy(said, secrets)));
}

/**
 * Tells a chat that a result is there. A robot remembers nothing: when an answer is lost the message may come twice, and a new revision is a
 * new message.
 */
export function createChatRobotConnector(
  configuration: ChatRobotConfiguration,
  options: HttpConnectorOptions & { readonly now: () => Date },
): ResultConnector {
  const { service, url, locale } = configuration;
  const secrets = secretsIn(configuration);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return createHttpConnector(
    {
      secrets,
      deliver: async (result, exchange) => {
        const message = messageFor(configuration, textOf(result, locale), options.now());
        const answer = await exchange({
          method: 'POST',
          url: message.url,
          headers,
          body: JSON.stringify(message.body),
          assumed: { code: 0 },
        });
        const end = endOf(answer, service, secrets);
        if (end !== null) throw end;
        return {};
      },
      // a chat was told a reference and nothing of the person
      erase: () => Promise.resolve(),
      check: async (exchange) => {
        // there is no question that a robot answers: only that somebody is there can be told
        await exchange({ method: 'GET', url: new URL('/', url).toString(), isQuestion: true });
        return NAMES[service].en;
      },
    },
    options,
  );
}
