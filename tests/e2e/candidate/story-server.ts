import { createServer } from 'node:http';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { openPageFiles } from '#main/page-files.ts';

const ROOT = resolve(import.meta.dirname, 'page');

/** Builds the story page and serves it on loopback under the kiosk's own security headers. */
export async function serveStories(name: string): Promise<{ url: string; close: () => Promise<void> }> {
  const directory = resolve(import.meta.dirname, `../../.cache/candidate-stories-${name}`);
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    plugins: [react()],
    html: { cspNonce: 'CSP_NONCE' },
    worker: { format: 'es' },
    logLevel: 'error',
    build: { outDir: directory, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const files = openPageFiles(directory);
  const server = createServer((request, response) => {
    void files.respond(new URL(request.url ?? '/', 'http://page').pathname).then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the story server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
