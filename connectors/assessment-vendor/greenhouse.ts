import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InterviewResult } from '#shared/result.ts';
import { rescaled } from '../result/apply-mapping.ts';
import type { TargetRequest } from '../result/exchange.ts';
import { basicAuthorization, hasKey, type VendorAnswer, type VendorRequest } from './vendor-request.ts';
import type { VendorOrders } from './vendor-orders.ts';

/** Longest key that Greenhouse keeps. */
export const GREENHOUSE_KEY = z.string().min(24).max(170);

const SendTest = z.object({
  partner_test_id: z.string().min(1),
  candidate: z.object({
    first_name: z.string().default(''),
    last_name: z.string().default(''),
    email: z.email().nullish(),
    phone_number: z.string().nullish(),
    greenhouse_profile_url: z.url().nullish(),
  }),
  /** Where an empty PATCH says that there is news. */
  url: z.url({ protocol: /^https?$/ }).nullish(),
});

const refused: VendorAnswer = { status: 401, body: { error: 'The API key is not valid.' } };
const wrong = (status: number, error: string): VendorAnswer => ({ status, body: { error } });

/** `GET list_tests`: what can be ordered. */
export async function listTests(request: VendorRequest, orders: VendorOrders, key: string): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const interviews = await orders.interviews();
  return {
    status: 200,
    body: interviews.map(({ id, name }) => ({ partner_test_id: id, partner_test_name: name })),
  };
}

/** `POST send_test`: orders an interview. The candidate's page there and the interview name the order, so a repeated call is the same one. */
export async function sendTest(request: VendorRequest, orders: VendorOrders, key: string): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const parsed = SendTest.safeParse(request.body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return wrong(422, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  }
  const { partner_test_id: interviewId, candidate, url } = parsed.data;
  const person = candidate.greenhouse_profile_url ?? candidate.email;
  if (person === null || person === undefined) return wrong(422, 'candidate: needs greenhouse_profile_url or email');
  const order = await orders.place({
    system: 'greenhouse',
    interviewId,
    requestKey: createHash('sha256')
      .update(`${interviewId}\n${person}\n${url ?? ''}`)
      .digest('hex'),
    candidate: {
      name: `${candidate.first_name} ${candidate.last_name}`.trim(),
      email: candidate.email ?? null,
      phone: candidate.phone_number ?? null,
      profileUrl: candidate.greenhouse_profile_url ?? null,
      externalId: /\/people\/(\d+)/.exec(candidate.greenhouse_profile_url ?? '')?.[1] ?? null,
    },
    noticeUrl: url ?? null,
  });
  if (order === null) return wrong(404, `partner_test_id: there is no interview "${interviewId}"`);
  return { status: 200, body: { partner_interview_id: order.id } };
}

/** Flat primitives only, shown there as a list under these names. */
function metadataOf(result: InterviewResult): Record<string, string | number | boolean> {
  const metadata: Record<string, string | number | boolean> = {};
  for (const { label, score } of result.competencies)
    metadata[label] = score === null ? 'not scored' : `${score.value}/${score.max}`;
  if (result.recommendation !== null) metadata['Recommendation (a person decides)'] = result.recommendation;
  if (result.completedAt !== null) metadata['Completed At'] = result.completedAt;
  for (const [name, value] of Object.entries(result.metadata)) if (value !== null) metadata[name] ??= value;
  return metadata;
}

/**
 * `GET test_status`: complete only with a page that can be shown. Greenhouse shows nothing of a result whose page it cannot reach, so a
 * result without one is not complete yet.
 */
export async function testStatus(request: VendorRequest, orders: VendorOrders, key: string): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const id = request.query['partner_interview_id'];
  if (id === undefined || id === '') return wrong(400, 'partner_interview_id is missing');
  const order = await orders.find('greenhouse', id);
  if (order === null) return wrong(404, 'There is no such interview.');
  const { result } = order;
  if (result === null || result.status !== 'completed' || result.report.url === null) {
    const begun = order.hasBegun || (result !== null && result.status !== 'pending');
    return {
      status: 200,
      body: { partner_status: order.state === 'cancelled' ? 'cancelled' : begun ? 'in_progress' : 'sent' },
    };
  }
  return {
    status: 200,
    body: {
      partner_status: 'complete',
      partner_profile_url: result.report.url,
      ...(result.overall === null ? {} : { partner_score: rescaled(result.overall, [0, 100], 1) }),
      metadata: metadataOf(result),
    },
  };
}

const ResponseError = z.object({ api_call: z.string(), errors: z.array(z.string()) });

/** `POST response_error`: what Greenhouse did not understand of an answer of ours; `report` is told, for a person. */
export function responseError(
  request: VendorRequest,
  key: string,
  report: (problem: { readonly call: string; readonly errors: readonly string[] }) => void,
): VendorAnswer {
  if (!hasKey(request.authorization, key)) return refused;
  const parsed = ResponseError.safeParse(request.body);
  if (!parsed.success) return wrong(422, 'api_call and errors are expected');
  report({ call: parsed.data.api_call, errors: parsed.data.errors });
  return { status: 200, body: {} };
}

/** The notice that makes Greenhouse ask for the status: an empty PATCH to the address of the order. It stopped asking by itself in 2019. */
export function completedNotice(noticeUrl: string, key: string): TargetRequest {
  return {
    method: 'PATCH',
    url: noticeUrl,
    headers: { authorization: basicAuthorization(key), 'content-type': 'application/json' },
    body: '',
  };
}
