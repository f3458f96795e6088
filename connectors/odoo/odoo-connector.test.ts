import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { readMapping } from '../result/mapping.ts';
import { resultConnectorConformance, sentenceOf } from '../result/result-connector.conformance.ts';
import { shippedMapping } from '../result/sample-mapping.fake.ts';
import { rescored, sampleResult } from '../result/sample-result.fake.ts';
import { createOdooConnector, ODOO_MAPPING, type OdooConfiguration } from './odoo-connector.ts';
import { propertyName } from './odoo-properties.ts';
import { startFakeOdoo, type FakeOdoo } from './odoo-server.fake.ts';

const mapping = shippedMapping('odoo', ODOO_MAPPING);
const live = () => new AbortController().signal;
const PDF = Buffer.from('%PDF-1.4 made up');
const report = { render: () => Promise.resolve(PDF), read: () => Promise.resolve(null) };
const SCORE = propertyName('property.score');

const settings = (odoo: FakeOdoo, change: Partial<OdooConfiguration> = {}): OdooConfiguration => ({
  url: odoo.url,
  database: 'anteroom',
  login: 'anteroom-hub',
  apiKey: odoo.key,
  version: '19',
  jobs: {},
  createsJobs: true,
  report: 'attached',
  locale: 'zh-CN',
  ...change,
});

for (const version of ['19', '18'] as const) {
  const trace = 'Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/odoo/http.py", line 1';
  const error = {
    name: 'odoo.exceptions.ValidationError',
    message: `Wrong value in /usr/lib/odoo/http.py\n${trace}`,
    debug: trace,
  };
  resultConnectorConformance(`Odoo ${version}`, {
    erasure: 'told',
    // ids that only an answer gives stand in later requests
    isPlanExact: false,
    refusal:
      version === '19'
        ? { status: 422, json: error }
        : { json: { jsonrpc: '2.0', id: 1, error: { code: 0, message: 'x', data: error } } },
    open: async () => {
      const odoo = await startFakeOdoo(version);
      // a dry run supposes that the job is there
      odoo.addJob(sampleResult().job.title);
      return {
        connect: (ledger, key) =>
          createOdooConnector(settings(odoo, { version, ...(key === undefined ? {} : { apiKey: key }) }), mapping, {
            id: 'odoo',
            ledger,
            report,
          }),
        secrets: [odoo.key],
        isErased: async (resultId) => {
          const id = odoo.idOf(`anteroom.applicant_${resultId.replaceAll('-', '_')}`) ?? 0;
          return odoo.applicants.get(id)?.['active'] === false && odoo.attachments.size === 0;
        },
        holds: (result) => {
          const held = [...odoo.applicants.values()];
          const notes = odoo.notes.filter(({ body }) => body.includes(`${result.id}.${result.revision}`));
          const id = odoo.idOf(`anteroom.applicant_${result.id.replaceAll('-', '_')}`);
          const score = id === undefined ? null : odoo.applicants.get(id)?.properties[SCORE];
          return Promise.resolve({
            count: Math.max(held.length, odoo.attachments.size, notes.length),
            isCurrent: score === result.overall?.value && notes.length === 1,
          });
        },
        sent: () => Promise.resolve(odoo.seen.length),
        failNext: odoo.failNext,
        silenced: odoo.silenced,
        seen: () => odoo.seen,
        goAway: odoo.close,
        close: odoo.close,
      };
    },
  });
}

const open: FakeOdoo[] = [];
afterEach(async () => {
  for (const odoo of open.splice(0)) await odoo.close();
});
async function start(version: '17' | '18' | '19' = '19'): Promise<FakeOdoo> {
  const odoo = await startFakeOdoo(version);
  open.push(odoo);
  return odoo;
}
const connect = (odoo: FakeOdoo, change: Partial<OdooConfiguration> = {}, ledger = ledgerInMemory()) =>
  createOdooConnector(settings(odoo, change), mapping, { id: 'odoo', ledger, report });

test('the applicant has the scores as properties, the report as a file and one note, and nobody was mailed', async () => {
  const odoo = await start();
  const result = sampleResult();
  const outcome = await connect(odoo).upsert(result, live());
  const [applicant] = odoo.applicants.values();
  expect(outcome).toMatchObject({ kind: 'delivered', remoteIds: { applicant: String(applicant?.id) } });
  expect(applicant).toMatchObject({ partner_name: '张伟', email_from: 'zhang.wei@example.com', priority: '2' });
  expect(applicant).not.toHaveProperty('stage_id');
  expect(odoo.mails).toEqual([]);
  expect(applicant?.properties).toMatchObject({
    [SCORE]: 81.5,
    [propertyName('property.recommendation')]: 'yes',
    [propertyName('property.revision')]: 1,
  });
  const [file] = odoo.attachments.values();
  expect(file).toMatchObject({ res_model: 'hr.applicant', res_id: String(applicant?.id), mimetype: 'application/pdf' });
  expect(Buffer.from(String(file?.['datas']), 'base64')).toEqual(PDF);
  expect(odoo.notes).toHaveLength(1);
  expect(odoo.notes[0]?.body).toContain('81.5 (0–100)');
});

test('18 keeps the person in a candidate, 17 gets a subject', async () => {
  const eighteen = await start('18');
  await connect(eighteen, { version: '18' }).upsert(sampleResult(), live());
  const [applicant] = eighteen.applicants.values();
  expect(applicant?.['candidate_id']).toBe(eighteen.idOf('anteroom.candidate_cand_0042'));
  expect(applicant).not.toHaveProperty('partner_name');
  const seventeen = await start('17');
  await connect(seventeen, { version: '17' }).upsert(sampleResult(), live());
  expect([...seventeen.applicants.values()][0]?.['name']).toBe('张伟 – 装配工 Assembly operator');
});

