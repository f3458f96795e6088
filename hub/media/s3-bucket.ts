import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';

/** The three calls that are needed of an object store. */
export interface ObjectBucket {
  /** Durable when it resolves. @throws when the store does not say so. */
  put(key: string, bytes: Buffer): Promise<void>;
  /** Bytes `start..end` (both included). @throws when there are none, or fewer. */
  get(key: string, start: number, end: number): AsyncGenerator<Uint8Array>;
  /** Harmless when there is none. */
  remove(key: string): Promise<void>;
}

const TIMEOUT_MS = 60_000;
/** Of one request; a hub answers 500 after them and its sender comes again. */
const RETRIES = 2;

/** The store refused or failed; its answer is not repeated here, it may name keys. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}

/** Where a bucket is and who may use it. */
export interface BucketAddress {
  /** `https://host[:port]/bucket`, path style: understood by every S3-compatible store. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A bucket by the S3 protocol (signature version 4, signed payloads: the store refuses bytes that changed on the way). */
export function openS3Bucket(address: BucketAddress): ObjectBucket {
  const client = new AwsClient({ ...address, service: 's3', retries: RETRIES });
  const base = address.url.replace(/\/+$/, '');

  async function send(
    key: string,
    method: string,
    init: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> } = {},
  ) {
    return client.fetch(`${base}/${key}`, {
      method,
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  return {
    async put(key, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const response = await send(key, 'PUT', {
        headers: { 'x-amz-content-sha256': sha256 },
        body: new Uint8Array(bytes),
      });
      await response.body?.cancel();
      if (!response.ok) throw new ObjectStoreError(`The object store answered ${response.status} to a PUT.`);
    },

    async *get(key, start, end) {
      const response = await send(key, 'GET', { headers: { range: `bytes=${start}-${end}` } });
      if (response.status !== 206 || response.body === null) {
        await response.body?.cancel();
        throw new ObjectStoreError(`The object store answered ${response.status} to a GET of a range.`);
      }
      let size = 0;
      for await (const piece of response.body) {
        if (!(piece instanceof Uint8Array)) throw new TypeError('A response body carries bytes.');
        size += piece.length;
        yield piece;
      }
      if (size !== end - start + 1)
        throw new ObjectStoreError(`The object store sent ${size} of ${end - start + 1} bytes.`);
    },

    async remove(key) {
      const response = await send(key, 'DELETE');
      await response.body?.cancel();
      if (!response.ok && response.status !== 404)
        throw new ObjectStoreError(`The object store answered ${response.status} to a DELETE.`);
    },
  };
}
