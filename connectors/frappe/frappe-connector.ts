import { z } from 'zod';
import type { InterviewResult } from '#shared/result.ts';
import { applyMapping, nested } from '../result/apply-mapping.ts';
import { outcomeOfStatus, type Exchange, type TargetAnswer, type TargetRequest } from '../result/exchange.ts';
import { createHttpConnector, erasedByHand, type HttpConnectorOptions } from '../result/http-connector.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';

export const FrappeConfiguration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  apiKey: z.string().min(4),
  apiSecret: z.string().min(8),
  /** Kind of document that holds an interview. */
  doctype: z.string().min(1).default('Job Applicant'),
  /** A field of it, "Data" and unique, that holds the id of the result: added there once, by its administrator. */
  keyField: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'must be the name of a field')
    .default('custom_anteroom_result'),
});
export type FrappeConfiguration = z.infer<typeof FrappeConfiguration>;

/** Any field of the document except what moves people on: that is for people. */
export const FRAPPE_MAPPING: MappingTarget = {
  required: ['applicant_name'],
  fields: [
    'applicant_name',
    'email_id',
    'phone_number',
    'job_title',
    'designation',
    'applicant_rating',
    'resume_link',
    'cover_letter',
    'notes',
    'source',
    'custom_*',
  ],
};

const NAME = 'Frappe HR';
const Found = z.object({ data: z.array(z.object({ name: z.string() })) });
const Written = z.object({ data: z.object({ name: z.string() }) });
const User = z.object({ message: z.string() });

/** The message of an error. `exc` and `exception` hold a Python trace; the text for people is JSON in JSON. */
function saidIn(answer: TargetAnswer, secrets: readonly string[]): string | null {
  const messages = (answer.json as { _server_messages?: unknown } | undefined)?._server_messages;
  try {
    const [first] = JSON.parse(messages as string) as string[];
    return saidBy((JSON.parse(first ?? '{}') as { message?: unknown }).message, secrets);
  } catch {
    return null; // a proxy or an older version: nothing in it is meant for people
  }
}

function endOf(answer: TargetAnswer, secrets: readonly string[]): DeliveryEnded {
  const said = saidIn(answer, secrets);
  // somebody else has just made it: the next attempt finds it
  if (answer.status === 409) return new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  return new DeliveryEnded(outcomeOfStatus(answer, NAME, said));
}

/** Creates or changes one document for each interview by the REST resource of Frappe, 14 to 16. */
export function createFrappeConnector(
  { url, apiKey, apiSecret, doctype, keyField }: FrappeConfiguration,
  mapping: Mapping,
  options: HttpConnectorOptions,
): ResultConnector {
  const base = `${url.replace(/\/+$/, '')}/api`;
  const documents = `${base}/resource/${encodeURIComponent(doctype)}`;
  const secrets = [apiSecret];
  const headers = {
    authorization: `token ${apiKey}:${apiSecret}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };

  async function ask<Shape>(
    exchange: Exchange,
    request: Omit<TargetRequest, 'headers'>,
    shape: z.ZodType<Shape>,
  ): Promise<Shape> {
    const answer = await exchange({ ...request, headers });
    if (answer.status !== 200) throw endOf(answer, secrets);
    const parsed = shape.safeParse(answer.json);
    if (!parsed.success) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
    return parsed.data;
  }

  async function find(exchange: Exchange, { id }: InterviewResult): Promise<string | null> {
    const query = new URLSearchParams({
      filters: JSON.stringify([[keyField, '=', id]]),
      fields: JSON.stringify(['name']),
      limit_page_length: '1',
    });
    const request = {
      method: 'GET' as const,
      url: `${documents}?${query.toString()}`,
      isQuestion: true,
      assumed: { data: [] },
    };
    const { data } = await ask(exchange, request, Found);
    return data[0]?.name ?? null;
  }

  return createHttpConnector(
    {
      secrets,
      deliver: async (result, exchange) => {
        const values = nested(applyMapping(mapping, result).fields);
        const name = await find(exchange, result);
        const written = await ask(
          exchange,
          {
            method: name === null ? 'POST' : 'PUT',
            url: name === null ? documents : `${documents}/${encodeURIComponent(name)}`,
            body: JSON.stringify({ ...values, [keyField]: result.id }),
            assumed: { data: { name: '<document>' } },
          },
          Written,
        );
        return { document: written.data.name };
      },
      erase: erasedByHand(NAME),
      check: async (exchange) => {
        const who = { method: 'GET' as const, url: `${base}/method/frappe.auth.get_logged_user`, isQuestion: true };
        const { message } = await ask(exchange, who, User);
        const query = new URLSearchParams({ fields: JSON.stringify(['name', keyField]), limit_page_length: '1' });
        const answer = await exchange({
          method: 'GET',
          url: `${documents}?${query.toString()}`,
          headers,
          isQuestion: true,
        });
        // an unknown field is a 417 or, in older versions, a database error
        if (answer.status === 417 || answer.status === 500)
          throw new DeliveryEnded(
            lasting('misconfigured', NAME, {
              en: `"${doctype}" has no field "${keyField}": add it there as "Data", unique.`,
              'zh-CN': `“${doctype}”没有字段“${keyField}”，请在对方系统中添加（Data 类型，唯一）。`,
            }),
          );
        if (answer.status !== 200) throw endOf(answer, secrets);
        return `${NAME}, ${message}`;
      },
    },
    options,
  );
}
