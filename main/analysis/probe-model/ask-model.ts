import { lookup as systemLookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPrivate } from './private-address.ts';

/** Why a model's answer was not taken. Written to the log; the rule's own question is asked then. */
export type ModelRefusal =
  | 'address_not_private'
  | 'tls_needed'
  | 'unreachable'
  | 'timed_out'
  | 'redirected'
  | 'status'
  | 'too_long'
  | 'not_json'
  | 'not_in_schema'
  | 'not_offered'
  | 'not_in_answer';

export type ModelReply = { text: string } | { refused: ModelRefusal; detail: string };

/** Addresses of a host name. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

const resolveAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

export interface AskParts {
  readonly lookup?: Lookup;
  readonly connectTimeoutMs?: number;
  readonly totalTimeoutMs?: number;
}

/** A reply holds two short fields; anything beyond this is not one. */
const MAX_REPLY_BYTES = 16_384;
const CONNECT_TIMEOUT_MS = 1000;
const TOTAL_TIMEOUT_MS = 4000;

const refuse = (refused: ModelRefusal, detail: string): ModelReply => ({ refused, detail });

/**
 * One POST of JSON to a model on this machine or the site's own network.
 *
 * The name is resolved once; every address it stands for must be private, and the connection goes to the very address that
 * was checked. Plain HTTP only to this machine. No redirect is followed, nothing is tried twice.
 */
export async function askModel(url: URL, body: unknown, parts: AskParts = {}): Promise<ModelReply> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: readonly { address: string; family: number }[];
  try {
    const family = isIP(hostname);
    addresses = family === 0 ? await (parts.lookup ?? resolveAll)(hostname) : [{ address: hostname, family }];
  } catch (error) {
    return refuse('unreachable', error instanceof Error ? error.message : String(error));
  }
  const outside = addresses.find(({ address }) => !isPrivate(address));
  const [checked] = addresses;
  if (outside || !checked) return refuse('address_not_private', outside?.address ?? 'the name has no address');
  if (url.protocol !== 'https:' && !isLoopback(checked.address)) return refuse('tls_needed', checked.address);
  return post(url, JSON.stringify(body), checked, parts);
}

function post(
  url: URL,
  body: string,
  { address, family }: { address: string; family: number },
  parts: AskParts,
): Promise<ModelReply> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  // the address that was checked, whatever the name stands for a moment later
  const pinned: LookupFunction = (_hostname, options, done) =>
    options.all === true ? done(null, [{ address, family }]) : done(null, address, family);
  return new Promise((resolve) => {
    const settle = (reply: ModelReply): void => {
      clearTimeout(connectTimer);
      clearTimeout(totalTimer);
      resolve(reply);
      request.destroy();
    };
    const request = send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      lookup: pinned,
      agent: false,
    });
    const connectTimer = setTimeout(
      () => settle(refuse('timed_out', 'no connection')),
      parts.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    );
    const totalTimer = setTimeout(
      () => settle(refuse('timed_out', 'no answer')),
      parts.totalTimeoutMs ?? TOTAL_TIMEOUT_MS,
    );
    request.on('socket', (socket) => {
      const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(connected, () => clearTimeout(connectTimer));
    });
    request.on('error', (error) => settle(refuse('unreachable', error.message)));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) return settle(refuse('redirected', String(response.headers.location)));
      if (status !== 200) return settle(refuse('status', String(status)));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > MAX_REPLY_BYTES) settle(refuse('too_long', `${size} bytes`));
      });
      response.on('end', () => settle({ text: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', (error) => settle(refuse('unreachable', error.message)));
    });
    request.end(body);
  });
}
