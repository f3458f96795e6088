import { z } from 'zod';
import type { BucketAddress } from './s3-bucket.ts';

const Credentials = z.object({ AWS_ACCESS_KEY_ID: z.string().min(1), AWS_SECRET_ACCESS_KEY: z.string().min(1) });

/**
 * Reads `--media`: `https://HOST/BUCKET` with `?region=` (default us-east-1); the keys come from the environment, never from the
 * command line, where every user of the machine can read them.
 *
 * @throws {Error} with a sentence for the operator
 */
export function readMediaAddress(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): BucketAddress {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname.replace(/\/+$/, '') === '') {
    throw new Error(
      '--media takes the address of a bucket, such as https://s3.example.org/interviews?region=eu-central-1.',
    );
  }
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere)
    throw new Error('Recordings are sent by https only: give an https:// address.');
  const credentials = Credentials.safeParse(environment);
  if (!credentials.success) {
    throw new Error('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of the hub.');
  }
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: credentials.data.AWS_ACCESS_KEY_ID,
    secretAccessKey: credentials.data.AWS_SECRET_ACCESS_KEY,
  };
}
