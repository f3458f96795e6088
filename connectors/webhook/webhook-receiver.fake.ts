import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { startTargetServer, type TargetServer } from '../result/target-server.fake.ts';

type Event = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly revision: number };
};

/** What stands before the 32 bytes of an Ed25519 public key (RFC 8410, section 4). */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** Checks a `v1a` signature as the specification says; the published package knows `v1` only. */
export function isSignedBy(publicKey: Buffer, signature: string, signed: string): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, publicKey]), format: 'der', type: 'spki' });
  return signature
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, Buffer.from(signed), key, Buffer.from(one.slice(4), 'base64')));
}

/** A receiver that does what Standard Webhooks asks: verify by the published package, remember ids, keep the newest revision. */
export async function startWebhookReceiver(
  secret: string,
): Promise<TargetServer & { readonly held: ReadonlyMap<string, Event>; readonly erased: readonly string[] }> {
  const webhook = new Webhook(secret);
  const ids = new Set<string>();
  const held = new Map<string, Event>();
  const erased: string[] = [];
  const server = await startTargetServer(({ method, headers, body }) => {
    if (method === 'OPTIONS') return { status: 405 };
    let event: Event;
    try {
      event = webhook.verify(body, headers as Record<string, string>) as Event;
    } catch {
      return { status: 401, json: { error: 'signature' } };
    }
    if (ids.has(event.id)) return { status: 204 };
    ids.add(event.id);
    if (event.type === 'anteroom.interview.erased') {
      erased.push(event.subject);
      held.delete(event.subject);
      return { status: 204 };
    }
    if ((held.get(event.subject)?.data.revision ?? 0) < event.data.revision) held.set(event.subject, event);
    return { status: 204 };
  });
  return { ...server, held, erased };
}
