import { expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { resultConnectorConformance, sentenceOf } from '../result/result-connector.conformance.ts';
import { shippedMapping } from '../result/sample-mapping.fake.ts';
import { sampleResult } from '../result/sample-result.fake.ts';
import { startTargetServer, type TargetServer } from '../result/target-server.fake.ts';
import { createFrappeConnector, FRAPPE_MAPPING } from './frappe-connector.ts';

const SECRET = 'frappe-secret-93ab';
const KEY_FIELD = 'custom_anteroom_result';
const mapping = shippedMapping('frappe', FRAPPE_MAPPING);
const live = () => new AbortController().signal;
const EXC = '["Traceback (most recent call last):\\n  File \\"apps/frappe/frappe/app.py\\", line 115"]';

const refusal = (status: number, exception: string, message: string) => ({
  status,
  json: { exception, exc: EXC, _server_messages: JSON.stringify([JSON.stringify({ message, indicator: 'red' })]) },
});

type Documents = Map<string, Record<string, unknown>>;

/** The REST resource of one DocType as the published pages describe it. */
async function startFakeFrappe(fields = [KEY_FIELD]): Promise<TargetServer & { readonly documents: Documents }> {
  const documents: Documents = new Map();
  const server = await startTargetServer(({ method, path, headers, json }) => {
    if (headers.authorization !== `token key:${SECRET}`)
      return refusal(401, 'frappe.exceptions.AuthenticationError', 'Authentication Error');
    const { pathname, searchParams } = new URL(path, 'http://x');
    if (pathname === '/api/method/frappe.auth.get_logged_user') return { json: { message: 'hub@example.com' } };
    const root = '/api/resource/Job%20Applicant';
    if (!pathname.startsWith(root)) return refusal(404, 'frappe.exceptions.DoesNotExistError', 'Not found');
    const values = json as Record<string, unknown>;
    if (method === 'GET') {
      const asked = JSON.parse(searchParams.get('fields') ?? '[]') as string[];
      if (asked.some((name) => name !== 'name' && !fields.includes(name)))
        return refusal(417, 'frappe.exceptions.DataError', 'Field not permitted in query');
      const [[field, , value] = ['', '', '']] = JSON.parse(searchParams.get('filters') ?? '[["","",""]]') as [
        string,
        string,
        string,
      ][];
      const found = [...documents]
        .filter(([, one]) => field === '' || one[field] === value)
        .map(([name]) => ({ name }));
      return { json: { data: found } };
    }
    if (typeof values['applicant_name'] !== 'string')
      return refusal(417, 'frappe.exceptions.MandatoryError', 'Value missing for: Applicant Name');
    if (method === 'POST') {
      if ([...documents.values()].some((one) => one[KEY_FIELD] === values[KEY_FIELD]))
        return refusal(409, 'frappe.exceptions.UniqueValidationError', 'must be unique');
      const name = `HR-APP-2026-${String(documents.size + 1).padStart(5, '0')}`;
      documents.set(name, values);
      return { json: { data: { name, ...values } } };
    }
    const name = decodeURIComponent(pathname.slice(root.length + 1));
    if (!documents.has(name)) return refusal(404, 'frappe.exceptions.DoesNotExistError', 'Not found');
    documents.set(name, { ...documents.get(name), ...values });
    return { json: { data: { name } } };
  });
  return { ...server, documents };
}

const connect = (frappe: TargetServer, ledger = ledgerInMemory(), apiSecret = SECRET) =>
  createFrappeConnector(
    { url: frappe.url, apiKey: 'key', apiSecret, doctype: 'Job Applicant', keyField: KEY_FIELD },
    mapping,
    { id: 'frappe', ledger },
  );

resultConnectorConformance('Frappe HR', {
  erasure: 'by_hand',
  refusal: refusal(417, `frappe.exceptions.ValidationError: ${SECRET}`, `Wrong in /usr/lib/odoo/http.py ${SECRET}`),
  open: async () => {
    const frappe = await startFakeFrappe();
    return {
      connect: (ledger, key) => connect(frappe, ledger, key),
      secrets: [SECRET],
      holds: (result) => {
        const [document] = frappe.documents.values();
        const rating = Math.round(result.overall?.value ?? 0) / 100;
        return Promise.resolve({ count: frappe.documents.size, isCurrent: document?.['applicant_rating'] === rating });
      },
      sent: () => Promise.resolve(frappe.seen.length),
      failNext: frappe.failNext,
      silenced: frappe.silenced,
      seen: () => frappe.seen,
      goAway: frappe.close,
      close: frappe.close,
    };
  },
});

test('the document names the interview, and nothing that moves the person on', async () => {
  const frappe = await startFakeFrappe();
  await connect(frappe).upsert(sampleResult(), live());
  const [document] = frappe.documents.values();
  expect(document).toMatchObject({
    [KEY_FIELD]: sampleResult().id,
    applicant_name: '张伟',
    applicant_rating: 0.82,
    resume_link: 'https://hub.example.com/r/0198b6a2',
  });
  expect(document).not.toHaveProperty('status');
  await frappe.close();
});

test('the words for people are passed on, the trace is not', async () => {
  const frappe = await startFakeFrappe();
  frappe.failNext([null, refusal(417, 'frappe.exceptions.ValidationError: x', 'Email <b>zhang</b> is not valid')]);
  const outcome = await connect(frappe).upsert(sampleResult(), live());
  expect(sentenceOf(outcome).en).toContain('It says: "Email zhang is not valid".');
  frappe.failNext([null, refusal(409, 'frappe.exceptions.UniqueValidationError', 'must be unique')]);
  expect(await connect(frappe).upsert(sampleResult(), live())).toEqual({ kind: 'transient', reason: 'busy' });
  await frappe.close();
});

test('a check finds the field that is missing there', async () => {
  const frappe = await startFakeFrappe([]);
  const outcome = await connect(frappe).check(live());
  expect(outcome).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  expect(JSON.stringify(outcome)).toContain(`has no field \\"${KEY_FIELD}\\"`);
  await frappe.close();
});
