import type { Protocol } from 'electron';
import { MAX_SLICE_BYTES, MEDIA_PATH, SPEECH_PATH } from '#shared/media-routes.ts';
import type { Connection } from '../connection.ts';
import type { PageApp } from '../page-app.ts';
import type { PageFiles } from '../page-files.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../security-headers.ts';
import { PAGE_HOST, PAGE_SCHEME } from './page-address.ts';

/** Must run before Electron is ready: makes `app:` a secure, standard scheme that can fetch and stream. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

function refuse(status: number): Response {
  return new Response(null, {
    status,
    headers: { ...SECURITY_HEADERS, 'content-security-policy': contentSecurityPolicy(), 'cache-control': 'no-store' },
  });
}

/** Reads a body, giving up (null) as soon as it is longer than `maxBytes`. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

async function answerMedia(request: Request, app: PageApp, connection: Connection): Promise<Response> {
  let asked = request;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const body = await readBody(request, MAX_SLICE_BYTES);
    if (body === null) return refuse(413);
    asked = new Request(request.url, { method: request.method, headers: request.headers, body });
  }
  return (await app.handleMedia(asked, connection)) ?? refuse(404);
}

/** Serves the page's files and media under `app://kiosk/`. */
export function servePage(
  protocol: Protocol,
  parts: {
    app: () => PageApp | null;
    pageFiles: PageFiles;
    connection: () => Connection | null;
    /** Shown instead of the page and whatever it asks for; null while there is something behind it. */
    refusal: () => Response | null;
    log: (line: string) => void;
  },
): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    try {
      const { host, pathname } = new URL(request.url);
      if (host !== PAGE_HOST) return refuse(404);
      if (pathname.startsWith(MEDIA_PATH) || pathname.startsWith(SPEECH_PATH)) {
        const connection = parts.connection();
        const app = parts.app();
        return connection === null || app === null ? refuse(403) : await answerMedia(request, app, connection);
      }
      const refusal = parts.refusal();
      if (refusal !== null && !pathname.startsWith('/assets/')) return refusal;
      return request.method === 'GET' ? await parts.pageFiles.respond(pathname) : refuse(405);
    } catch (error) {
      parts.log(`page protocol: ${error instanceof Error ? error.stack : String(error)}`);
      return refuse(500);
    }
  });
}

/** Serves one page, with the fonts of the built one, whatever is asked for: it has nothing behind it. */
export function serveOnly(
  protocol: Protocol,
  parts: { page: () => Promise<Response>; pageFiles: PageFiles; log: (line: string) => void },
): void {
  protocol.handle(PAGE_SCHEME, async ({ url }) => {
    try {
      const { host, pathname } = new URL(url);
      if (host !== PAGE_HOST) return refuse(404);
      return pathname.startsWith('/assets/') ? await parts.pageFiles.respond(pathname) : await parts.page();
    } catch (error) {
      parts.log(`page protocol: ${error instanceof Error ? error.stack : String(error)}`);
      return refuse(500);
    }
  });
}
