import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { ProblemError } from './problem.ts';

const SECRET_BYTES = 32;

/** A new shared secret of Standard Webhooks: `whsec_` and 32 random bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Headers that sign a body (Standard Webhooks 1.0, `v1`); several secrets while one takes the place of another. */
export function signatureHeaders(
  secrets: readonly string[],
  message: { readonly id: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  const { id, at, body } = message;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/**
 * Lets a signed body through that is not older or newer than five minutes; answers with its `webhook-id`.
 * @throws {ProblemError} `signature_invalid`
 */
export function verifiedId(secrets: readonly string[], headers: IncomingHttpHeaders, body: Buffer): string {
  const given = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      [headers[name] ?? ''].flat().join(' '),
    ]),
  );
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body.toString('utf8'), given, { jsonParse: false });
      return given['webhook-id'] ?? '';
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
    }
  }
  throw new ProblemError('signature_invalid');
}
