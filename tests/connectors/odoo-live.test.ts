import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOdooConnector, ODOO_MAPPING } from '#connectors/odoo/odoo-connector.ts';
import { propertyName } from '#connectors/odoo/odoo-properties.ts';
import { reportPdf } from '#connectors/report/report-pdf.ts';
import { ledgerInMemory } from '#connectors/result/delivery-ledger.fake.ts';
import { resultConnectorConformance } from '#connectors/result/result-connector.conformance.ts';
import { shippedMapping } from '#connectors/result/sample-mapping.fake.ts';
import { sampleResult } from '#connectors/result/sample-result.fake.ts';
import { startTargetServer, type Reply, type SeenRequest } from '#connectors/result/target-server.fake.ts';

// A real Odoo 19, brought up by scripts/odoo-up.sh: `npm run test:odoo` names the file that says where it is.
const file = process.env['ANTEROOM_ODOO'];
if (file === undefined)
  console.log('Skipped: the connector against a real Odoo. `npm run test:odoo` brings one up and runs this.');

describe.runIf(file !== undefined)('a real Odoo 19 (npm run test:odoo)', () => {
  const nowhere = '{"url":"http://127.0.0.1:9","database":"","login":"","apiKey":""}';
  const odoo = JSON.parse(file === undefined ? nowhere : readFileSync(file, 'utf8')) as {
    url: string;
    database: string;
    login: string;
    apiKey: string;
  };
  const mapping = shippedMapping('odoo', ODOO_MAPPING);
  const PDF = Buffer.from('%PDF-1.4\n% made up\n');
  const tookMs: number[] = [];

  const ask = async (model: string, method: string, args: Record<string, unknown>): Promise<unknown> => {
    const response = await fetch(`${odoo.url}/json/2/${model}/${method}`, {
      method: 'POST',
      headers: { authorization: `bearer ${odoo.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${model}.${method}: ${JSON.stringify(answer).slice(0, 300)}`);
    return answer;
  };

  /** The real thing with a server before it that can lose answers. */
  const forward = async ({ method, path, headers, body }: SeenRequest): Promise<Reply> => {
    const passed = ['authorization', 'content-type', 'x-odoo-database'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const response = await fetch(odoo.url + path, {
      method,
      headers: Object.fromEntries(passed),
      ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
    });
    const type = response.headers.get('content-type') ?? 'text/plain';
    return { status: response.status, text: await response.text(), headers: { 'content-type': type } };
  };

  const job = { ref: 'live-operator', title: '装配工 live', externalIds: [] };
  const makeResult = () => {
    const id = v7();
    return sampleResult({ id, job, candidate: { ...sampleResult().candidate, ref: `cand-${id}` } });
  };
  beforeAll(() => ask('hr.job', 'load', { fields: ['id', 'name'], data: [['anteroom.job_live_operator', job.title]] }));

  const RECORD = `applicant_properties.${propertyName('property.record')}`;
  const held = async (id: string) => {
    const domain = [
      [RECORD, '=', id],
      ['active', 'in', [true, false]],
    ];
    const fields = ['id', 'applicant_properties', 'stage_id', 'priority', 'partner_name'];
    return (await ask('hr.applicant', 'search_read', { domain, fields })) as {
      id: number;
      applicant_properties: { name: string; value: unknown }[];
      stage_id: [number, string];
      priority: string;
      partner_name: string;
    }[];
  };

  for (const api of ['json-2', 'json-rpc'] as const) {
    resultConnectorConformance(`Odoo 19, the real one, by ${api}`, {
      erasure: 'told',
      makeResult,
      isPlanExact: false,
      refusal: {
        status: 422,
        json: { name: 'odoo.exceptions.ValidationError', message: 'Wrong value', debug: 'Traceback' },
      },
      open: async () => {
        // a database that was used before has the definitions already; a dry run supposes one that has not
        await ask('hr.job', 'write', {
          ids: await ask('hr.job', 'search', { domain: [['name', '=', job.title]] }),
          vals: { applicant_properties_definition: [] },
        });
        const proxy = await startTargetServer(forward);
        return {
          connect: (ledger, key) => {
            const connector = createOdooConnector(
              {
                url: proxy.url,
                database: odoo.database,
                login: odoo.login,
                apiKey: key ?? odoo.apiKey,
                version: '19',
                api,
                jobs: {},
                createsJobs: true,
                report: 'attached',
                locale: 'zh-CN',
              },
              mapping,
              { id: 'odoo', ledger, report: { render: () => Promise.resolve(PDF), read: () => Promise.resolve(null) } },
            );
            return {
              ...connector,
              upsert: async (result, signal) => {
                const begun = performance.now();
                const outcome = await connector.upsert(result, signal);
                if (outcome.kind === 'delivered') tookMs.push(performance.now() - begun);
                return outcome;
              },
            };
          },
          secrets: [odoo.apiKey],
          holds: async (result) => {
            const applicants = await held(result.id);
            const ids = applicants.map(({ id }) => id);
            const attachments = await ask('ir.attachment', 'search_count', {
              domain: [
                ['res_model', '=', 'hr.applicant'],
                ['res_id', 'in', ids],
              ],
            });
            const mark = `anteroom:${result.id}.${result.revision}`;
            const notes = await ask('mail.message', 'search_count', {
              domain: [
                ['model', '=', 'hr.applicant'],
                ['body', 'ilike', mark],
              ],
            });
            const score = applicants[0]?.applicant_properties.find(
              ({ name }) => name === propertyName('property.score'),
            )?.value;
            return {
              count: Math.max(applicants.length, Number(attachments), Number(notes)),
              isCurrent: score === result.overall?.value && notes === 1,
            };
          },
          isErased: async (resultId) => {
            const applicants = await held(resultId);
            const ids = applicants.map(({ id }) => id);
            const domain = [
              ['res_model', '=', 'hr.applicant'],
              ['res_id', 'in', ids],
            ];
            const archived = await ask('hr.applicant', 'search_count', {
              domain: [
                ['id', 'in', ids],
                ['active', '=', false],
              ],
            });
            return archived === 1 && (await ask('ir.attachment', 'search_count', { domain })) === 0;
          },
          sent: () => Promise.resolve(proxy.seen.length),
          failNext: proxy.failNext,
          silenced: proxy.silenced,
          seen: () => proxy.seen,
          goAway: proxy.close,
          close: proxy.close,
        };
      },
    });
  }

  const connect = (change: { createsJobs?: boolean } = {}) =>
    createOdooConnector(
      {
        url: odoo.url,
        database: odoo.database,
        login: odoo.login,
        apiKey: odoo.apiKey,
        version: '19',
        jobs: {},
        createsJobs: true,
        report: 'attached',
        locale: 'zh-CN',
        ...change,
      },
      mapping,
      { id: 'odoo', ledger: ledgerInMemory(), report: { render: reportPdf, read: () => Promise.resolve(null) } },
    );
  const live = () => new AbortController().signal;

  test('the applicant is in the first stage, with everything, and no mail is waiting for the candidate', async () => {
    const result = makeResult();
    const outcome = await connect().upsert(result, live());
    expect(outcome).toMatchObject({ kind: 'delivered' });
    const [applicant] = await held(result.id);
    expect(applicant).toMatchObject({ partner_name: '张伟', priority: '2', stage_id: [expect.any(Number), 'New'] });
    const domain = [
      ['model', '=', 'hr.applicant'],
      ['res_id', '=', applicant?.id],
    ];
    const messages = (await ask('mail.message', 'search_read', { domain, fields: ['message_type', 'body'] })) as {
      message_type: string;
      body: string;
    }[];
    expect(messages.map(({ message_type }) => message_type)).toEqual(['comment']);
    const [file] = (await ask('ir.attachment', 'search_read', {
      domain: [
        ['res_model', '=', 'hr.applicant'],
        ['res_id', '=', applicant?.id],
      ],
      fields: ['mimetype', 'file_size'],
    })) as { mimetype: string; file_size: number }[];
    expect(file?.mimetype).toBe('application/pdf');
    expect(file?.file_size).toBeGreaterThan(10_000);
  });

  test('what HR added to the job and to the applicant is still there after a second revision', async () => {
    const result = makeResult();
    await connect().upsert(result, live());
    const [applicant] = await held(result.id);
    const jobs = (await ask('hr.job', 'search_read', {
      domain: [['name', '=', job.title]],
      fields: ['applicant_properties_definition'],
    })) as {
      id: number;
      applicant_properties_definition: Record<string, unknown>[];
    }[];
    const theirs = [
      { name: 'bbbbbbbbbbbbbbbb', string: 'Shift', type: 'char' },
      { name: 'cccccccccccccccc', string: 'Mentor', type: 'many2one', comodel: 'res.partner' },
    ];
    const known = jobs[0]?.applicant_properties_definition ?? [];
    await ask('hr.job', 'write', {
      ids: [jobs[0]?.id],
      vals: { applicant_properties_definition: [...known, ...theirs] },
    });
    const values = Object.fromEntries((applicant?.applicant_properties ?? []).map(({ name, value }) => [name, value]));
    const [partner] = (await ask('res.partner', 'search', { domain: [], limit: 1 })) as number[];
    const vals = { applicant_properties: { ...values, bbbbbbbbbbbbbbbb: 'night', cccccccccccccccc: partner } };
    await ask('hr.applicant', 'write', { ids: [applicant?.id], vals });
    await connect().upsert(
      { ...result, revision: 2, overall: { value: 50, min: 0, max: 100, label: null, passed: null } },
      live(),
    );
    const after = (await held(result.id))[0]?.applicant_properties;
    const value = (name: string) => after?.find((one) => one.name === name)?.value;
    expect(value('bbbbbbbbbbbbbbbb')).toBe('night');
    expect(value('cccccccccccccccc')).toEqual([partner, expect.any(String)]);
    expect(value(propertyName('property.score'))).toBe(50);
    // found by the score, as HR would
    const domain = [
      [`applicant_properties.${propertyName('property.score')}`, '<', 51],
      [RECORD, '=', result.id],
    ];
    expect(await ask('hr.applicant', 'search_count', { domain })).toBe(1);
  });

  test('two at once: whoever meets the other is told to come again, and one applicant is there', async () => {
    const result = makeResult();
    const outcomes = await Promise.all([connect().upsert(result, live()), connect().upsert(result, live())]);
    expect(outcomes.some(({ kind }) => kind === 'delivered')).toBe(true);
    const others = outcomes.filter(({ kind }) => kind !== 'delivered');
    expect(others).toEqual(others.map(() => ({ kind: 'transient', reason: 'busy' })));
    expect(await connect().upsert(result, live())).toMatchObject({ kind: 'delivered' });
    expect(await held(result.id)).toHaveLength(1);
  });

  test('a job that is missing is for a person; the real check is ready', async () => {
    const missing = { ...makeResult(), job: { ref: 'nowhere', title: `nowhere ${v7()}`, externalIds: [] } };
    expect(await connect({ createsJobs: false }).upsert(missing, live())).toMatchObject({
      kind: 'fatal',
      reason: 'misconfigured',
    });
    expect(await connect().check(live())).toMatchObject({
      kind: 'ready',
      about: expect.stringMatching(/^Odoo 19/) as string,
    });
  });

  afterAll(() => {
    const sorted = tookMs.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    console.log(
      `${sorted.length} deliveries to a real Odoo; median ${median.toFixed(0)} ms, slowest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
    );
  });
});
