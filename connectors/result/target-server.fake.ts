import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type SeenRequest = {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly json: unknown;
};

export type Reply = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** `cut`: connection closed before anything is done. `lost`: done, but the answer is lost. `silence`: never answered. */
export type Fault = Reply | 'cut' | 'lost' | 'silence';

export type TargetServer = {
  readonly url: string;
  /** Every request that arrived whole, also those that a fault answered. */
  readonly seen: readonly SeenRequest[];
  /** The next requests meet these faults, one each; null lets one pass. */
  readonly failNext: (faults: readonly (Fault | null)[]) => void;
  /** Resolves once a request arrived that is never answered. */
  readonly silenced: () => Promise<void>;
  readonly close: () => Promise<void>;
};

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status = 200, json, text = '', headers = {} }: Reply): void {
  const body = json === undefined ? text : JSON.stringify(json);
  response.writeHead(status, { 'content-type': json === undefined ? 'text/plain' : 'application/json', ...headers });
  response.end(body);
}

/** A real HTTP server on 127.0.0.1 that behaves as `handle` says, and fails on demand. */
export async function startTargetServer(
  handle: (request: SeenRequest) => Reply | Promise<Reply>,
  port = 0,
): Promise<TargetServer> {
  const seen: SeenRequest[] = [];
  const faults: (Fault | null)[] = [];
  const waiting: (() => void)[] = [];
  let silent = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body,
      json: parse(body),
    };
    seen.push(one);
    const fault = faults.shift() ?? null;
    if (fault === 'silence') {
      silent += 1;
      for (const wake of waiting.splice(0)) wake();
    } else if (fault === 'cut') request.socket.destroy();
    else if (fault === 'lost') {
      await handle(one);
      request.socket.destroy();
    } else send(response, fault ?? (await handle(one)));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // a mistake in a fake must not look like a target that fails
      send(response, { status: 599, text: String(error) });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('This server has no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    failNext: (next) => void faults.push(...next),
    silenced: () => (silent > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
