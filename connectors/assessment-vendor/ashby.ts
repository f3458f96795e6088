import { z } from 'zod';
import type { InterviewResult } from '#shared/result.ts';
import { rescaled } from '../result/apply-mapping.ts';
import type { TargetRequest } from '../result/exchange.ts';
import { basicAuthorization, hasKey, type VendorAnswer, type VendorRequest } from './vendor-request.ts';
import type { VendorOrders } from './vendor-orders.ts';

/** One value with what Ashby needs to show it. Identifiers are ours and stay what they are. */
export type AssessmentDataValue = {
  readonly identifier: string;
  readonly label: string;
  readonly value: string | number | boolean;
  readonly type: 'numeric_score' | 'numeric_duration_minutes' | 'url' | 'string' | 'boolean_success';
  readonly description?: string;
};

const Start = z.object({
  assessment_type_id: z.string().min(1),
  candidate: z.object({
    ashby_id: z.string().optional(),
    first_name: z.string().default(''),
    last_name: z.string().default(''),
    email: z.string().nullish(),
    ashby_profile_url: z.url().nullish(),
  }),
  application: z.object({ ashby_id: z.string() }),
});

const Cancel = z.object({ assessment_id: z.string().min(1) });

const text = (identifier: string, label: string, value: string): AssessmentDataValue => ({
  identifier,
  label,
  value,
  type: 'string',
});
const done = (results: unknown): VendorAnswer => ({ status: 200, body: { success: true, results } });
const failed = (status: number, error: string): VendorAnswer => ({ status, body: { success: false, errors: [error] } });
const refused = failed(401, 'The API key is not valid.');

/** `assessment.list`: what can be ordered. */
export async function assessmentList(request: VendorRequest, orders: VendorOrders, key: string): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const interviews = await orders.interviews();
  return done(interviews.map(({ id, name, description }) => ({ assessment_type_id: id, name, description })));
}

/** `assessment.start`: orders an interview; the application there and the interview name the order. */
export async function assessmentStart(
  request: VendorRequest,
  orders: VendorOrders,
  key: string,
): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const parsed = Start.safeParse(request.body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(422, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  }
  const { assessment_type_id: interviewId, candidate, application } = parsed.data;
  const order = await orders.place({
    system: 'ashby',
    interviewId,
    requestKey: `${interviewId} ${application.ashby_id}`,
    candidate: {
      name: `${candidate.first_name} ${candidate.last_name}`.trim(),
      email: candidate.email ?? null,
      phone: null,
      profileUrl: candidate.ashby_profile_url ?? null,
      externalId: candidate.ashby_id ?? null,
    },
    noticeUrl: null,
  });
  if (order === null) return failed(404, `assessment_type_id: there is no interview "${interviewId}"`);
  return done({ assessment_id: order.id, assessment_status: text('status', 'Status', 'Invited') });
}

/** `assessment.cancel`: an interview that has a result is not taken back. */
export async function assessmentCancel(
  request: VendorRequest,
  orders: VendorOrders,
  key: string,
): Promise<VendorAnswer> {
  if (!hasKey(request.authorization, key)) return refused;
  const parsed = Cancel.safeParse(request.body);
  if (!parsed.success) return failed(422, 'assessment_id is missing');
  const { assessment_id: id } = parsed.data;
  if ((await orders.find('ashby', id)) === null) return failed(404, 'There is no such assessment.');
  if (!(await orders.cancel('ashby', id))) return failed(409, 'The interview is finished; its result stays.');
  return done({ assessment_id: id });
}

const STATUS: Readonly<Record<InterviewResult['status'], string>> = {
  pending: 'Invited',
  in_progress: 'Started',
  completed: 'Completed',
  partial: 'Partly completed',
  expired: 'Expired',
  cancelled: 'Cancelled',
  error: 'Technical fault',
};

/** Fields of `assessment.update`, which Ashby shows beside the application. */
export type AssessmentUpdate = {
  readonly assessment_id: string;
  /** ms since 1970, higher than in every update before. */
  readonly timestamp: number;
  readonly assessment_status?: AssessmentDataValue;
  readonly assessment_profile_url?: AssessmentDataValue;
  /** Ends the assessment there. */
  readonly assessment_result?: AssessmentDataValue;
  readonly cancelled_reason?: AssessmentDataValue;
  readonly metadata?: readonly AssessmentDataValue[];
};

/** What to tell Ashby once the person has come. @param at as in {@link assessmentUpdate} */
export function assessmentStarted(assessmentId: string, at: number): AssessmentUpdate {
  return {
    assessment_id: assessmentId,
    timestamp: at,
    assessment_status: text('status', 'Status', STATUS.in_progress),
  };
}

/**
 * What to tell Ashby of a result. A score is sent together with the page that it may be read on: Ashby wants both or neither.
 *
 * @param at ms since 1970; at least one more than in the update before
 */
export function assessmentUpdate(assessmentId: string, result: InterviewResult, at: number): AssessmentUpdate {
  const base = { assessment_id: assessmentId, timestamp: at };
  if (result.status === 'cancelled' || result.status === 'expired')
    return { ...base, cancelled_reason: text('cancelled_reason', 'Reason', STATUS[result.status]) };
  const { overall, report } = result;
  const status = text('status', 'Status', STATUS[result.status]);
  const page: AssessmentDataValue | null =
    report.url === null ? null : { identifier: 'report', label: 'Interview', value: report.url, type: 'url' };
  const metadata: AssessmentDataValue[] = result.competencies.map(({ key, label, score }) =>
    score === null
      ? text(key, label, 'Not scored')
      : {
          identifier: key,
          label,
          value: rescaled(score, [0, 100], 0),
          type: 'numeric_score',
          description: `${score.value} of ${score.max}`,
        },
  );
  if (result.recommendation !== null)
    metadata.push(text('recommendation', 'Recommendation (a person decides)', result.recommendation));
  const isComplete = result.status === 'completed' && page !== null;
  return {
    ...base,
    assessment_status: status,
    ...(page === null ? {} : { assessment_profile_url: page }),
    ...(isComplete
      ? {
          assessment_result:
            overall === null
              ? text('score', 'Score', 'Not scored: please listen')
              : { identifier: 'score', label: 'Score', value: rescaled(overall, [0, 100], 0), type: 'numeric_score' },
        }
      : {}),
    metadata,
  };
}

/** The request that carries an update. @param base such as `https://api.ashbyhq.com` */
export function assessmentUpdateRequest(base: string, key: string, update: AssessmentUpdate): TargetRequest {
  return {
    method: 'POST',
    url: `${base.replace(/\/+$/, '')}/assessment.update`,
    headers: {
      authorization: basicAuthorization(key),
      accept: 'application/json; version=1',
      'content-type': 'application/json',
      'user-agent': 'anteroom',
    },
    body: JSON.stringify(update),
  };
}
