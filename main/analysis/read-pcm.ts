import type { PcmInput } from '#shared/pcm-input.ts';
import type { JobPcm } from './ports.ts';

/**
 * Makes a request about a recording: at once for a file that is named, as soon as it is read for a recording of the kiosk.
 *
 * @returns a promise that rejects as `pcm.read` does
 */
export function withPcm<Request>(pcm: JobPcm, request: (input: PcmInput) => Request): Request | Promise<Request> {
  return 'path' in pcm ? request(pcm) : readAnd(pcm, request);
}

async function readAnd<Request>(
  { recordingId, read }: Exclude<JobPcm, { readonly path: string }>,
  request: (input: PcmInput) => Request,
): Promise<Request> {
  return request({ recordingId, bytes: await read() });
}

/**
 * How it is told that a recording was not read.
 *
 * @param known the codes of the protocol: `pcm_unreadable` stands for every other one
 */
export function readFailure<Code extends string>(
  known: { safeParse(code: unknown): { readonly data?: Code | undefined } },
  error: unknown,
): { code: Code | 'pcm_missing' | 'pcm_unreadable'; message: string } {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return {
    code: code === 'ENOENT' ? 'pcm_missing' : (known.safeParse(code).data ?? 'pcm_unreadable'),
    message: `The recording was not read: ${error instanceof Error ? error.message : String(error)}`,
  };
}
