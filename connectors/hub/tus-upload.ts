import { DetailedError, Upload, type FileSource, type HttpStack, type UploadOptions } from 'tus-js-client';
import { PROBLEM_HEADER } from '#shared/wire/problem.ts';
import type { MediaSource, MediaUpload, UploadOutcome } from '../target.ts';
import { failureOutcome } from './http-outcome.ts';
import { certificateRefusalOf } from './hub-trust.ts';
import type { RequestAuth } from './request-auth.ts';

/** Pauses between asking for the offset again after 409 or 423: another sender is at work on the same file. */
const conflictDelaysMs = [100, 500, 2000];

/** What a signature covers of an upload, as tus-js-client spells it. */
const SIGNED_TUS_HEADERS = ['Upload-Offset', 'Upload-Length'] as const;

/** Where and how to upload. */
export type TusSettings = {
  readonly endpoint: string;
  readonly auth: RequestAuth;
  readonly chunkBytes: number;
  readonly stallMs: number;
  /** Node's own way when not given. */
  readonly httpStack?: HttpStack;
};

/**
 * Sends one file by tus 1.0, resuming where the server says it stopped.
 *
 * The address of an upload follows from the file's SHA-256, so the offset is asked first and nothing is sent twice even
 * when the kiosk lost its own notes. `sent` needs the server's digest of the whole file, not just a success status.
 */
export function uploadByTus(media: MediaUpload, settings: TusSettings): Promise<UploadOutcome> {
  if (media.signal.aborted) return Promise.resolve({ kind: 'transient', reason: 'stopped' });
  const { promise, resolve } = Promise.withResolvers<UploadOutcome>();
  let readFailure: Error | null = null;
  let stalled: NodeJS.Timeout | undefined;

  const finish = (outcome: UploadOutcome): void => {
    clearTimeout(stalled);
    media.signal.removeEventListener('abort', onAbort);
    resolve(outcome);
  };
  const cut = (reason: 'timeout' | 'stopped'): void => {
    // Rejects only when asked to terminate the upload on the server, which this does not.
    upload.abort().then(
      () => finish({ kind: 'transient', reason }),
      () => finish({ kind: 'transient', reason }),
    );
  };
  const onAbort = (): void => cut('stopped');
  const alive = (): void => {
    clearTimeout(stalled);
    stalled = setTimeout(() => cut('timeout'), settings.stallMs);
  };

  const uploadUrl = `${settings.endpoint}/${media.sha256}`;
  const options: UploadOptions = {
    endpoint: settings.endpoint,
    // An address kept from another hub is not followed.
    uploadUrl: media.resumeUrl?.startsWith(`${settings.endpoint}/`) ? media.resumeUrl : uploadUrl,
    uploadSize: media.source.sizeBytes,
    chunkSize: settings.chunkBytes,
    retryDelays: conflictDelaysMs,
    storeFingerprintForResuming: false,
    ...(settings.httpStack === undefined ? {} : { httpStack: settings.httpStack }),
    metadata: { sha256: media.sha256, mimeType: media.mimeType, kind: media.kind },
    fileReader: { openFile: () => Promise.resolve(sliceSource(media.source, (error) => (readFailure = error))) },
    fingerprint: () => Promise.resolve(media.sha256),
    onBeforeRequest: async (request) => {
      const there = SIGNED_TUS_HEADERS.flatMap((name) => {
        const value = request.getHeader(name);
        return value === undefined ? [] : [[name.toLowerCase(), value] as const];
      });
      const method = request.getMethod();
      const headers = await settings.auth.headersOf({
        method,
        url: request.getURL(),
        headers: Object.fromEntries(there),
      });
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
    },
    onShouldRetry: (error) => {
      const response = error.originalResponse;
      const status = response?.getStatus() ?? 0;
      if (status !== 401) return [409, 423].includes(status);
      // the answer to HEAD has no body
      const date = response?.getHeader('date');
      if (response?.getHeader(PROBLEM_HEADER) !== 'signature_stale' || !date) return false;
      settings.auth.noteHubTime(date);
      return true;
    },
    onUploadUrlAvailable: () => {
      alive();
      if (upload.url !== null) media.onResumeUrl(upload.url);
    },
    onProgress: (sentBytes, totalBytes) => {
      alive();
      media.onProgress(sentBytes, totalBytes);
    },
    onSuccess: ({ lastResponse }) => {
      const isProven = lastResponse.getHeader('Repr-Digest') === reprDigest(media.sha256);
      finish(isProven ? { kind: 'sent' } : { kind: 'transient', reason: 'not_a_hub' });
    },
    onError: (error) => {
      finish(
        readFailure === null ? outcomeOf(error) : { kind: 'fatal', reason: 'unreadable', detail: readFailure.message },
      );
    },
  };
  // tus-js-client wants a file object only to hand it to the file reader, which is ours.
  const upload = new Upload(Buffer.alloc(0), options);

  media.signal.addEventListener('abort', onAbort, { once: true });
  alive();
  upload.start();
  return promise;
}

/** Serves tus-js-client whole buffers, so that a read error is an error of the upload and not of the process. */
function sliceSource(source: MediaSource, onReadFailure: (error: Error) => void): FileSource {
  return {
    size: source.sizeBytes,
    slice: async (start, end) => {
      const stop = Math.min(end, source.sizeBytes);
      try {
        const bytes = await source.read(start, stop);
        if (bytes.length !== stop - start)
          throw new Error(`Only ${bytes.length} of ${stop - start} bytes could be read.`);
        return { value: Object.assign(bytes, { size: bytes.length }), done: stop >= source.sizeBytes };
      } catch (error) {
        onReadFailure(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    },
    close: () => undefined,
  };
}

function outcomeOf(error: Error): UploadOutcome {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response === null) {
    const refusal = certificateRefusalOf(error);
    return refusal === null
      ? { kind: 'transient', reason: 'unreachable' }
      : { kind: 'fatal', reason: 'refused', detail: refusal };
  }
  const status = response.getStatus();
  // 409, 423: still busy with another sender; 404: gone in between. A new attempt starts by asking the offset. Not so 410,
  // by which a hub says that the file was erased with its session: it must never be sent again.
  if ([404, 409, 423].includes(status)) return { kind: 'transient', reason: 'busy' };
  return failureOutcome(status, (name) => response.getHeader(name), response.getBody());
}

function reprDigest(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
