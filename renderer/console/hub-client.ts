import { z } from 'zod';
import { Problem } from '#shared/wire/problem.ts';

/** A failure with its code: the hub's own, `unreachable` without an answer, `unreadable` for one we do not understand. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem';
  readonly code: string;
  readonly retryAfterMs: number | null;
  /** What is wrong where, e.g. `/name`. */
  readonly issues: NonNullable<Problem['issues']>;
  /** Of a `conflict` or something `unusable`: why, as a code with what stands in its sentence. */
  readonly reason: string | null;
  readonly values: NonNullable<Problem['values']>;
  constructor(code: string, detail: string, more: Pick<Problem, 'retryAfterMs' | 'issues' | 'reason' | 'values'> = {}) {
    super(detail);
    this.code = code;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.issues = more.issues ?? [];
    this.reason = more.reason ?? null;
    this.values = more.values ?? {};
  }
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly file?: { readonly contentType: string; readonly bytes: Blob };
  readonly signal?: AbortSignal;
}

const signedOutListeners = new Set<() => void>();

/** Calls back when the hub says that the session has ended. @returns stops it */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

async function problemOf(response: Response): Promise<HubProblem> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new HubProblem('unreadable', `HTTP ${response.status}`);
  const { code, title, detail } = parsed.data;
  return new HubProblem(code, detail ?? title, parsed.data);
}

function payloadOf({ body, file }: Asked): Pick<RequestInit, 'headers' | 'body'> {
  if (file !== undefined) return { headers: { 'content-type': file.contentType }, body: file.bytes };
  if (body === undefined) return {};
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function send(path: string, asked: Asked): Promise<Response> {
  const { method = 'GET', signal } = asked;
  const response = await fetch(path, {
    method,
    cache: 'no-store',
    ...payloadOf(asked),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw new HubProblem('unreachable', String(error));
  });
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.code === 'unauthorized') for (const listener of signedOutListeners) listener();
  throw problem;
}

/** Asks the hub and checks the answer. @throws {HubProblem} */
export async function ask<T>(path: string, schema: z.ZodType<T>, asked: Asked = {}): Promise<T> {
  const parsed = schema.safeParse(await (await send(path, asked)).json());
  if (!parsed.success) throw new HubProblem('unreadable', z.prettifyError(parsed.error));
  return parsed.data;
}

/** Tells the hub something it answers with nothing. @throws {HubProblem} */
export async function tell(path: string, asked: Asked): Promise<void> {
  await send(path, asked);
}
