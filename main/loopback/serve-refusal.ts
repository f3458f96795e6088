import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { PageFiles } from '../page-files.ts';
import { sendWebResponse } from './web-exchange.ts';

/**
 * Shows one page, with the fonts of the built one, to a browser on this machine: why the kiosk cannot be opened. Knows nothing personal, so
 * it asks for no token.
 *
 * @param port 0 takes a free one
 */
export async function serveRefusal(
  page: () => Promise<Response>,
  pageFiles: PageFiles,
  port: number,
  log: (line: string) => void,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const isOurs = request.headers.host === new URL(origin).host && request.method === 'GET';
    if (!isOurs) return void response.writeHead(404).end();
    const { pathname } = new URL(request.url ?? '/', origin);
    const asked = pathname.startsWith('/assets/') ? pageFiles.respond(pathname) : page();
    asked.then(
      (answer) => sendWebResponse(answer, response),
      (error: unknown) => {
        log(`refusal page: ${String(error)}`);
        response.writeHead(500).end();
      },
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
