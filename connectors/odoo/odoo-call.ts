import { z } from 'zod';
import { outcomeOfStatus, type Exchange, type TargetAnswer } from '../result/exchange.ts';
import { DeliveryEnded } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';

export const ODOO = 'Odoo';

export const OdooVersion = z.enum(['17', '18', '19']);
export type OdooVersion = z.infer<typeof OdooVersion>;

export type OdooAccess = {
  /** Without a slash at the end. */
  readonly url: string;
  readonly database: string;
  readonly login: string;
  readonly apiKey: string;
};

export type OdooArguments = Readonly<Record<string, unknown>>;

/** Calls a method of a model by named arguments; `ids` are the records it works on. @throws DeliveryEnded */
export type OdooCall = (
  model: string,
  method: string,
  args: OdooArguments,
  options: { readonly isQuestion: boolean; readonly assumed: unknown },
) => Promise<unknown>;

/** An error as Odoo tells it. `debug` holds a Python trace with paths and is not even read. */
const OdooError = z.object({ name: z.string(), message: z.string() });
const RpcAnswer = z.object({ result: z.unknown().optional(), error: z.object({ data: OdooError }).optional() });

/** Two writers met; the one that lost may try again. */
export const MET_ANOTHER = /could not serialize|duplicate key|concurrent update|deadlock/i;

function endOfError({ name, message }: z.infer<typeof OdooError>, access: OdooAccess): DeliveryEnded {
  if (/OperationalError|SerializationFailure|LockNotAvailable|DeadlockDetected/.test(name) || MET_ANOTHER.test(message))
    return new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  const said = saidBy(message, [access.apiKey]);
  if (/AccessDenied|AccessError|Unauthorized|Forbidden/.test(name))
    return new DeliveryEnded(lasting('refused', ODOO, said));
  if (/MissingError|NotFound/.test(name)) return new DeliveryEnded(lasting('misconfigured', ODOO, said));
  return new DeliveryEnded(lasting('rejected', ODOO, said));
}

function endOfAnswer(answer: TargetAnswer, access: OdooAccess): DeliveryEnded {
  const error = OdooError.safeParse(answer.json);
  const isProxy = answer.status === 429 || (answer.status >= 502 && answer.status <= 504);
  if (answer.status === 401 || answer.status === 403 || isProxy || !error.success)
    return new DeliveryEnded(outcomeOfStatus(answer, ODOO, saidBy(error.data?.message, [access.apiKey])));
  // Odoo answers 500 to mistakes of ours, such as a field that it does not have: trying again would not help
  return endOfError(error.data, access);
}

/** JSON-2, Odoo 19 and later: one address for each method, named arguments, a bearer key. */
export function jsonTwoCall(access: OdooAccess, exchange: Exchange): OdooCall {
  return async (model, method, args, { isQuestion, assumed }) => {
    const answer = await exchange({
      method: 'POST',
      url: `${access.url}/json/2/${model}/${method}`,
      headers: {
        authorization: `bearer ${access.apiKey}`,
        'content-type': 'application/json; charset=utf-8',
        'x-odoo-database': access.database,
      },
      body: JSON.stringify(args),
      isQuestion,
      assumed,
    });
    if (answer.status !== 200) throw endOfAnswer(answer, access);
    if (answer.json === undefined) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
    return answer.json;
  };
}

/** One call by JSON-RPC (Odoo 17 and 18; gone in 20): always 200, the error is in the body. */
export async function jsonRpc(
  access: OdooAccess,
  exchange: Exchange,
  params: { readonly service: string; readonly method: string; readonly args: readonly unknown[] },
  options: { readonly isQuestion: boolean; readonly assumed: unknown },
): Promise<unknown> {
  const answer = await exchange({
    method: 'POST',
    url: `${access.url}/jsonrpc`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params }),
    isQuestion: options.isQuestion,
    assumed: { result: options.assumed },
  });
  if (answer.status !== 200) throw endOfAnswer(answer, access);
  const parsed = RpcAnswer.safeParse(answer.json);
  if (!parsed.success) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
  if (parsed.data.error !== undefined) throw endOfError(parsed.data.error.data, access);
  return parsed.data.result;
}

/** Calls by JSON-RPC; signs in by the first one. */
export function jsonRpcCall(access: OdooAccess, exchange: Exchange): OdooCall {
  const { database, login, apiKey } = access;
  let user: Promise<unknown> | null = null;
  const signIn = async () => {
    const params = { service: 'common', method: 'login', args: [database, login, apiKey] };
    const uid = await jsonRpc(access, exchange, params, { isQuestion: true, assumed: '<user>' });
    if (uid === false || uid === null) throw new DeliveryEnded(lasting('refused', ODOO));
    return uid;
  };
  return async (model, method, args, options) => {
    user ??= signIn();
    const { ids, ...named } = args;
    const positional = ids === undefined ? [] : [ids];
    const call = [database, await user, apiKey, model, method, positional, named];
    return await jsonRpc(access, exchange, { service: 'object', method: 'execute_kw', args: call }, options);
  };
}
