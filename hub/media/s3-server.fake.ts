import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { BucketAddress } from './s3-bucket.ts';

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hex = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** An object store in memory, written from the published protocol: signature version 4, signed payloads, ranges. */
export interface FakeObjectStore {
  readonly address: BucketAddress;
  readonly objects: Map<string, Buffer>;
  /** Answers so many requests with 503 before it works again. */
  failNext(count: number): void;
  close(): Promise<void>;
}

/** Starts it; every request it cannot verify is 403. */
export async function startFakeObjectStore(): Promise<FakeObjectStore> {
  const secret = 'a secret that is only known here';
  const objects = new Map<string, Buffer>();
  let failures = 0;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece as Uint8Array));
    const body = Buffer.concat(pieces);
    const say = (status: number, bytes?: Buffer, headers: Record<string, string> = {}): void => {
      response.writeHead(status, headers).end(bytes);
    };
    if (failures > 0) {
      failures -= 1;
      return say(503);
    }
    if (!isSigned(request, body, secret)) return say(403);
    const key = (request.url ?? '').replace('/interviews/', '');
    const object = objects.get(key);
    if (request.method === 'PUT') {
      objects.set(key, body);
      return say(200);
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return say(204);
    }
    if (object === undefined) return say(404);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range === null) return say(200, object);
    const [start, end] = [Number(range[1]), Math.min(Number(range[2]), object.length - 1)];
    if (start > end) return say(416);
    return say(206, object.subarray(start, end + 1), { 'content-range': `bytes ${start}-${end}/${object.length}` });
  }

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: {
      url: `http://127.0.0.1:${address.port}/interviews`,
      region: 'eu-central-1',
      accessKeyId: 'KEY',
      secretAccessKey: secret,
    },
    objects,
    failNext: (count) => {
      failures = count;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Signature version 4, from its published description and not from the library under test. */
function isSigned(request: IncomingMessage, body: Buffer, secret: string): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=KEY\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  const payload = String(request.headers['x-amz-content-sha256'] ?? '');
  if (parts === null || (request.method === 'PUT' && payload !== hex(body))) return false;
  const [, day = '', region = '', names = '', signature = ''] = parts;
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  const url = new URL(request.url ?? '', 'http://host');
  const canonical = [request.method, url.pathname, url.searchParams.toString(), headers.join(''), names, payload].join(
    '\n',
  );
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hex(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  return hmac(key, text).toString('hex') === signature && names.includes('x-amz-content-sha256');
}
