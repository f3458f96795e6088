import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import { contentSecurityPolicy, SECURITY_HEADERS } from '#main/security-headers.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
};

/** One slice as it arrived. */
interface StoredSlice {
  bytes: Buffer;
  mimeType: string;
  isLast: boolean;
  hasRightHash: boolean;
  atMs: number;
}

/** What storage does with a slice before it answers. */
interface StorageBehaviour {
  delayMs?: number;
  /** Refuses the n-th attempt (from 1) of a sequence. */
  isRefused?: (sequence: number, attempt: number) => boolean;
}

export interface CaptureHost {
  url: string;
  /** Slices per recording, in the order they were stored. */
  stored(recordingId: string): StoredSlice[];
  bytes(recordingId: string): Buffer;
  behave(recordingId: string, behaviour: StorageBehaviour): void;
  /** Resolves when a recording has that many slices. */
  untilStored(recordingId: string, slices: number): Promise<void>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Serves the built page under the app's own policy, clips for its video element, and takes slices by PUT. */
export async function startCaptureHost(folders: { page: string; clips: string }): Promise<CaptureHost> {
  const recordings = new Map<string, StoredSlice[]>();
  const behaviours = new Map<string, StorageBehaviour>();
  const attempts = new Map<string, number>();
  const waiting = new Set<() => void>();

  async function store(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    sequence: number,
  ): Promise<void> {
    const bytes = await bodyOf(request);
    const { delayMs = 0, isRefused } = behaviours.get(id) ?? {};
    const attempt = (attempts.get(`${id}/${sequence}`) ?? 0) + 1;
    attempts.set(`${id}/${sequence}`, attempt);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (bytes.length === 0) {
      response.writeHead(400).end();
      return;
    }
    if (isRefused?.(sequence, attempt)) {
      response.writeHead(503).end();
      return;
    }
    const slices = recordings.get(id) ?? [];
    recordings.set(id, slices);
    if (sequence !== slices.length) {
      response.writeHead(409).end();
      return;
    }
    const { headers } = request;
    slices.push({
      bytes,
      mimeType: headers['content-type'] ?? '',
      isLast: headers['x-is-last'] === 'true',
      hasRightHash: headers['x-content-sha256'] === createHash('sha256').update(bytes).digest('hex'),
      atMs: performance.now(),
    });
    response.writeHead(204).end();
    for (const check of waiting) check();
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const media = /^\/media\/([\w-]+)\/(\d+)$/.exec(pathname);
    if (request.method === 'PUT' && media?.[1] !== undefined) {
      void store(request, response, media[1], Number(media[2]));
      return;
    }
    const isClip = pathname.startsWith('/clips/');
    const path = normalize(isClip ? pathname.slice('/clips'.length) : pathname === '/' ? '/index.html' : pathname);
    const file = join(isClip ? folders.clips : folders.page, path);
    if (path.includes('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': MIME_TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy(),
    });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    stored: (id) => recordings.get(id) ?? [],
    bytes: (id) => Buffer.concat((recordings.get(id) ?? []).map((slice) => slice.bytes)),
    behave(id, behaviour) {
      behaviours.set(id, behaviour);
    },
    untilStored: (id, slices) =>
      new Promise((resolve) => {
        const check = (): void => {
          if ((recordings.get(id)?.length ?? 0) < slices) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
