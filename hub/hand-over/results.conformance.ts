import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setImmediate } from 'node:timers/promises';
import { CandidateDetail, CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { ResultPage } from '#shared/hub/results.ts';
import { InterviewResult } from '#shared/result.ts';
import { MadeApiKey } from '#shared/wire/api-key.ts';
import { HubAuditPage } from '#shared/wire/hub-audit.ts';
import { interviewRecords, rescoredRecord, startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { openDatabase } from '../database/open-database.ts';
import type { HubDatabase } from '../database/database.ts';
import { feedAfter, publishResult } from './result-store.ts';
import { sampleResult } from '#connectors/result/sample-result.fake.ts';

const HUB = 'https://hub.example.com';
const CANARY = '林黛玉';
const reason = 'I have looked at it';

/** What the feed of results promises on either engine. `databaseUrl` gives an empty one; undefined: SQLite in a folder. */
export function resultsConformance(name: string, databaseUrl: () => Promise<string | undefined>): void {
  // reports are drawn and interviews followed while other tests have the machine too
  describe(`results for programs that fetch them, on ${name}`, { timeout: 120_000 }, () => {
    let bench: FlowBench;
    let database: HubDatabase;
    beforeAll(async () => {
      const url = await databaseUrl();
      bench = await startFlowBench(url, { publicUrl: HUB });
      database = await openDatabase(bench.dataDir, url);
    });
    afterAll(async () => {
      await database.close();
      await bench.close();
    });

    const people = new Map<string, { candidateId: string; applicationId: string }>();

    /** Somebody is interviewed at a kiosk, which is then enrolled; nothing is handed over yet. */
    async function interviewAt(deviceId: string, site: string): Promise<void> {
      const phone = `1370001${String(1000 + people.size)}`;
      const records = interviewRecords({
        sessionId: `results-${deviceId}`,
        identity: { by: 'name', name: `${CANARY}-${site}`, phone },
        jobId: site === 'East' ? 'assembly-operator' : 'store-associate',
        scores: [80, 82, 84],
      });
      await bench.send(records.map((record) => sampleRecord({ ...record, deviceId })));
      const find = async () => {
        const { json } = await bench.ask('GET', `/v1/candidates?q=${phone}`);
        const [summary] = pageOf(CandidateSummary).parse(json).items;
        if (summary?.applications[0] === undefined) return undefined;
        const detail = CandidateDetail.parse((await bench.ask('GET', `/v1/candidates/${summary.id}`)).json);
        return detail.sessions[0]?.scoreStatus === 'scored' ? summary : undefined;
      };
      await expect.poll(find, { timeout: 60_000 }).toBeDefined();
      const summary = await find();
      people.set(site, { candidateId: summary?.id ?? '', applicationId: summary?.applications[0]?.id ?? '' });
      await database.run(
        'insert into devices (device_id, public_key, site, enrolled_at) values (?, ?, ?, ?)',
        deviceId,
        'A'.repeat(43),
        site,
        '2026-11-28T08:00:00.000Z',
      );
    }

    async function handOver(site: string): Promise<void> {
      const before = (await read()).items.length;
      const answer = await bench.ask('POST', `/v1/applications/${people.get(site)?.applicationId ?? ''}/actions`, {
        action: { kind: 'hand_over' },
        reason,
      });
      expect(answer.status).toBe(200);
      await expect.poll(async () => (await read()).items.length, { timeout: 60_000 }).toBe(before + 1);
    }

    async function read(query = ''): Promise<ResultPage> {
      const { status, json } = await bench.ask('GET', `/v1/results?${query}`);
      expect(status).toBe(200);
      return ResultPage.parse(json);
    }
    const idsOf = (page: ResultPage) =>
      page.items.map((item) => (item.kind === 'result' ? `${item.result.id}.${item.result.revision}` : item.id));

    const raw = (path: string, headers: Record<string, string> = {}) =>
      fetch(bench.hub.url + path, { headers: { authorization: `Bearer ${bench.hub.token}`, ...headers } });

    async function resultAt(site: string): Promise<InterviewResult> {
      const [item] = (await read(`site=${site}`)).items.toReversed();
      if (item?.kind !== 'result') throw new Error('There is no result.');
      return item.result;
    }

    test('without a connector a hand-over goes to whoever fetches; pages follow each other and filters choose', async () => {
      for (const [deviceId, site] of [
        ['kiosk-east', 'East'],
        ['kiosk-west', 'West'],
      ] as const)
        await interviewAt(deviceId, site);
      expect(await read()).toEqual({ items: [], next: null, hasMore: false });
      await handOver('East');
      await handOver('West');
      const first = await read('limit=1');
      expect(first.hasMore).toBe(true);
      const second = await read(`limit=1&after=${first.next ?? ''}`);
      expect(second).toMatchObject({ hasMore: false });
      const all = await read();
      expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(all));
      expect(await read(`after=${second.next ?? ''}`)).toEqual({ items: [], next: second.next, hasMore: false });
      expect(idsOf(await read('jobId=assembly-operator'))).toEqual(idsOf(first));
      expect(idsOf(await read('site=West'))).toEqual(idsOf(second));
      expect(idsOf(await read('status=completed'))).toEqual(idsOf(all));
      expect(idsOf(await read('status=partial'))).toEqual([]);
      expect(await bench.ask('GET', '/v1/results?after=bm9uc2Vuc2U')).toMatchObject({ status: 400 });
    });

    test('scored again is a new row after the old one, and the same again is none', async () => {
      const { next } = await read();
      await bench.ask('POST', `/v1/applications/${people.get('East')?.applicationId ?? ''}/actions`, {
        action: { kind: 'hand_over' },
        reason,
      });
      const rescored = rescoredRecord('results-kiosk-east', [90, 90, 90], 99_700_001);
      const again = sampleRecord({ ...rescored, deviceId: 'kiosk-east' });
      await database.run(`update devices set device_id = 'away' where device_id = 'kiosk-east'`);
      await bench.send([again]);
      await database.run(`update devices set device_id = 'kiosk-east' where device_id = 'away'`);
      await expect
        .poll(
          async () =>
            CandidateDetail.parse(
              (await bench.ask('GET', `/v1/candidates/${people.get('East')?.candidateId ?? ''}`)).json,
            ).sessions[0]?.revision,
          { timeout: 60_000 },
        )
        .toBe(2);
      await handOver('East');
      const page = await read(`after=${next ?? ''}`);
      expect(page.items).toMatchObject([{ kind: 'result', result: { revision: 2, overall: { value: 90 } } }]);
    });

    test('one result by its id: its newest revision, another by name, and 304 while it is the same', async () => {
      const { id } = await resultAt('East');
      const answer = await raw(`/v1/results/${id}`);
      const tag = answer.headers.get('etag') ?? '';
      expect(tag).toBe(`"${id}.2"`);
      expect(InterviewResult.parse(await answer.json())).toMatchObject({ revision: 2 });
      expect(await (await raw(`/v1/results/${id}?revision=1`)).json()).toMatchObject({ revision: 1 });
      for (const header of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
        const unchanged = await raw(`/v1/results/${id}`, { 'if-none-match': header });
        expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
      }
      expect((await raw(`/v1/results/${id}`, { 'if-none-match': `"${id}.1"` })).status).toBe(200);
      expect((await raw(`/v1/results/${id}?revision=9`)).status).toBe(404);
      expect((await raw('/v1/results/01890000-0000-7000-8000-000000000000')).status).toBe(404);
    });

    test('a key of one site sees the results of its kiosks alone, and one without the scope none', async () => {
      const keyFor = async (scopes: string[], sites: string[] | null) =>
        MadeApiKey.parse((await bench.ask('POST', '/v1/api-keys', { name: 'erp', scopes, sites })).json).key;
      const west = { authorization: `Bearer ${await keyFor(['results:read'], ['West'])}` };
      const page = ResultPage.parse(await (await raw('/v1/results', west)).json());
      expect(page.items).toMatchObject([{ kind: 'result', result: { candidate: { name: `${CANARY}-West` } } }]);
      const ids = [(await resultAt('West')).id, (await resultAt('East')).id];
      for (const path of ['', '/report.pdf'])
        expect(await Promise.all(ids.map(async (id) => (await raw(`/v1/results/${id}${path}`, west)).status))).toEqual([
          200, 404,
        ]);
      const other = { authorization: `Bearer ${await keyFor(['records:read'], null)}` };
      expect((await raw('/v1/results', other)).status).toBe(403);
    });

    test('the report is kept as the document says, and served', async () => {
      const { id, report, revision } = await resultAt('West');
      expect(report).toMatchObject({
        url: `${HUB}/v1/results/${id}/report.pdf?revision=${revision}`,
        files: [{ name: 'report.pdf', contentType: 'application/pdf' }],
      });
      const answer = await raw(new URL(report.url ?? '').pathname);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(report.files[0]?.sha256);
      expect(bytes.length).toBe(report.files[0]?.bytes);
      expect((await fetch(`${bench.hub.url}/v1/results/${id}/report.pdf`)).status).toBe(401);
    });

    test('what was shown to whom is in the audit log', async () => {
      const { id } = await resultAt('West');
      const { lines } = HubAuditPage.parse((await bench.ask('GET', '/v1/audit-log?limit=500')).json);
      const subjects = (action: string) => lines.filter((line) => line.action === action).map(({ subject }) => subject);
      expect(subjects('results.shown').some((subject) => subject.includes(id))).toBe(true);
      expect(subjects('result.read')).toContain((await resultAt('East')).id);
      expect(subjects('result.report_read')).toContain(id);
      expect(JSON.stringify(lines)).not.toContain(CANARY);
    });

    test('a person who is deleted leaves tombstones at the end, no document and no report', async () => {
      const { id } = await resultAt('East');
      const sha256 = (await resultAt('East')).report.files[0]?.sha256 ?? '';
      const media = async () => (await readdir(join(bench.dataDir, 'media'), { recursive: true })).join('\n');
      expect(await media()).toContain(sha256);
      const { next } = await read();
      expect((await bench.ask('DELETE', `/v1/candidates/${people.get('East')?.candidateId ?? ''}`)).status).toBe(200);
      const page = await read(`status=partial&jobId=assembly-operator&after=${next ?? ''}`);
      expect(page.items).toEqual([
        { kind: 'erased', id, revision: 1, erasedAt: expect.any(String) },
        { kind: 'erased', id, revision: 2, erasedAt: expect.any(String) },
      ]);
      expect(idsOf(await read())).toEqual([`${(await resultAt('West')).id}.1`, id, id]);
      for (const path of ['', '?revision=1', '/report.pdf'])
        expect(await bench.ask('GET', `/v1/results/${id}${path}`)).toMatchObject({
          status: 410,
          json: { code: 'result_erased', at: expect.any(String) },
        });
      await expect.poll(media, { timeout: 60_000 }).not.toContain(sha256);
      expect(await media()).toContain((await resultAt('West')).report.files[0]?.sha256);
    });

    test('whoever follows the feed while many write at once misses nobody', async () => {
      const jobRef = 'many-at-once';
      const applicationId = people.get('West')?.applicationId ?? '';
      const candidateId = people.get('West')?.candidateId ?? '';
      const base = sampleResult({ job: { ref: jobRef, title: jobRef, externalIds: [] }, device: 'kiosk-west' });
      const write = (index: number) =>
        database.transaction(async (queries) => {
          const result = { ...base, id: `0198b6a2-54f1-7c10-8a5e-${String(index).padStart(12, '0')}` };
          await queries.run(
            `insert into result_documents (result_id, revision, application_id, candidate_id, session_id, body, body_sha256, created_at)
             values (?, 1, ?, ?, 'many', ?, '', ?)`,
            result.id,
            applicationId,
            candidateId,
            JSON.stringify(result),
            '2026-11-28T08:00:00.000Z',
          );
          await publishResult(queries, result);
        });
      const writing = { isOver: false };
      const writers = Promise.all(Array.from({ length: 60 }, (_, index) => write(index))).finally(() => {
        writing.isOver = true;
      });
      const met: string[] = [];
      let after: string | undefined;
      const follow = async () => {
        const page = await feedAfter(database, { limit: 7, jobId: jobRef, after }, null);
        met.push(...idsOf(page));
        after = page.next ?? after;
        return page.items.length;
      };
      while (!writing.isOver) {
        await follow();
        await setImmediate();
      }
      await writers;
      while ((await follow()) > 0);
      expect(met).toHaveLength(60);
      expect(new Set(met).size).toBe(60);
    });
  });
}
