import { once } from 'node:events';
import { createServer, request as requestTo } from 'node:http';

/** A plain reverse proxy as in front of replicas; see {@link startRoundRobin}. */
export interface RoundRobin {
  readonly url: string;
  close(): Promise<void>;
}

/** How long a replica that did not answer is left out. */
const REST_MS = 500;

/**
 * Gives each request to the next of the upstreams; one that cannot be reached costs 502 once and is then left alone for a while.
 *
 * @param options.lostAnswerRate share of the answers, 0–1, that the upstream gave and that never arrive
 */
export async function startRoundRobin(
  ports: readonly number[],
  options: { readonly lostAnswerRate: number; readonly random: () => number },
): Promise<RoundRobin> {
  const restsUntil = new Map<number, number>();
  let turn = 0;

  function nextPort(): number {
    const now = performance.now();
    const awake = ports.filter((port) => (restsUntil.get(port) ?? 0) <= now);
    const among = awake.length > 0 ? awake : ports;
    turn += 1;
    return among[turn % among.length] ?? 0;
  }

  const server = createServer((request, response) => {
    const port = nextPort();
    const { method, url: path, headers } = request;
    const forwarded = requestTo({ host: '127.0.0.1', port, method, path, headers });
    forwarded.on('response', (answer) => {
      if (options.random() < options.lostAnswerRate) {
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    forwarded.on('error', () => {
      restsUntil.set(port, performance.now() + REST_MS);
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on('close', () => forwarded.destroy());
    request.on('error', () => forwarded.destroy());
    request.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
