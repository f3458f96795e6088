import { createHash } from 'node:crypto';
import { readRetryAfter } from '../hub/http-outcome.ts';
import { parseJson, readBounded } from '../hub/read-bounded.ts';
import { DeliveryEnded, type LastingOutcome, type PassingOutcome, type PlannedRequest } from './result-connector.ts';
import { lasting, saidBy, withoutSecrets, type TargetName } from './sentences.ts';

const DEADLINE_MS = 30_000;
/** A wait longer than this is a mistake of the target's clock. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** One request to a target. */
export type TargetRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'OPTIONS';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Only asks; a dry run shows it, a check may send it. */
  readonly isQuestion?: boolean;
  /** What a dry run goes on with in place of an answer. */
  readonly assumed?: unknown;
};

export type TargetAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
};

/** Sends one request. @throws DeliveryEnded when there is no answer */
export type Exchange = (request: TargetRequest) => Promise<TargetAnswer>;

export type ExchangeOptions = {
  readonly signal: AbortSignal;
  /** From start to end of one request, ms. */
  readonly deadlineMs?: number;
};

/** Real requests over HTTP. A redirect is never followed: it would carry the result and the key to a stranger. */
export function httpExchange({ signal, deadlineMs = DEADLINE_MS }: ExchangeOptions): Exchange {
  return async ({ method, url, headers = {}, body }) => {
    if (signal.aborted) throw new DeliveryEnded({ kind: 'transient', reason: 'stopped' });
    const deadline = AbortSignal.timeout(deadlineMs);
    let answer: TargetAnswer;
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.any([signal, deadline]),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      });
      const text = await readBounded(response);
      const header = (name: string): string | null => response.headers.get(name);
      answer = { status: response.status, header, text, json: parseJson(text) };
    } catch {
      // Which network error it was does not matter to the schedule; and its text may hold the address with the key
      const reason = signal.aborted ? 'stopped' : deadline.aborted ? 'timeout' : 'unreachable';
      throw new DeliveryEnded({ kind: 'transient', reason });
    }
    if (answer.status >= 300 && answer.status < 400) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
    if (answer.status === 511) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
    return answer;
  };
}

/** Writes down what would be sent and answers with what the caller assumes. */
export function recordingExchange(secrets: readonly string[]): {
  readonly exchange: Exchange;
  readonly requests: readonly PlannedRequest[];
} {
  const requests: PlannedRequest[] = [];
  const clean = (text: string) => withoutSecrets(text, secrets);
  const exchange: Exchange = ({ method, url, headers = {}, body, isQuestion = false, assumed = {} }) => {
    requests.push({
      method,
      url: clean(url),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value)])),
      body:
        body === undefined
          ? null
          : typeof body === 'string'
            ? clean(body)
            : { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') },
      isQuestion,
    });
    return Promise.resolve({ status: 200, header: () => null, text: JSON.stringify(assumed), json: assumed });
  };
  return { exchange, requests };
}

/** The wait that an answer asks for, as part of an outcome. */
export function waitOf(answer: TargetAnswer): { retryAfterMs?: number } {
  const waitMs = readRetryAfter(answer.header('retry-after'), answer.header('date'));
  return waitMs === null ? {} : { retryAfterMs: Math.min(waitMs, MAX_WAIT_MS) };
}

/** What an answer with a status other than success means at most targets. `said`: their own message, already safe to show. */
export function outcomeOfStatus(
  answer: TargetAnswer,
  target: TargetName,
  said: string | null,
): PassingOutcome | LastingOutcome {
  const { status } = answer;
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { kind: 'transient', reason: 'busy', ...waitOf(answer) };
  if (status === 401 || status === 403) return lasting('refused', target, said);
  if (status === 404) return lasting('misconfigured', target, said);
  if (status === 410) return lasting('gone', target, said);
  if (status === 413) return lasting('too_large', target, said);
  return lasting('rejected', target, said);
}

/**
 * Lets a successful answer through.
 * @throws DeliveryEnded with what any other status means
 */
export function succeeded(answer: TargetAnswer, target: TargetName, said: string | null = null): TargetAnswer {
  if (answer.status < 200 || answer.status >= 300) throw new DeliveryEnded(outcomeOfStatus(answer, target, said));
  return answer;
}

/** The message in a JSON body under one of these names, safe to show. */
export function messageIn(answer: TargetAnswer, names: readonly string[], secrets: readonly string[]): string | null {
  const body = answer.json;
  if (typeof body !== 'object' || body === null) return null;
  for (const name of names) {
    const said = saidBy((body as Record<string, unknown>)[name], secrets);
    if (said !== null) return said;
  }
  return null;
}
