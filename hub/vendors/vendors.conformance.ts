import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { basicAuthorization, hasKey } from '#connectors/assessment-vendor/vendor-request.ts';
import { startTargetServer, type TargetServer } from '#connectors/result/target-server.fake.ts';
import { CandidateDetail, CandidateSummary } from '#shared/hub/candidates.ts';
import { Invitation, Slot } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { ResultPage } from '#shared/hub/results.ts';
import { VendorAccount, VendorAccountCreated } from '#shared/hub/vendors.ts';
import { interviewRecords, rescoredRecord, startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';

const HUB = 'https://hub.example.com';
const JOB = 'assembly-operator';
const ASHBY_KEY = 'key-of-ashby-0815';
const Candidates = pageOf(CandidateSummary);

const ghCandidate = (number: number, email = `gh-${number}@example.com`) => ({
  first_name: 'Wei',
  last_name: `Zhang ${number}`,
  email,
  greenhouse_profile_url: `https://app.greenhouse.io/people/${number}?application_id=26234709`,
});
const ashbyStart = (number: number, email: string | null = null) => ({
  assessment_type_id: JOB,
  candidate: { ashby_id: `c-${number}`, first_name: '芳', last_name: `王${number}`, email },
  application: { ashby_id: `app-${number}`, status: 'Active' },
  job: { ashby_id: 'job-1', name: 'Assembly operator' },
});

/**
 * What recruiting systems are promised that use us as their assessment vendor, on either engine. The requests are those of the published
 * partner APIs; the servers that are told news are our own. `databaseUrl` gives an empty database; undefined: SQLite in a folder.
 */
export function vendorsConformance(name: string, databaseUrl: () => Promise<string | undefined>): void {
  // reports are drawn and interviews followed while other tests have the machine too
  describe(`recruiting systems that order interviews, on ${name}`, { timeout: 120_000 }, () => {
    let bench: FlowBench;
    let greenhouse: TargetServer;
    let ashby: TargetServer;
    const keys = { greenhouse: '', ashby: '', gate: '' };
    beforeAll(async () => {
      bench = await startFlowBench(await databaseUrl(), { publicUrl: HUB });
      greenhouse = await startTargetServer(() => ({ status: 200 }));
      ashby = await startTargetServer(() => ({ json: { success: true } }));
      const job: unknown = parse(await readFile(new URL(`../../resources/jobs/${JOB}.yaml`, import.meta.url), 'utf8'));
      await ok(z.unknown(), 'PUT', `/v1/publications/job/${JOB}`, { sites: null, body: job });
      const account = async (body: Record<string, unknown>) =>
        (await ok(VendorAccountCreated, 'POST', '/v1/vendor-accounts', body)).key;
      keys.greenhouse = await account({ id: 'gh', system: 'greenhouse' });
      keys.gate = await account({ id: 'gh-gate', system: 'greenhouse', inviteAtSite: 'gate-2' });
      keys.ashby = await account({ id: 'ash', system: 'ashby', apiKey: ASHBY_KEY, url: ashby.url });
    });
    afterAll(async () => {
      await Promise.all([greenhouse.close(), ashby.close(), bench.close()]);
    });

    async function ok<Schema extends z.ZodType>(
      schema: Schema,
      method: string,
      path: string,
      body?: unknown,
    ): Promise<z.infer<Schema>> {
      const { status, json } = await bench.ask(method, path, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
      return schema.parse(json);
    }
    /** As the recruiting system asks. */
    async function asks(method: string, path: string, key: string, body?: unknown) {
      const response = await fetch(`${bench.hub.url}/v1/${path}`, {
        method,
        headers: {
          ...(key === '' ? {} : { authorization: basicAuthorization(key) }),
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const json: unknown = await response.json();
      return { status: response.status, json };
    }
    const sendTest = async (number: number, account = 'gh', key = keys.greenhouse) => {
      const body = { partner_test_id: JOB, candidate: ghCandidate(number), url: `${greenhouse.url}/tests/${number}` };
      const { status, json } = await asks('POST', `greenhouse/${account}/send_test`, key, body);
      expect(status).toBe(200);
      return z.object({ partner_interview_id: z.string() }).parse(json).partner_interview_id;
    };
    const testStatus = async (id: string, key = keys.greenhouse) =>
      asks('GET', `greenhouse/gh/test_status?partner_interview_id=${id}`, key);
    const start = async (number: number, email: string | null = null) => {
      const { json } = await asks('POST', 'ashby/ash/assessment.start', keys.ashby, ashbyStart(number, email));
      return z.object({ results: z.object({ assessment_id: z.string() }) }).parse(json).results.assessment_id;
    };
    const fileOf = async (externalId: string): Promise<CandidateDetail> => {
      const [found] = (await ok(Candidates, 'GET', `/v1/candidates?q=${encodeURIComponent(externalId)}`)).items;
      return ok(CandidateDetail, 'GET', `/v1/candidates/${found?.id ?? ''}`);
    };
    const codeOf = ({ facts }: CandidateDetail) => facts.find(({ kind }) => kind === 'invitation_code')?.value ?? '';
    const notices = async () => (await ok(pageOf(QueueJob), 'GET', '/v1/queue?kind=vendor.notice&limit=200')).items;

    test('both list what is published, by their own key and nobody else’s', async () => {
      expect(await asks('GET', 'greenhouse/gh/list_tests', keys.greenhouse)).toEqual({
        status: 200,
        json: [{ partner_test_id: JOB, partner_test_name: expect.stringMatching(/装配.* · /) }],
      });
      // Ashby posts without a body
      expect(await asks('POST', 'ashby/ash/assessment.list', keys.ashby)).toMatchObject({
        status: 200,
        json: { success: true, results: [{ assessment_type_id: JOB }] },
      });
      for (const key of ['', 'x', keys.ashby, keys.gate, bench.hub.token]) {
        expect((await asks('GET', 'greenhouse/gh/list_tests', key)).status).toBe(401);
        expect((await asks('POST', 'greenhouse/gh/send_test', key, {})).status).toBe(401);
      }
      expect((await asks('GET', 'greenhouse/nobody/list_tests', keys.greenhouse)).status).toBe(401);
      expect((await asks('GET', 'greenhouse/ash/list_tests', keys.ashby)).status).toBe(404);
      // the token of the folder may do much, but is no recruiting system; and a key of one opens nothing else
      expect(await bench.ask('GET', '/v1/greenhouse/gh/list_tests')).toMatchObject({ status: 401 });
      expect((await asks('GET', 'candidates', keys.greenhouse)).status).toBe(401);
    });

    test('an order without a site opens a file, an application and a code; the same again is the same order', async () => {
      const id = await sendTest(1001);
      expect(await sendTest(1001)).toBe(id);
      const file = await fileOf('greenhouse:1001');
      expect(file).toMatchObject({
        name: 'Wei Zhang 1001',
        emails: ['gh-1001@example.com'],
        applications: [{ jobId: JOB, stageId: 'kiosk-interview' }],
      });
      expect(codeOf(file)).toMatch(/^[2-9A-Z]{8}$/);
      expect(await testStatus(id)).toEqual({ status: 200, json: { partner_status: 'sent' } });
      expect((await testStatus('nobody')).status).toBe(404);
      const unknown = await asks('POST', 'greenhouse/gh/send_test', keys.greenhouse, {
        partner_test_id: 'no-such-job',
        candidate: ghCandidate(1002),
      });
      expect(unknown.status).toBe(404);
      expect((await ok(Candidates, 'GET', '/v1/candidates?q=greenhouse:1002')).items).toEqual([]);
      // one system cannot see the orders of another account
      const path = `greenhouse/gh-gate/test_status?partner_interview_id=${id}`;
      expect((await asks('GET', path, keys.gate)).status).toBe(404);
    });

    test('with a site the candidate is invited to the next free time there, and with none left gets a code', async () => {
      const { slots } = await ok(z.object({ slots: z.array(Slot) }), 'POST', '/v1/slots', {
        siteId: 'gate-2',
        times: [{ startsAt: '2099-03-02T01:00:00.000Z', endsAt: '2099-03-02T01:30:00.000Z' }],
        capacity: 1,
      });
      await sendTest(2001, 'gh-gate', keys.gate);
      await sendTest(2002, 'gh-gate', keys.gate);
      const invitations = async (externalId: string) => {
        const applicationId = (await fileOf(externalId)).applications[0]?.id ?? '';
        const path = `/v1/interview-invitations?applicationId=${applicationId}`;
        return (await ok(pageOf(Invitation), 'GET', path)).items;
      };
      expect(await invitations('greenhouse:2001')).toMatchObject([
        { slot: { id: slots[0]?.id }, channel: 'email', state: 'active' },
      ]);
      expect(await invitations('greenhouse:2002')).toEqual([]);
      expect(codeOf(await fileOf('greenhouse:2002'))).toHaveLength(8);
    });

    test('Greenhouse: once the interview is scored it is told once, asks, and gets score, metadata and a link that opens the report', async () => {
      const id = await sendTest(3001);
      const code = codeOf(await fileOf('greenhouse:3001'));
      const records = interviewRecords({
        sessionId: `gh-3001-${name}`,
        identity: { by: 'invitation', code },
        jobId: JOB,
        scores: [90, 70, 80],
      });
      await bench.send(records.slice(0, 2));
      await expect
        .poll(async () => (await testStatus(id)).json, { timeout: 60_000 })
        .toEqual({ partner_status: 'in_progress' });
      expect(greenhouse.seen).toHaveLength(0);
      greenhouse.failNext([{ status: 503 }]);
      await bench.send(records.slice(2));
      await expect.poll(() => greenhouse.seen.length, { timeout: 60_000 }).toBe(1);
      const waiting = async () => (await notices()).find(({ state }) => state === 'waiting');
      await expect.poll(waiting, { timeout: 60_000 }).toBeDefined();
      await ok(QueueJob, 'POST', `/v1/queue/${(await waiting())?.id ?? 0}/retry`);
      await expect.poll(() => greenhouse.seen.length, { timeout: 60_000 }).toBe(2);
      expect(greenhouse.seen[1]).toMatchObject({ method: 'PATCH', path: '/tests/3001' });
      expect(hasKey(greenhouse.seen[1]?.headers.authorization, keys.greenhouse)).toBe(true);

      const { json } = await testStatus(id);
      expect(json).toMatchObject({
        partner_status: 'complete',
        partner_score: 80,
        // by its published name in the language of the interview; what the job does not know, by its id
        metadata: { 安全: '90/100', care: '70/100', 'Recommendation (a person decides)': 'review' },
      });
      const { partner_profile_url: url } = z.object({ partner_profile_url: z.string() }).parse(json);
      const report = await fetch(url.replace(HUB, bench.hub.url));
      expect([report.status, report.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect((await fetch(`${url.replace(HUB, bench.hub.url).slice(0, -4)}AAAA`)).status).toBe(403);
      const { items } = ResultPage.parse((await bench.ask('GET', '/v1/results')).json);
      expect(items.at(-1)).toMatchObject({
        result: { order: { system: 'greenhouse', id }, review: { by: null, decision: null } },
      });
    });

    test('Ashby: begun, completed and scored again are told with rising times, each once', async () => {
      const id = await start(1);
      expect(await start(1)).toBe(id);
      const code = codeOf(await fileOf('ashby:c-1'));
      const sessionId = `ashby-1-${name}`;
      const records = interviewRecords({
        sessionId,
        identity: { by: 'invitation', code },
        jobId: JOB,
        scores: [60, 70, 80],
      });
      await bench.send(records.slice(0, 2));
      await expect.poll(() => ashby.seen.length, { timeout: 60_000 }).toBe(1);
      await bench.send(records.slice(2));
      await expect.poll(() => ashby.seen.length, { timeout: 60_000 }).toBe(2);
      await bench.send([rescoredRecord(sessionId, [60, 70, 95], 99_800_001)]);
      await expect.poll(() => ashby.seen.length, { timeout: 60_000 }).toBe(3);
      await bench.send(records);
      await ok(z.unknown(), 'POST', '/v1/rules/run');
      const Update = z.looseObject({ assessment_id: z.literal(id), timestamp: z.int() });
      const updates = ashby.seen.map(({ json }) => Update.parse(json));
      expect(ashby.seen).toHaveLength(3);
      expect(updates).toMatchObject([
        { assessment_status: { value: 'Started' } },
        { assessment_status: { value: 'Completed' }, assessment_result: { value: 70 } },
        { assessment_result: { value: 75 }, assessment_profile_url: { type: 'url' } },
      ]);
      expect(updates[0]).not.toHaveProperty('assessment_result');
      const times = updates.map(({ timestamp }) => timestamp);
      expect(new Set(times).size).toBe(3);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const { path, headers } of ashby.seen)
        expect([path, hasKey(headers.authorization, ASHBY_KEY)]).toEqual(['/assessment.update', true]);
      expect((await notices()).every(({ state }) => state === 'done')).toBe(true);
    });

    test('Ashby does not take an update: a person sees what it says, without the key', async () => {
      const id = await start(4);
      const code = codeOf(await fileOf('ashby:c-4'));
      ashby.failNext([{ json: { success: false, message: `unknown assessment for ${ASHBY_KEY}` } }]);
      await bench.send(
        interviewRecords({ sessionId: `ashby-4-${name}`, identity: { by: 'invitation', code }, jobId: JOB }).slice(
          0,
          2,
        ),
      );
      const dead = async () =>
        (await notices()).find(({ state, uniqueKey }) => state === 'dead' && uniqueKey.includes(id));
      await expect.poll(dead, { timeout: 60_000 }).toBeDefined();
      const { lastError } = (await dead()) ?? {};
      expect(lastError?.en).toContain('unknown assessment');
      expect(JSON.stringify(lastError)).not.toContain(ASHBY_KEY);
    });

    test('an order is taken back while it has no result, and its code opens nothing more', async () => {
      const cancel = (id: string) => asks('POST', 'ashby/ash/assessment.cancel', keys.ashby, { assessment_id: id });
      const id = await start(2);
      expect(codeOf(await fileOf('ashby:c-2'))).toHaveLength(8);
      expect(await cancel(id)).toMatchObject({ status: 200, json: { success: true } });
      expect(await cancel(id)).toMatchObject({ status: 200 });
      expect(codeOf(await fileOf('ashby:c-2'))).toBe('');
      expect((await fileOf('ashby:c-2')).applications).toMatchObject([{ state: 'open' }]);
      expect(await cancel(await start(1))).toMatchObject({ status: 409 });
    });

    test('what Greenhouse does not understand stands with the account, and a revoked one opens nothing', async () => {
      const body = { api_call: 'test_status', errors: ['partner_score is no number'] };
      expect((await asks('POST', 'greenhouse/gh/response_error', keys.greenhouse, body)).status).toBe(200);
      const { accounts } = await ok(z.object({ accounts: z.array(VendorAccount) }), 'GET', '/v1/vendor-accounts');
      expect(accounts.find(({ id }) => id === 'gh')?.lastProblem).toBe('test_status: partner_score is no number');
      expect(JSON.stringify(accounts)).not.toContain(ASHBY_KEY);
      await ok(VendorAccount, 'DELETE', '/v1/vendor-accounts/gh-gate');
      expect((await asks('GET', 'greenhouse/gh-gate/list_tests', keys.gate)).status).toBe(401);
      expect(await bench.ask('POST', '/v1/vendor-accounts', { id: 'gh-gate', system: 'greenhouse' })).toMatchObject({
        status: 409,
      });
    });

    test('a person who is deleted is no order there any more, and the link is dead', async () => {
      const id = await sendTest(3001);
      const { json } = await testStatus(id);
      const { partner_profile_url: url } = z.object({ partner_profile_url: z.string() }).parse(json);
      const file = await fileOf('greenhouse:3001');
      expect((await bench.ask('DELETE', `/v1/candidates/${file.id}`)).status).toBe(200);
      expect((await testStatus(id)).status).toBe(404);
      expect((await fetch(url.replace(HUB, bench.hub.url))).status).toBe(410);
    });
  });
}
