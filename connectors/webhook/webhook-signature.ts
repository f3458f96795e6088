import { createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Bytes of base64 after a prefix; null where the text is something else. */
function bytesAfter(prefix: string, text: string): Buffer | null {
  if (!text.startsWith(prefix)) return null;
  const rest = text.slice(prefix.length);
  return /^[A-Za-z0-9+/]+={0,2}$/.test(rest) ? Buffer.from(rest, 'base64') : null;
}

const hasLength = (prefix: string, lengths: (bytes: number) => boolean) => (text: string) => {
  const bytes = bytesAfter(prefix, text);
  return bytes !== null && lengths(bytes.length);
};

/** One key to sign with. `hmac`: shared with the receiver. `ed25519`: ours alone, the receiver has the public half. */
export const WebhookKey = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hmac'),
    secret: z.string().refine(
      hasLength('whsec_', (bytes) => bytes >= 24 && bytes <= 64),
      'must be whsec_ followed by 24 to 64 bytes in base64',
    ),
  }),
  z.strictObject({
    kind: z.literal('ed25519'),
    privateKey: z.string().refine(
      hasLength('whsk_', (bytes) => bytes === 32 || bytes === 64),
      'must be whsk_ followed by an Ed25519 key of 32 or 64 bytes in base64',
    ),
  }),
]);
export type WebhookKey = z.infer<typeof WebhookKey>;

/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKeyOf(text: string): KeyObject {
  const seed = bytesAfter('whsk_', text)?.subarray(0, 32) ?? Buffer.alloc(0);
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
}

/** The text of a key that nobody may see. */
export function secretOf(key: WebhookKey): string {
  return key.kind === 'hmac' ? key.secret : key.privateKey;
}

/**
 * `webhook-signature` of Standard Webhooks 1.0: one signature for each key, so that a receiver may still hold the old one while keys are
 * exchanged. `v1` is HMAC-SHA256, `v1a` Ed25519, both over `id.timestamp.body`.
 *
 * @param timestamp seconds since 1970
 */
export function webhookSignature(keys: readonly WebhookKey[], id: string, timestamp: number, body: string): string {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  return keys
    .map((key) => {
      if (key.kind === 'ed25519') return `v1a,${sign(null, signed, privateKeyOf(key.privateKey)).toString('base64')}`;
      const secret = bytesAfter('whsec_', key.secret) ?? Buffer.alloc(0);
      return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
    })
    .join(' ');
}
