import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { MAX_SLICE_BYTES, MEDIA_PATH, SPEECH_PATH } from '#shared/media-routes.ts';
import { MAX_MESSAGE_BYTES, RPC_PATH, REST_PATH, RPC_SUBPROTOCOL, SESSION_PATH } from '#shared/loopback-routes.ts';
import type { CallContext } from '../connection.ts';
import type { PageApp } from '../page-app.ts';
import { openPageFiles } from '../page-files.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../security-headers.ts';
import { PageSessions } from './page-sessions.ts';
import { SessionConnections } from './session-connections.ts';
import { readBody, sendWebResponse, webRequest } from './web-exchange.ts';

export interface LoopbackHost {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Number of sockets that are open now. */
  clients(): number;
  /** A new address with a token that opens one page. */
  mint(): { url: string; token: string };
  close(): Promise<void>;
}

export interface LoopbackOptions {
  readonly app: PageApp;
  /** The built page. */
  readonly pageDirectory: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** At least 32 bytes; pages of an earlier host with the same secret and port are known again. */
  readonly sessionSecret: Buffer;
  /** How long a page may be away (reload, host busy) before it is signed out. */
  readonly reloadGraceMs: number;
  /** The page of rest, whose button leads to an address of ours. */
  readonly restPage?: (address: string) => Promise<Response>;
  /** Called with the number of open sockets whenever it changes. */
  readonly onClients?: (count: number) => void;
  readonly log: (line: string) => void;
}

const LOOPBACK_ADDRESS = '127.0.0.1';

/**
 * Serves the app to a browser on this machine, and only to one that was handed a token (ADR 0002). Every request must
 * name exactly `127.0.0.1:<port>` as its host, which is what defeats DNS rebinding.
 */
export async function serveLoopback(options: LoopbackOptions): Promise<LoopbackHost> {
  const { app } = options;
  const pageFiles = openPageFiles(options.pageDirectory);
  const rpc = new RPCHandler<CallContext>(app.router);
  const connections = new SessionConnections({ app, reloadGraceMs: options.reloadGraceMs });
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK_ADDRESS, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = `${LOOPBACK_ADDRESS}:${port}`;
  const origin = `http://${host}`;
  const connect = `ws://${host}`;
  const sessions = new PageSessions({ secret: options.sessionSecret, port });
  const commonHeaders = {
    ...SECURITY_HEADERS,
    'content-security-policy': contentSecurityPolicy({ connect }),
    'cache-control': 'no-store',
  };

  const isOurHost = (request: IncomingMessage) => request.headers.host === host;
  const isOurOrigin = (request: IncomingMessage) => request.headers.origin === origin;
  /** What a browser says about who asked; programs say nothing and are stopped by the cookie. */
  const isSameSite = (request: IncomingMessage) => {
    const site = request.headers['sec-fetch-site'];
    const isStranger = request.headers.origin !== undefined && !isOurOrigin(request);
    return !isStranger && (site === undefined || site === 'same-origin' || site === 'none');
  };

  function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
    response.writeHead(status, { ...commonHeaders, ...headers }).end();
  }

  function answerSession(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'GET') {
      end(response, sessions.recognise(request.headers.cookie) === null ? 403 : 204);
      return;
    }
    const token = /^Bearer ([\w-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
    const cookie = isOurOrigin(request) && token !== undefined ? sessions.redeem(token) : null;
    if (cookie === null) end(response, 403);
    else end(response, 204, { 'set-cookie': cookie });
  }

  /** Knows nothing personal, so it asks for no cookie: the browser that shows it has none yet. */
  async function answerRest(response: ServerResponse, url: URL): Promise<void> {
    const token = url.searchParams.get('next') ?? '';
    const isToken = /^[\w-]{43}$/.test(token);
    if (!isToken || options.restPage === undefined) end(response, 404);
    else await sendWebResponse(await options.restPage(`/#token=${token}`), response);
  }

  async function answerMedia(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const sessionId = sessions.recognise(request.headers.cookie);
    const isWriting = request.method !== 'GET' && request.method !== 'HEAD';
    if (sessionId === null || (isWriting && !isOurOrigin(request))) {
      end(response, 403);
      return;
    }
    const body = isWriting ? await readBody(request, MAX_SLICE_BYTES) : new Uint8Array();
    if (body === null) {
      end(response, 413, { connection: 'close' });
      return;
    }
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const asked = webRequest(request, { url: url.href, body: isWriting ? body : null, signal: leaving.signal });
    const answer = await app.handleMedia(asked, connections.of(sessionId));
    if (answer === null) end(response, 404);
    else await sendWebResponse(answer, response, commonHeaders);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurHost(request)) {
      end(response, 421);
      return;
    }
    if (!isSameSite(request)) {
      end(response, 403);
      return;
    }
    const target = request.url ?? '/';
    if (!target.startsWith('/') || target.startsWith('//')) {
      end(response, 400);
      return;
    }
    const url = new URL(target, origin);
    if (url.pathname === SESSION_PATH && (request.method === 'GET' || request.method === 'POST')) {
      answerSession(request, response);
    } else if (url.pathname.startsWith(MEDIA_PATH) || url.pathname.startsWith(SPEECH_PATH)) {
      await answerMedia(request, response, url);
    } else if (url.pathname === REST_PATH && request.method === 'GET') {
      await answerRest(response, url);
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      await sendWebResponse(await pageFiles.respond(url.pathname, connect), response);
    } else {
      end(response, 405);
    }
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return; // the client left while sending
      options.log(`loopback: ${request.method ?? ''} failed: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) response.destroy();
      else end(response, 500);
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has(RPC_SUBPROTOCOL) ? RPC_SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const sessionId = sessions.recognise(request.headers.cookie);
    const isAllowed = request.url === RPC_PATH && isOurHost(request) && isOurOrigin(request) && isSameSite(request);
    if (!isAllowed || sessionId === null) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol !== RPC_SUBPROTOCOL) {
        webSocket.close(1002, 'subprotocol');
        return;
      }
      const { connection, release } = connections.hold(sessionId);
      options.onClients?.(sockets.clients.size);
      webSocket.once('close', () => {
        release();
        options.onClients?.(sockets.clients.size);
      });
      webSocket.on('error', (error) => options.log(`loopback: socket: ${error.message}`));
      rpc.upgrade(webSocket, { context: { connection } }).catch((error: unknown) => {
        options.log(`loopback: socket: ${String(error)}`);
        webSocket.terminate();
      });
    });
  });

  return {
    origin,
    clients: () => sockets.clients.size,
    mint() {
      const token = sessions.mint();
      return { url: `${origin}/#token=${token}`, token };
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      connections.closeAll();
    },
  };
}
