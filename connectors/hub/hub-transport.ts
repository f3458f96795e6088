import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { DefaultHttpStack, type HttpStack } from 'tus-js-client';
import { Agent, type Dispatcher, request } from 'undici';
import { createBandwidth } from './bandwidth.ts';
import { trustOptions, type HubTrust } from './hub-trust.ts';
import { slowSocket, type SlowedSocket } from './slowed-socket.ts';

/** How a kiosk's bytes reach a hub: batches by `fetch`, files by `httpStack`, both under one trust and one ceiling. */
export type HubTransport = {
  readonly fetch: typeof globalThis.fetch;
  readonly httpStack: HttpStack;
  /** Bytes per second at most, all connections together; null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
  /** Drops every connection. */
  readonly close: () => Promise<void>;
};

/** What is sent first when the ceiling is reached. */
const RANK = { records: 0, files: 1 } as const;
/** No connection within this long counts as none. */
const CONNECT_MS = 10_000;
/** Files go one at a time; a second connection serves the one that follows a cut. */
const FILE_SOCKETS = 2;

type Way = { readonly host: string; readonly port: number; readonly isSecure: boolean };

/**
 * Opens the ways to a hub.
 * @param options.kbitPerSecond Ceiling for what is sent, 1000 bit/s; 0 for none. It counts the bytes given to TCP, TLS's own included.
 */
export function createHubTransport(options: {
  readonly trust: HubTrust;
  readonly kbitPerSecond: number;
}): HubTransport {
  const bytesPerSecond = options.kbitPerSecond === 0 ? null : (options.kbitPerSecond * 1000) / 8;
  const bandwidth = bytesPerSecond === null ? null : createBandwidth(bytesPerSecond);
  const trusted = trustOptions(options.trust);

  /** `ready` is called once, with a connection that may be used: for TLS only after the certificate was found good. */
  function open(
    way: Way,
    rank: number,
    ready: (error: Error | null, socket?: Socket | TLSSocket | SlowedSocket) => void,
  ) {
    const tcp = connectTcp({ host: way.host, port: way.port, noDelay: true, keepAlive: true });
    const below = bandwidth === null ? tcp : slowSocket(tcp, bandwidth, rank);
    const socket = way.isSecure
      ? connectTls({
          ...trusted,
          socket: below,
          host: way.host,
          // a name only: RFC 6066 forbids addresses
          servername: isIP(way.host) === 0 ? way.host : '',
          ALPNProtocols: ['http/1.1'],
        })
      : below;
    const late = setTimeout(() => socket.destroy(new Error('No connection in time.')), CONNECT_MS);
    const fail = (error: Error): void => settle(error);
    const gone = (): void => settle(new Error('The connection was closed before it could be used.'));
    const settle = (error: Error | null): void => {
      clearTimeout(late);
      socket.off('error', fail).off('close', gone);
      if (error === null) return ready(null, socket);
      // what is said after the first word has no listener any more
      socket.on('error', () => undefined);
      socket.destroy();
      ready(error);
    };
    socket.on('error', fail).on('close', gone);
    (way.isSecure ? socket : tcp).once(way.isSecure ? 'secureConnect' : 'connect', () => settle(null));
  }

  const agent = new Agent({
    allowH2: false,
    // the deadlines of the target end a request; these must not come first
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: ({ hostname, protocol, port }, ready) => {
      const isSecure = protocol === 'https:';
      const way = { host: bare(hostname), port: Number(port || (isSecure ? 443 : 80)), isSecure };
      open(way, RANK.records, (error, socket) => {
        if (error !== null || socket === undefined) return ready(error ?? new Error('No socket.'), null);
        // a slowed socket has every call that undici makes of one
        ready(null, socket as Socket);
      });
    },
  });

  function fileAgent(isSecure: boolean): HttpAgent {
    const each = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: FILE_SOCKETS });
    each.createConnection = (wanted: ClientRequestArgs, ready?: (error: Error | null, stream: Duplex) => void) => {
      const way = {
        host: bare(wanted.host ?? 'localhost'),
        port: Number(wanted.port ?? (isSecure ? 443 : 80)),
        isSecure,
      };
      open(way, RANK.files, (error, socket) => ready?.(error, socket as Duplex));
      return undefined;
    };
    return each;
  }
  const fileAgents = { plain: fileAgent(false), secure: fileAgent(true) };
  const stacks = {
    plain: new DefaultHttpStack({ agent: fileAgents.plain }),
    secure: new DefaultHttpStack({ agent: fileAgents.secure }),
  };

  return {
    fetch: ((url: string, init: RequestParts) => ask(agent, url, init)) as unknown as typeof globalThis.fetch,
    httpStack: {
      getName: () => 'hub',
      createRequest: (method, url) => stacks[url.startsWith('https:') ? 'secure' : 'plain'].createRequest(method, url),
    },
    bytesPerSecond,
    close: async () => {
      fileAgents.plain.destroy();
      fileAgents.secure.destroy();
      await agent.destroy();
    },
  };
}

/** What is asked of a hub. */
type RequestParts = {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
};

/**
 * The calls of `fetch` that are made of a hub, without the headers that browsers send and without following anything: a request is
 * what was asked and nothing else.
 */
async function ask(dispatcher: Agent, url: string, init: RequestParts = {}): Promise<object> {
  const { method = 'GET', headers = {}, body = null, signal } = init;
  const answer = await request(url, { dispatcher, method, headers, body, ...(signal === undefined ? {} : { signal }) });
  return {
    status: answer.statusCode,
    headers: new Headers(
      Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((each): [string, string] => [name, each]),
      ),
    ),
    body: answer.body,
  };
}

/** A host name without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