test('properties of others are kept, in the definition and in the values', async () => {
  const odoo = await start();
  const job = odoo.addJob(sampleResult().job.title, [{ name: 'aaaaaaaaaaaaaaaa', type: 'many2one' }]);
  await connect(odoo).upsert(sampleResult(), live());
  const [applicant] = odoo.applicants.values();
  if (applicant === undefined) throw new Error('No applicant.');
  applicant.properties['aaaaaaaaaaaaaaaa'] = [7, 'Line 3'];
  await connect(odoo).upsert(rescored(sampleResult(), 50), live());
  expect(applicant.properties).toMatchObject({ aaaaaaaaaaaaaaaa: 7, [SCORE]: 50 });
  const definitions = odoo.jobs.get(job)?.['applicant_properties_definition'] as { name: string }[];
  expect(definitions[0]?.name).toBe('aaaaaaaaaaaaaaaa');
  expect(definitions).toHaveLength(7);
});

test('an application of Odoo’s own is filled, and the person stays as HR knows them', async () => {
  const odoo = await start();
  const job = odoo.addJob('Packer');
  const id = odoo.addApplicant({ partner_name: '张伟伟', job_id: job, email_from: 'right@example.com' });
  const result = sampleResult({ order: { system: 'odoo', id: String(id), url: null } });
  expect(await connect(odoo).upsert(result, live())).toMatchObject({
    kind: 'delivered',
    remoteIds: { applicant: String(id) },
  });
  expect(odoo.applicants.size).toBe(1);
  expect(odoo.applicants.get(id)).toMatchObject({
    partner_name: '张伟伟',
    email_from: 'right@example.com',
    priority: '2',
  });
  const gone = sampleResult({
    id: '0198b6a2-54f1-7c10-8a5e-3f1f5a0c9d22',
    order: { system: 'odoo', id: '999', url: null },
  });
  expect(await connect(odoo).upsert(gone, live())).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
});

test('a job that is missing, or there twice, is for a person', async () => {
  const odoo = await start();
  const connector = connect(odoo, { createsJobs: false });
  const missing = await connector.upsert(sampleResult(), live());
  expect(missing).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  expect(sentenceOf(missing).en).toContain('There is no job "装配工 Assembly operator"');
  odoo.addJob(sampleResult().job.title);
  const right = odoo.addJob(sampleResult().job.title);
  expect(await connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  expect(odoo.applicants.size).toBe(0);
  const told = connect(odoo, { createsJobs: false, jobs: { 'assembly-operator': right } });
  expect(await told.upsert(sampleResult(), live())).toMatchObject({
    kind: 'delivered',
    remoteIds: { job: String(right) },
  });
});

test('`load` that answers 200 and refuses is fatal; one that met another writer is transient', async () => {
  const odoo = await start();
  odoo.addJob(sampleResult().job.title);
  const reading = readMapping(
    'mapping: interview.mapping/1\nfields:\n  partner_name: candidate.name\n  priority: { constant: "9" }',
    ODOO_MAPPING,
  );
  if (!reading.isValid) throw new Error('The mapping of this test is wrong.');
  const connector = createOdooConnector(settings(odoo), reading.mapping, {
    id: 'odoo',
    ledger: ledgerInMemory(),
    report,
  });
  const outcome = await connector.upsert(sampleResult(), live());
  expect(outcome).toMatchObject({ kind: 'fatal', reason: 'rejected' });
  expect(sentenceOf(outcome).en).toContain("priority: Value '9' not found in selection field");
  expect(odoo.applicants.size).toBe(0);

  const met = 'could not serialize access due to concurrent update';
  odoo.failNext([null, { json: { ids: false, messages: [{ type: 'error', message: met }] } }]);
  expect(await connector.upsert(sampleResult(), live())).toEqual({ kind: 'transient', reason: 'busy' });
});

test('a stage cannot be mapped: naming one mails the candidate', () => {
  const reading = readMapping(
    'mapping: interview.mapping/1\nfields:\n  partner_name: candidate.name\n  stage_id: status',
    ODOO_MAPPING,
  );
  expect(reading).toMatchObject({ isValid: false, problems: [{ line: 4, field: 'fields.stage_id' }] });
});

test('report files of the document are attached once they are here and whole', async () => {
  const odoo = await start();
  const bytes = Buffer.from('%PDF-1.7 real one');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { name: '报告.pdf', contentType: 'application/pdf', bytes: bytes.length, sha256 };
  const result = sampleResult({ report: { url: null, expiresAt: null, files: [file] } });
  let held: Buffer | null = null;
  const connector = createOdooConnector(settings(odoo), mapping, {
    id: 'odoo',
    ledger: ledgerInMemory(),
    report: { render: report.render, read: () => Promise.resolve(held) },
  });
  expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'busy' });
  held = bytes.subarray(1);
  expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'busy' });
  held = bytes;
  expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
  expect([...odoo.attachments.values()].map((one) => one['name'])).toEqual(['报告.pdf']);
});

test('a check tells another version, and one that speaks no JSON-2', async () => {
  const odoo = await start('18');
  expect(await connect(odoo, { version: '18' }).check(live())).toEqual({ kind: 'ready', about: 'Odoo 18.0' });
  expect(await connect(odoo, { version: '17' }).check(live())).toMatchObject({
    kind: 'fatal',
    reason: 'misconfigured',
  });
  expect(await connect(odoo).check(live())).toMatchObject({ kind: 'transient' });
});
