import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import { z } from 'zod';
import { ProblemError } from './problem.ts';
import type { Routes } from './server.ts';

/** Stands in the built page where every answer gets a fresh value (electron.vite.config.ts, `html.cspNonce`). */
const NONCE_PLACEHOLDER = 'CSP_NONCE';
const PAGE = 'console.html';
const Anything = z.any().meta({ description: 'A page or a file of it' });

/** Nothing from elsewhere, nothing inline but the one `<style>` of react-aria, which carries the nonce; no frames, no forms. */
function pagePolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self'`,
    `img-src 'self' data:`,
    `media-src 'self'`,
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
};

/** The console in the browser, from the built pages in `directory`. Only files that the build made are ever opened. */
export function consolePages(directory: string): Routes {
  const assets = join(directory, 'assets');
  const files = new Set(existsSync(assets) ? readdirSync(assets) : []);
  return (server) => {
    void server.register(staticFiles, { root: assets, serve: false });

    server.route({
      method: 'GET',
      url: '/',
      config: { scope: 'public' },
      schema: { summary: 'The console', hide: true, response: { 200: Anything, 503: Anything } },
      handler: async (_request, reply) => {
        const page = join(directory, PAGE);
        if (!existsSync(page)) {
          return reply
            .code(503)
            .type('text/plain; charset=utf-8')
            .send('The console was not built: run "npm run build".');
        }
        const nonce = randomBytes(16).toString('base64');
        return reply
          .headers({ ...HEADERS, 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' })
          .type('text/html; charset=utf-8')
          .send((await readFile(page, 'utf8')).replaceAll(NONCE_PLACEHOLDER, nonce));
      },
    });

    server.route({
      method: 'GET',
      url: '/assets/:file',
      // files of the build, the same for everybody: counting them would cost more than sending them
      config: { scope: 'public', rateLimit: false },
      schema: {
        summary: 'A file of the console',
        hide: true,
        params: z.object({ file: z.string() }),
        response: { 200: Anything },
      },
      handler: async (request, reply) => {
        const { file } = request.params;
        if (!files.has(file)) throw new ProblemError('not_found');
        // the build puts a hash of the content into every name
        return reply.headers(HEADERS).sendFile(file, { maxAge: '365d', immutable: true });
      },
    });
  };
}
