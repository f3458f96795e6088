import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import type { ModelFile } from '#shared/models.ts';
import { ModelError, systemCode, writeError } from './model-error.ts';

/** Breaks in a row without one new byte before it is given up. */
const MAX_IDLE_ATTEMPTS = 4;
const FIRST_WAIT_MS = 1_000;
/** A sender that says nothing for so long has gone. */
export const STALL_MS = 30_000;

export interface DownloadParts {
  readonly fetch: typeof fetch;
  /** Waits between attempts. */
  readonly wait: (ms: number) => Promise<void>;
  readonly stallMs: number;
  /** Bytes on the disk of this file, and its size as far as it is known. */
  readonly onBytes: (doneBytes: number, totalBytes: number | null) => void;
}

/** The connection broke or went silent: trying again may help. */
class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

/**
 * Downloads a file to `path`, going on where an earlier call stopped. Its length is checked against the catalogue on the
 * way; whoever called checks the hash.
 *
 * @throws {ModelError} `input` when the sender refuses or keeps breaking off: what came so far is kept for the next call;
 * `verification` when the sender has another file
 */
export async function downloadFile(url: string, file: ModelFile, path: string, parts: DownloadParts): Promise<void> {
  const target = await openPart(path);
  try {
    for (let idle = 0; ;) {
      const before = (await target.stat()).size;
      try {
        if (before !== file.sizeBytes || before === 0) await receive(url, file, { target, path, have: before }, parts);
        await onDisk(path, () => target.sync());
        return;
      } catch (error) {
        if (!(error instanceof BrokenOffError)) throw error;
        const { size } = await target.stat();
        idle = size > before ? 0 : idle + 1;
        if (idle >= MAX_IDLE_ATTEMPTS) throw gaveUp(url, size, error);
        await parts.wait(FIRST_WAIT_MS * 2 ** idle);
      }
    }
  } finally {
    await target.close();
  }
}

function gaveUp(url: string, size: number, cause: Error): ModelError {
  const kept = size === 0 ? '' : ` The first ${size} bytes are kept: call this again and it goes on from there.`;
  return new ModelError(
    'input',
    `${url} cannot be downloaded: ${cause.message}. Check the network and the address.${kept}`,
    {
      cause,
    },
  );
}

async function openPart(path: string): Promise<FileHandle> {
  return onDisk(path, async () => {
    try {
      return await open(path, 'r+');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      return open(path, 'wx+', 0o600);
    }
  });
}

async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw writeError(path, error);
  }
}

/** One answer of the sender, written behind what is there. Ends normally only when the file is whole. */
async function receive(
  url: string,
  file: ModelFile,
  part: { target: FileHandle; path: string; have: number },
  parts: DownloadParts,
): Promise<void> {
  const stopped = new AbortController();
  const stall = startStall(stopped, parts.stallMs);
  try {
    const response = await connect(url, part, stopped.signal, parts.fetch);
    if (response.status === 416 && response.headers.get('content-range') === `bytes */${part.have}`) return;
    const { from, totalBytes } = await placeOf(response, url, file, part);
    if (from !== part.have) await onDisk(part.path, () => part.target.truncate(from));
    let done = from;
    for await (const chunk of bodyOf(response)) {
      stall.restart();
      if (totalBytes !== null && done + chunk.length > totalBytes) {
        throw anotherFile(url, `it sends more than ${totalBytes} bytes`);
      }
      await onDisk(part.path, () => writeWhole(part.target, chunk, done));
      done += chunk.length;
      parts.onBytes(done, totalBytes);
    }
    if (totalBytes !== null && done < totalBytes) throw new BrokenOffError('the connection broke off');
  } finally {
    stall.stop();
    stopped.abort();
  }
}

/** `restart` after each sign of life; silence aborts. */
function startStall(stopped: AbortController, ms: number) {
  let timer: NodeJS.Timeout;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stopped.abort(new BrokenOffError('the sender has gone silent')), ms);
  };
  restart();
  return { restart, stop: () => clearTimeout(timer) };
}

async function connect(
  url: string,
  { path, have }: { path: string; have: number },
  signal: AbortSignal,
  fetchUrl: typeof fetch,
): Promise<Response> {
  const tag = have === 0 ? null : await readTag(path);
  const headers = {
    // sizes and ranges must be those of the file itself
    'accept-encoding': 'identity',
    ...(have === 0 ? {} : { range: `bytes=${have}-` }),
    ...(tag === null ? {} : { 'if-range': tag }),
  };
  try {
    return await fetchUrl(url, { headers, signal, redirect: 'follow' });
  } catch (error) {
    throw brokenOff(error);
  }
}

async function* bodyOf(response: Response): AsyncIterable<Uint8Array> {
  if (response.body === null) return;
  try {
    for await (const chunk of response.body) yield chunk;
  } catch (error) {
    throw brokenOff(error);
  }
}

function brokenOff(error: unknown): BrokenOffError {
  if (error instanceof BrokenOffError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new BrokenOffError(cause instanceof Error ? cause.message : String(cause), { cause: error });
}

/** Where in the file the answer begins, and how long the file is. */
async function placeOf(
  response: Response,
  url: string,
  file: ModelFile,
  { path, have }: { path: string; have: number },
): Promise<{ from: number; totalBytes: number | null }> {
  if (response.status === 206 && have > 0) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    if (Number(start) !== have)
      throw anotherFile(url, 'it answers with another part of the file than it was asked for');
    const totalBytes = total === undefined || total === '*' ? file.sizeBytes : Number(total);
    return { from: have, totalBytes: agreedSize(url, file, totalBytes) };
  }
  if (response.status === 200) {
    const length = response.headers.get('content-length');
    const totalBytes = agreedSize(url, file, length === null ? file.sizeBytes : Number(length));
    await writeTag(path, response.headers.get('etag'));
    return { from: 0, totalBytes };
  }
  if (response.status === 416) throw anotherFile(url, `it has less than the ${have} bytes that came so far`);
  if (response.status >= 500 || response.status === 429)
    throw new BrokenOffError(`the sender answers ${response.status}`);
  throw new ModelError(
    'input',
    `${url} answers ${response.status}. Check the address; "--from" names the folder with the files.`,
  );
}

function agreedSize(url: string, file: ModelFile, saidBytes: number | null): number | null {
  if (file.sizeBytes !== null && saidBytes !== file.sizeBytes) {
    throw anotherFile(url, `it has ${saidBytes} bytes instead of ${file.sizeBytes}`);
  }
  return saidBytes;
}

function anotherFile(url: string, why: string): ModelError {
  return new ModelError('verification', `${url} is not the file of the catalogue: ${why}. What came was thrown away.`);
}

/** A strong ETag: with it the sender says itself when its file has changed between two calls. */
async function readTag(path: string): Promise<string | null> {
  try {
    return await readFile(tagFile(path), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function writeTag(path: string, tag: string | null): Promise<void> {
  if (tag === null || tag.startsWith('W/')) await rm(tagFile(path), { force: true });
  else await onDisk(path, () => writeFile(tagFile(path), tag));
}

/** Beside the part; never a name of the catalogue, which begin with a letter or digit. */
export function tagFile(path: string): string {
  return path.replace(/([^/\\]+)$/, '.$1.etag');
}

async function writeWhole(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let from = 0; from < chunk.length;) {
    from += (await file.write(chunk, from, chunk.length - from, position + from)).bytesWritten;
  }
}
