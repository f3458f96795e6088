import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.tflite': 'application/octet-stream',
};

/** Stands in the built index.html (electron.vite.config.ts, `html.cspNonce`) where every response gets a fresh value. */
const NONCE_PLACEHOLDER = 'CSP_NONCE';

/** The built page, ready to be answered from. */
export interface PageFiles {
  /**
   * @param pathname as in a URL, still percent-encoded; 404 for everything that the build did not produce
   * @param connect see `contentSecurityPolicy`
   */
  respond(pathname: string, connect?: string): Promise<Response>;
}

/**
 * Lists the built page once: only a path in that list is ever opened, so no encoding trick reaches another file.
 *
 * @throws when `directory` holds no built page
 */
export function openPageFiles(directory: string): PageFiles {
  if (!existsSync(join(directory, 'index.html'))) {
    throw new Error(`There is no built page in ${directory}. Run "npm run build".`);
  }
  const files = new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(directory.length).split(sep).join('/'), file]),
  );

  return {
    async respond(pathname, connect) {
      const path = pathname === '/' ? '/index.html' : pathname;
      const file = files.get(path);
      if (file === undefined) {
        return new Response(null, {
          status: 404,
          headers: {
            ...SECURITY_HEADERS,
            'content-security-policy': contentSecurityPolicy({ connect }),
            'cache-control': 'no-store',
          },
        });
      }
      const type = MIME_TYPES[extname(path)] ?? 'application/octet-stream';
      const isDocument = type.startsWith('text/html');
      const nonce = randomBytes(16).toString('base64');
      const body = isDocument
        ? (await readFile(file, 'utf8')).replaceAll(NONCE_PLACEHOLDER, nonce)
        : new Uint8Array(await readFile(file));
      return new Response(body, {
        headers: {
          ...SECURITY_HEADERS,
          'content-security-policy': contentSecurityPolicy({ connect, nonce: isDocument ? nonce : undefined }),
          'content-type': type,
          // the build puts a hash of the content into every name below assets/
          'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
        },
      });
    },
  };
}
