import { expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { resultConnectorConformance } from '../result/result-connector.conformance.ts';
import { shippedMapping } from '../result/sample-mapping.fake.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { startTargetServer, type TargetServer } from '../result/target-server.fake.ts';
import { createKomboConnector, KOMBO_MAPPING, type KomboConfiguration } from './kombo-connector.ts';

const KEY = 'kombo-key-b61f0a2e';
const mapping = shippedMapping('kombo', KOMBO_MAPPING);
const live = () => new AbortController().signal;
const PDF = Buffer.from('%PDF-1.4 made up');
const report = { render: () => Promise.resolve(PDF), read: () => Promise.resolve(null) };

type Order = { status: string; score?: number; attributes?: unknown[]; attachments?: { data: string }[] };

/** One open order, as the published page describes it: it changes its status once. */
async function startFakeKombo(): Promise<
  TargetServer & { readonly order: () => Order; readonly cancelThere: () => void }
> {
  let order: Order = { status: 'OPEN' };
  const refused = (status: number, message: string) => ({
    status,
    json: { status: 'error', error: { title: 'Problem', message } },
  });
  const server = await startTargetServer(({ method, path, headers, json }) => {
    if (headers.authorization !== `Bearer ${KEY}`) return refused(401, 'Invalid API key');
    if (headers['x-integration-id'] !== 'workday:HWUT') return refused(404, 'Integration not found');
    if (method === 'GET' && path === '/check-api-key') return { json: { status: 'success', data: {} } };
    if (method !== 'PUT' || path !== '/assessment/orders/GRKdd9dibYKKCrmGRSMJf3wu/result')
      return refused(404, 'Order not found');
    const next = json as Order & { result_url?: string };
    if (typeof next.result_url !== 'string') return refused(400, 'result_url is required');
    if (order.status !== 'OPEN' && next.status !== order.status)
      return refused(400, 'Only open orders can change their status');
    order = next;
    return { json: { status: 'success', data: {}, warnings: [] } };
  });
  return { ...server, order: () => order, cancelThere: () => void (order = { status: 'CANCELLED' }) };
}

const settings = (kombo: TargetServer, change: Partial<KomboConfiguration> = {}): KomboConfiguration => ({
  url: kombo.url,
  apiKey: KEY,
  integrationId: 'workday:HWUT',
  report: 'none',
  locale: 'en',
  ...change,
});

resultConnectorConformance('Kombo', {
  erasure: 'by_hand',
  refusal: { status: 400, json: { status: 'error', error: { message: `Wrong in /usr/lib/odoo/http.py ${KEY}` } } },
  open: async () => {
    const kombo = await startFakeKombo();
    return {
      connect: (ledger, key) =>
        createKomboConnector(settings(kombo, { apiKey: key ?? KEY }), mapping, { id: 'kombo', ledger, report }),
      secrets: [KEY],
      holds: (result) => {
        const { status, score } = kombo.order();
        return Promise.resolve({ count: status === 'OPEN' ? 0 : 1, isCurrent: score === result.overall?.value });
      },
      sent: () => Promise.resolve(kombo.seen.length),
      failNext: kombo.failNext,
      silenced: kombo.silenced,
      seen: () => kombo.seen,
      goAway: kombo.close,
      close: kombo.close,
    };
  },
});

test('score, parts and file; a part that was not scored is a text', async () => {
  const kombo = await startFakeKombo();
  const connector = createKomboConnector(settings(kombo, { report: 'attached' }), mapping, {
    id: 'kombo',
    ledger: ledgerInMemory(),
    report,
  });
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'delivered' });
  expect(kombo.order()).toMatchObject({
    status: 'COMPLETED',
    score: 81.5,
    max_score: 100,
    result_url: 'https://hub.example.com/r/0198b6a2',
    completed_at: '2026-11-22T08:21:30.000Z',
    attributes: [
      { type: 'SUB_RESULT', id: 'safety_awareness', label: '安全意识 Safety', score: { value: 4.1, max: 5 } },
      { type: 'TEXT', label: '团队合作 Team work', value: 'Not scored: please listen' },
    ],
  });
  expect(Buffer.from(kombo.order().attachments?.[0]?.data ?? '', 'base64')).toEqual(PDF);
  await kombo.close();
});

test('without an order, without an address, and with an order that ended otherwise, a person is told', async () => {
  const kombo = await startFakeKombo();
  const connector = createKomboConnector(settings(kombo), mapping, { id: 'kombo', ledger: ledgerInMemory(), report });
  expect(await connector.upsert(sampleResult({ order: null }), live())).toMatchObject({
    kind: 'fatal',
    reason: 'misconfigured',
  });
  const noPage = sampleResult({ report: { url: null, expiresAt: null, files: [] } });
  expect(await connector.upsert(noPage, live())).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  expect(kombo.seen).toHaveLength(0);
  kombo.cancelThere();
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'fatal', reason: 'rejected' });
  await kombo.close();
});
