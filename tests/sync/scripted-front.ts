import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zstdDecompressSync } from 'node:zlib';
import type { WireRecord } from '#shared/wire/record.ts';

/** One scripted answer; null lets the request through to the hub behind. */
export type ScriptedAnswer = { status: number; headers?: Record<string, string>; body: string } | null;

/** A server in front of a hub that answers as told; see {@link startScriptedFront}. */
export type ScriptedFront = {
  readonly url: string;
  /** `METHOD path` of every request. */
  readonly seen: string[];
  close: () => Promise<void>;
};

/** Starts the server. `answer` sees each request with its body and may answer instead of the hub. */
export async function startScriptedFront(
  hubUrl: string | null,
  answer: (request: {
    method: string;
    path: string;
    body: Buffer;
    headers: IncomingMessage['headers'];
  }) => ScriptedAnswer,
): Promise<ScriptedFront> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const method = request.method ?? '';
    const path = request.url ?? '';
    seen.push(`${method} ${path}`);
    const scripted = answer({ method, path, body, headers: request.headers });
    if (scripted !== null) {
      response.writeHead(scripted.status, scripted.headers ?? { 'content-type': 'text/html' });
      response.end(scripted.body);
      return;
    }
    if (hubUrl === null) throw new Error('No hub stands behind this server.');
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _coding,
      ...rest
    } = request.headers;
    const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    const passed = await fetch(hubUrl + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const kept = [...passed.headers].filter(
      ([name]) => !['content-length', 'transfer-encoding', 'connection', 'keep-alive'].includes(name),
    );
    response.writeHead(passed.status, Object.fromEntries(kept));
    response.end(Buffer.from(await passed.arrayBuffer()));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The records of a zstd batch body. */
export function recordsOf(body: Buffer): WireRecord[] {
  return zstdDecompressSync(body)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WireRecord);
}
