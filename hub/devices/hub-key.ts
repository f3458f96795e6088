import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { writeDurably } from '#connectors/bundle/write-durably.ts';

/** The hub's own key (Ed25519): what a kiosk trusts after it was enrolled. */
export interface HubKey {
  /** Raw 32 bytes, base64url. */
  readonly publicKey: string;
  /** 64 bytes, base64url. */
  sign(text: string): string;
  /** Hash of an enrolment code, hex: useless to whoever has the database alone. */
  codeHash(code: string): string;
}

const CODE_INFO = 'anteroom enrolment codes v1';

/**
 * The key in a file (PKCS #8 PEM, mode 0600), made on first use. It belongs into the backup of the hub: without it
 * every kiosk has to be enrolled anew. Several hubs on one database need the same file.
 */
export async function loadHubKey(file: string): Promise<HubKey> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept !== null) return hubKeyOf(createPrivateKey(kept));
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeDurably(dirname(file), [Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }))], () =>
    basename(file),
  );
  return hubKeyOf(privateKey);
}

/** @param key an Ed25519 private key */
export function hubKeyOf(key: KeyObject): HubKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  const { d } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined || d === undefined)
    throw new Error('The key of a hub is an Ed25519 private key.');
  const codeKey = Buffer.from(hkdfSync('sha256', Buffer.from(d, 'base64url'), new Uint8Array(0), CODE_INFO, 32));
  return {
    publicKey: x,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
    codeHash: (code) => createHmac('sha256', codeKey).update(code).digest('hex'),
  };
}
