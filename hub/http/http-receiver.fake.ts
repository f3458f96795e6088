import { createServer, type IncomingHttpHeaders } from 'node:http';

type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type HttpReceiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Statuses of the next answers; 200 after them. */
  readonly answerNext: (...statuses: readonly number[]) => void;
  readonly close: () => Promise<void>;
};

/** Somebody's own HTTP server: keeps what it was sent. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const received: Received[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, path: url, headers, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answerNext: (...next) => void statuses.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
