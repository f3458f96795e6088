import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** A body this much longer than allowed is cut off instead of read to its end. */
const DRAIN_FACTOR = 4;

/**
 * Reads a request's body. One that is too long is read on, unkept, for a while: a client that is still sending would
 * otherwise see a broken connection instead of the refusal.
 *
 * @returns null when the body is longer than `maxBytes`
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else if (length > maxBytes * DRAIN_FACTOR) break; // leaving the loop destroys the request
  }
  if (length > maxBytes) return null;
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

/** The same request as the web sees it. `signal` aborts when the client leaves. */
export function webRequest(
  request: IncomingMessage,
  options: { url: string; body: Uint8Array<ArrayBuffer> | null; signal: AbortSignal },
): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    headers.append(request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '');
  }
  return new Request(options.url, {
    method: request.method ?? 'GET',
    headers,
    body: options.body,
    signal: options.signal,
  });
}

/** How Node says that the client went away: half-way through, or before the first byte. */
const CLIENT_LEFT = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE']);

/** Sends a web response, streaming its body. A client that leaves half-way only stops the stream. */
export async function sendWebResponse(
  response: Response,
  target: ServerResponse,
  extraHeaders: Readonly<Record<string, string>> = {},
): Promise<void> {
  const headers = { ...extraHeaders, ...Object.fromEntries(response.headers) };
  target.writeHead(response.status, headers);
  if (response.body === null || target.req.method === 'HEAD') {
    await response.body?.cancel();
    target.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>), target);
  } catch (error) {
    const hasLeft = error instanceof Error && 'code' in error && CLIENT_LEFT.has(String(error.code));
    if (!hasLeft) throw error;
  }
}
