import { generateKeyPairSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { readMapping } from '../result/mapping.ts';
import { requestsOf, resultConnectorConformance, tellTale } from '../result/result-connector.conformance.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { createWebhookConnector, WEBHOOK_MAPPING, WebhookConfiguration } from './webhook-connector.ts';
import { isSignedBy, startWebhookReceiver } from './webhook-receiver.fake.ts';

const secretFrom = (seed: number) => `whsec_${Buffer.alloc(32, seed).toString('base64')}`;
const SECRET = secretFrom(7);
const SOURCE = 'https://hub.example.com/';
const live = () => new AbortController().signal;
const now = () => new Date();

resultConnectorConformance('webhook', {
  erasure: 'told',
  refusal: tellTale(422, 'message', SECRET),
  open: async () => {
    const receiver = await startWebhookReceiver(SECRET);
    return {
      connect: (ledger, key) =>
        createWebhookConnector(
          {
            url: `${receiver.url}/results`,
            source: SOURCE,
            keys: [{ kind: 'hmac', secret: key === undefined ? SECRET : secretFrom(8) }],
          },
          null,
          { id: 'hook', ledger, now },
        ),
      secrets: [SECRET],
      holds: (result) => {
        const event = receiver.held.get(result.id);
        return Promise.resolve({
          count: event === undefined ? 0 : 1,
          isCurrent: event?.id === `${result.id}.${result.revision}`,
        });
      },
      sent: () => Promise.resolve(receiver.seen.length),
      failNext: receiver.failNext,
      silenced: receiver.silenced,
      seen: () => receiver.seen,
      isErased: async (id) => receiver.erased.filter((subject) => subject === id).length === 1,
      goAway: receiver.close,
      close: receiver.close,
    };
  },
});

test('while keys are exchanged the old and the new one both verify, and a third does not', async () => {
  const receiver = await startWebhookReceiver(SECRET);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const connector = createWebhookConnector(
    {
      url: receiver.url,
      source: SOURCE,
      keys: [
        { kind: 'hmac', secret: secretFrom(9) },
        { kind: 'hmac', secret: SECRET },
        { kind: 'ed25519', privateKey: `whsk_${seed.toString('base64')}` },
      ],
    },
    null,
    { id: 'hook', ledger: ledgerInMemory(), now },
  );
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'delivered' });
  const request = receiver.seen[0];
  const headers = request?.headers as Record<string, string>;
  const body = request?.body.toString('utf8') ?? '';
  new Webhook(secretFrom(9)).verify(body, headers);
  new Webhook(SECRET).verify(body, headers);
  expect(() => new Webhook(secretFrom(10)).verify(body, headers)).toThrow('No matching signature');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  expect(isSignedBy(raw, headers['webhook-signature'] ?? '', signed)).toBe(true);
  expect(isSignedBy(raw, headers['webhook-signature'] ?? '', `${signed} `)).toBe(false);
  await receiver.close();
});

test('the body is a CloudEvent, and what was said is not in it', async () => {
  const receiver = await startWebhookReceiver(SECRET);
  const connector = createWebhookConnector(
    { url: receiver.url, source: SOURCE, keys: [{ kind: 'hmac', secret: SECRET }] },
    null,
    { id: 'hook', ledger: ledgerInMemory(), now },
  );
  const result = sampleResult({ answers: [{ id: 'q4', question: 'Why?', summary: 'canary-5', media: [] }] });
  await connector.upsert(result, live());
  expect(receiver.seen[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(receiver.seen[0]?.json).toMatchObject({
    specversion: '1.0',
    id: `${result.id}.1`,
    source: SOURCE,
    type: 'anteroom.interview.result',
    subject: result.id,
    time: result.completedAt,
    data: { schema: 'interview.result/1', overall: { value: 81.5 } },
  });
  expect(receiver.seen[0]?.body.toString()).not.toContain('canary-5');
  await receiver.close();
});

test('a mapping decides what is in the event', async () => {
  const reading = readMapping('mapping: interview.mapping/1\nfields:\n  person.name: candidate.name', WEBHOOK_MAPPING);
  if (!reading.isValid) throw new Error('The mapping of this test is wrong.');
  const connector = createWebhookConnector(
    { url: 'http://127.0.0.1:9', source: SOURCE, keys: [{ kind: 'hmac', secret: SECRET }] },
    reading.mapping,
    { id: 'hook', ledger: ledgerInMemory(), now },
  );
  const [request] = requestsOf(await connector.dryRun(sampleResult()));
  expect(JSON.parse(request?.body as string)).toMatchObject({ data: { person: { name: '张伟' } } });
});

test('410 stops it, and a body of more than 20 KB is never sent', async () => {
  const receiver = await startWebhookReceiver(SECRET);
  const connector = createWebhookConnector(
    { url: receiver.url, source: SOURCE, keys: [{ kind: 'hmac', secret: SECRET }] },
    null,
    { id: 'hook', ledger: ledgerInMemory(), now },
  );
  const metadata = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`note${index}`, 'x'.repeat(2000)]));
  expect(await connector.upsert(sampleResult({ metadata }), live())).toMatchObject({
    kind: 'fatal',
    reason: 'too_large',
  });
  expect(receiver.seen).toHaveLength(0);
  receiver.failNext([{ status: 410 }]);
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'fatal', reason: 'gone' });
  await receiver.close();
});

test('a key of the wrong length is refused when it is entered', () => {
  const parse = (keys: unknown) =>
    WebhookConfiguration.safeParse({ url: 'https://a.example', source: SOURCE, keys }).success;
  expect(parse([{ kind: 'hmac', secret: SECRET }])).toBe(true);
  expect(parse([{ kind: 'hmac', secret: `whsec_${Buffer.alloc(16).toString('base64')}` }])).toBe(false);
  expect(parse([{ kind: 'ed25519', privateKey: `whsk_${Buffer.alloc(31).toString('base64')}` }])).toBe(false);
  expect(parse([])).toBe(false);
});
