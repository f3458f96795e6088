import { z } from 'zod';
import type { InterviewResult } from '#shared/result.ts';
import { REPORT_WORDS } from '../report/report-words.ts';
import { applyMapping, nested } from '../result/apply-mapping.ts';
import { outcomeOfStatus, type Exchange, type TargetAnswer } from '../result/exchange.ts';
import { createHttpConnector, erasedByHand, type HttpConnectorOptions } from '../result/http-connector.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';

export const FeishuHireConfiguration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).default('https://open.feishu.cn'),
  appId: z.string().min(1),
  /** Of a custom app with the permission hire:external_application. */
  appSecret: z.string().min(8),
});
export type FeishuHireConfiguration = z.infer<typeof FeishuHireConfiguration>;

export const FEISHU_HIRE_MAPPING: MappingTarget = {
  required: ['external_application_id'],
  fields: [
    'external_application_id',
    'participate_status',
    'begin_time',
    'end_time',
    'assessment.username',
    'assessment.conclusion',
    'assessment.content',
  ],
  lists: {
    dimensions: {
      required: ['title'],
      fields: ['title', 'description', 'score', 'content', 'option', 'assessment_type'],
    },
  },
};

const NAME = { en: 'Feishu Hire', 'zh-CN': '飞书招聘' };
/** Score and text among the four kinds of a dimension. */
const TEXT_DIMENSION = 3;
/** Pages of 20 that are looked through for an interview of ours; nobody has had 200 interviews. */
const MAX_PAGES = 10;

const Answer = z.object({ code: z.int(), msg: z.string().optional() });
const Token = z.object({ tenant_access_token: z.string() });
const Interview = z.object({
  id: z.string(),
  interview_assessments: z.array(z.object({ content: z.string().nullish() })).nullish(),
});
const Created = z.object({ data: z.object({ external_interview: Interview }) });
const Page = z.object({
  data: z.object({
    items: z.array(Interview).nullish(),
    page_token: z.string().nullish(),
    has_more: z.boolean().nullish(),
  }),
});

const TOO_OFTEN = 99_991_400;
/** Token missing, wrong or over, app disabled, no permission; app id or secret wrong. */
const REFUSED = new Set([
  99_991_661, 99_991_663, 99_991_664, 99_991_665, 99_991_668, 99_991_671, 99_991_672, 10_003, 10_014, 10_015,
]);
const SYSTEM_FAULT = 1_002_001;

function endOf(answer: TargetAnswer, secrets: readonly string[]): DeliveryEnded {
  const parsed = Answer.safeParse(answer.json);
  const resetS = Number(answer.header('x-ogw-ratelimit-reset') ?? Number.NaN);
  if (parsed.data?.code === TOO_OFTEN || answer.status === 429) {
    const outcome = outcomeOfStatus({ ...answer, status: 429 }, NAME, null);
    const wait = Number.isFinite(resetS) ? { retryAfterMs: resetS * 1000 } : {};
    return new DeliveryEnded({ ...outcome, ...wait });
  }
  if (!parsed.success)
    return new DeliveryEnded(
      answer.status === 200 ? { kind: 'transient', reason: 'stranger' } : outcomeOfStatus(answer, NAME, null),
    );
  const { code, msg } = parsed.data;
  const said = saidBy(msg, secrets);
  if (REFUSED.has(code)) return new DeliveryEnded(lasting('refused', NAME, said));
  if (code === SYSTEM_FAULT || answer.status >= 500) return new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  return new DeliveryEnded(lasting('rejected', NAME, said));
}

