import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
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
  /** AES-256-GCM under a key of its own: secrets of others that stand in the database. */
  seal(text: string): string;
  /** @throws when it was sealed with another key, or changed */
  unseal(sealed: string): string;
}

/** Seals what others must not read in the database. */
export type Sealer = Pick<HubKey, 'seal' | 'unseal'>;

const CODE_INFO = 'anteroom enrolment codes v1';
const SEAL_INFO = 'anteroom sealed secrets v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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
  const sealKey = Buffer.from(hkdfSync('sha256', Buffer.from(d, 'base64url'), new Uint8Array(0), SEAL_INFO, 32));
  return {
    publicKey: x,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
    codeHash: (code) => createHmac('sha256', codeKey).update(code).digest('hex'),
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    unseal: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
