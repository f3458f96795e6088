import { MANIFEST_NAME, MAX_MANIFEST_BYTES } from '#shared/update-manifest.ts';
import { UpdateError } from './update-error.ts';

const TIMEOUT_MS = 30_000;

/**
 * Gets what lies at the publisher's address; nothing of it is believed yet.
 *
 * @param feedUrl folder that holds the manifest and the programs, with or without a slash at its end
 * @throws {UpdateError} `server_unreachable`, `redirected` (a portal, or another server) or `server_answer`
 */
export async function fetchManifest(
  feedUrl: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = new URL(MANIFEST_NAME, feedUrl.endsWith('/') ? feedUrl : `${feedUrl}/`);
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      cache: 'no-store',
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
  } catch (error) {
    throw new UpdateError('server_unreachable', `${url.href}: ${String(error)}`, { cause: error });
  }
  if (response.status >= 300 && response.status < 400)
    throw new UpdateError('redirected', `${url.href} leads to ${response.headers.get('location') ?? 'nowhere'}`);
  if (response.status !== 200) throw new UpdateError('server_answer', `${url.href}: ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > MAX_MANIFEST_BYTES) throw new UpdateError('server_answer', `${url.href}: longer than any manifest`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof UpdateError) throw error;
    throw new UpdateError('server_unreachable', `${url.href}: ${String(error)}`, { cause: error });
  }
  return Buffer.concat(chunks, length);
}