/** Writes each interview as an 外部面试 with its 面评, under the 外部投递 that the candidate has there. */
export function createFeishuHireConnector(
  { url, appId, appSecret }: FeishuHireConfiguration,
  mapping: Mapping,
  options: HttpConnectorOptions,
): ResultConnector {
  const base = `${url.replace(/\/+$/, '')}/open-apis`;
  const secrets = [appSecret];

  async function ask<Shape>(
    exchange: Exchange,
    request: {
      method: 'POST' | 'PUT';
      path: string;
      body: unknown;
      token?: string;
      isQuestion: boolean;
      assumed: unknown;
    },
    shape: z.ZodType<Shape>,
  ): Promise<Shape> {
    const { method, path, body, token, isQuestion, assumed } = request;
    const answer = await exchange({
      method,
      url: base + path,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      isQuestion,
      assumed: { code: 0, ...(assumed as object) },
    });
    const isDone = answer.status === 200 && Answer.safeParse(answer.json).data?.code === 0;
    const parsed = isDone ? shape.safeParse(answer.json) : undefined;
    if (parsed?.success !== true) throw endOf(answer, secrets);
    return parsed.data;
  }

  async function signIn(exchange: Exchange): Promise<string> {
    const request = {
      method: 'POST' as const,
      path: '/auth/v3/tenant_access_token/internal',
      body: { app_id: appId, app_secret: appSecret },
      isQuestion: true,
      assumed: { tenant_access_token: '<token>' },
    };
    return (await ask(exchange, request, Token)).tenant_access_token;
  }

  /**
   * An interview of ours that is there already although the ledger does not know it: its answer was lost. Our id is not among what is
   * given back, so it is looked for in the text of the assessment.
   */
  async function findOurs(
    exchange: Exchange,
    token: string,
    application: string,
    mark: string,
  ): Promise<string | null> {
    let page = '';
    for (let count = 0; count < MAX_PAGES; count += 1) {
      const query = new URLSearchParams({
        external_application_id: application,
        page_size: '20',
        ...(page === '' ? {} : { page_token: page }),
      });
      const { data } = await ask(
        exchange,
        {
          method: 'POST',
          path: `/hire/v1/external_interviews/batch_query?${query.toString()}`,
          body: {},
          token,
          isQuestion: true,
          assumed: { data: { items: [] } },
        },
        Page,
      );
      const ours = data.items?.find(({ interview_assessments: held }) =>
        held?.some(({ content }) => content?.includes(mark)),
      );
      if (ours !== undefined) return ours.id;
      if (data.has_more !== true || !data.page_token) return null;
      page = data.page_token;
    }
    return null;
  }

  return createHttpConnector(
    {
      secrets,
      deliver: async (result, exchange, entry) => {
        const mark = `anteroom:${result.id}`;
        const interview = interviewOf(result, mapping, mark);
        const application = interview['external_application_id'];
        if (typeof application !== 'string')
          throw new DeliveryEnded(
            lasting('misconfigured', NAME, {
              en: 'The candidate has no 外部投递 there: an external id of the system "feishu" is missing.',
              'zh-CN': '该应聘者没有对应的外部投递：缺少系统“feishu”的外部编号。',
            }),
          );
        const token = await signIn(exchange);
        const known = entry.remoteIds['interview'] ?? (await findOurs(exchange, token, application, mark));
        const isNew = known === null;
        const { data } = await ask(
          exchange,
          {
            method: isNew ? 'POST' : 'PUT',
            path: isNew ? '/hire/v1/external_interviews' : `/hire/v1/external_interviews/${encodeURIComponent(known)}`,
            // its own memory of external_id lasts a day; the ledger and the mark last
            body: isNew ? { external_id: result.id, ...interview } : interview,
            token,
            isQuestion: false,
            assumed: { data: { external_interview: { id: '<interview>' } } },
          },
          Created,
        );
        return { interview: data.external_interview.id };
      },
      erase: erasedByHand(NAME),
      check: async (exchange) => {
        await signIn(exchange);
        return NAME.en;
      },
    },
    options,
  );
}

/** Body of the interview with one assessment; a dimension that was not scored is a text that says so, never a zero. */
function interviewOf(result: InterviewResult, mapping: Mapping, mark: string): Record<string, unknown> {
  const { fields, lists } = applyMapping(mapping, result);
  const { assessment, ...interview } = nested(fields);
  const held = (assessment ?? {}) as Record<string, unknown>;
  const dimensions = (lists.get('dimensions') ?? []).map((fields) => {
    const dimension = nested(fields);
    if (fields.has('score') && dimension['score'] === undefined)
      return { ...dimension, assessment_type: TEXT_DIMENSION, content: REPORT_WORDS.notScored['zh-CN'] };
    return dimension;
  });
  const content = [held['content'], REPORT_WORDS.note['zh-CN'], mark]
    .filter((part) => typeof part === 'string')
    .join('\n');
  return { ...interview, interview_assessments: [{ ...held, assessment_dimension_list: dimensions, content }] };
}
