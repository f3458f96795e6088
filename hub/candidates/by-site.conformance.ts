import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { CandidateDetail, CandidateSummary, MergeProposal } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { ApplicationDetail, Proposal } from '#shared/hub/workflow.ts';
import { MadeApiKey } from '#shared/wire/api-key.ts';
import { present } from '#tests/fixtures/present.ts';
import { openDatabase } from '../database/open-database.ts';
import type { HubDatabase } from '../database/database.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { interviewRecords, startFlowBench, type FlowBench } from './flow-bench.fake.ts';

const Candidates = pageOf(CandidateSummary);
const Proposals = pageOf(Proposal);
const reason = 'I have looked at it';
const SITES = ['East', 'West'] as const;
type Site = (typeof SITES)[number];

/** What somebody of one site sees of candidates, on either engine. `databaseUrl` gives an empty one; undefined: SQLite in a folder. */
export function bySiteConformance(name: string, databaseUrl: () => Promise<string | undefined>): void {
  describe(`candidates of one site, on ${name}`, { timeout: 120_000 }, () => {
    let bench: FlowBench;
    let database: HubDatabase;
    let west: string;
    const people = new Map<Site | 'both' | 'nowhere', { id: string; applicationId: string; phone: string }>();
    beforeAll(async () => {
      const url = await databaseUrl();
      bench = await startFlowBench(url);
      database = await openDatabase(bench.dataDir, url);
      people.set('East', await interviewedAt('kiosk-East', 'one'));
      people.set('West', await interviewedAt('kiosk-West', 'two'));
      people.set('nowhere', await interviewedAt('kiosk-never-enrolled', 'three'));
      const first = await interviewedAt('kiosk-West', 'four');
      await interviewedAt('kiosk-East', 'five', { phone: first.phone, jobId: 'store-associate' });
      const [merge] = pageOf(MergeProposal).parse((await bench.ask('GET', '/v1/merge-proposals')).json).items;
      await bench.ask('POST', `/v1/merge-proposals/${present(merge, 'two of one phone').id}/confirm`, {
        keep: first.id,
        reason,
      });
      people.set('both', first);
      // from here on these kiosks would have to sign
      for (const site of SITES)
        await database.run(
          'insert into devices (device_id, public_key, site, enrolled_at) values (?, ?, ?, ?)',
          `kiosk-${site}`,
          'A'.repeat(43),
          site,
          '2026-11-28T08:00:00.000Z',
        );
      const scopes = ['candidates:read', 'candidates:write', 'workflow:read', 'workflow:write', 'workflow:decide'];
      const made = await bench.ask('POST', '/v1/api-keys', { name: 'gate west', scopes, sites: ['West'] });
      west = MadeApiKey.parse(made.json).key;
    });
    afterAll(async () => {
      await database.close();
      await bench.close();
    });

    const person = (key: Site | 'both' | 'nowhere') => present(people.get(key), key);
    let count = 0;

    async function interviewedAt(
      deviceId: string,
      session: string,
      { phone = `1370002${String(1000 + (count += 1))}`, jobId = 'assembly-operator' } = {},
    ) {
      const identity = { by: 'name', name: `候选人 ${session}`, phone };
      const records = interviewRecords({ sessionId: `site-${session}`, identity, jobId, scores: [90, 88, 86] });
      await bench.send(records.map((record) => sampleRecord({ ...record, deviceId })));
      const find = async () => {
        const { items } = Candidates.parse((await bench.ask('GET', `/v1/candidates?q=${phone}`)).json);
        for (const { id } of items) {
          const detail = CandidateDetail.parse((await bench.ask('GET', `/v1/candidates/${id}`)).json);
          const held = detail.sessions.find(({ sessionId }) => sessionId === `site-${session}`);
          if (held?.scoreStatus === 'scored') return { id, applicationId: held.applicationId ?? '', phone };
        }
        return undefined;
      };
      return vi.waitFor(async () => present(await find(), session), { timeout: 60_000, interval: 100 });
    }

    async function asWest(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
      const response = await fetch(bench.hub.url + path, {
        method,
        headers: { authorization: `Bearer ${west}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, json: await response.json() };
    }
    const read = async <Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> =>
      schema.parse((await asWest('GET', path)).json);

    test('the list and every search hold nobody else; whoever sees all sites sees all', async () => {
      const mine = [person('West').id, person('both').id].toSorted();
      expect((await read(Candidates, '/v1/candidates')).items.map(({ id }) => id).toSorted()).toEqual(mine);
      expect((await read(Candidates, `/v1/candidates?q=${person('East').phone}`)).items).toEqual([]);
      expect((await read(Candidates, '/v1/candidates?jobId=store-associate')).items.map(({ id }) => id)).toEqual([
        person('both').id,
      ]);
      expect(Candidates.parse((await bench.ask('GET', '/v1/candidates')).json).items).toHaveLength(4);
    });

    test('of somebody who was at two sites only what belongs to the own one is shown', async () => {
      const { id, applicationId } = person('both');
      const all = CandidateDetail.parse((await bench.ask('GET', `/v1/candidates/${id}`)).json);
      expect(all.sessions.map(({ deviceId }) => deviceId).toSorted()).toEqual(['kiosk-East', 'kiosk-West']);
      const own = await read(CandidateDetail, `/v1/candidates/${id}`);
      expect(own.sessions.map(({ deviceId }) => deviceId)).toEqual(['kiosk-West']);
      expect(own.applications.map((each) => each.id)).toEqual([applicationId]);
      expect(own.sessionCount).toBe(1);
      const others = all.applications.filter((each) => each.id !== applicationId).map((each) => each.id);
      expect(others).toHaveLength(1);
      expect(JSON.stringify(own.timeline)).not.toContain(others[0]);
      expect(JSON.stringify(own)).not.toContain('site-five');
    });

    test('what is of another site, or of none, is not there: neither read nor decided', async () => {
      for (const key of ['East', 'nowhere'] as const) {
        const { id, applicationId } = person(key);
        expect((await asWest('GET', `/v1/candidates/${id}`)).status).toBe(404);
        const application = `/v1/applications/${applicationId}`;
        expect((await asWest('GET', application)).status).toBe(404);
        const calls = [
          asWest('POST', `${application}/actions`, { action: { kind: 'hand_over' }, reason }),
          asWest('POST', `${application}/close`, { outcome: 'withdrawn', reason }),
          asWest('POST', `${application}/reopen`, { reason }),
        ];
        expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([404, 404, 404]);
        const open = Proposals.parse((await bench.ask('GET', `/v1/proposals?applicationId=${applicationId}`)).json);
        const proposal = present(open.items[0], 'from 80 a second interview is proposed');
        for (const word of ['approve', 'dismiss'])
          expect((await asWest('POST', `/v1/proposals/${proposal.id}/${word}`, { reason })).status).toBe(404);
        // untouched
        const now = ApplicationDetail.parse((await bench.ask('GET', application)).json);
        expect(now.state).toBe('open');
      }
    });

    test('the own proposals are listed and decided; what belongs to no site stays closed', async () => {
      const { items } = await read(Proposals, '/v1/proposals');
      expect(items.map(({ application }) => application.id).toSorted()).toEqual(
        [person('West').applicationId, person('both').applicationId].toSorted(),
      );
      const mine = present(
        items.find(({ application }) => application.id === person('West').applicationId),
        'the own proposal',
      );
      expect(await asWest('POST', `/v1/proposals/${mine.id}/approve`, { reason })).toMatchObject({
        status: 200,
        json: { state: 'approved', decidedBy: { name: 'gate west' } },
      });
      const closed = [
        asWest('POST', '/v1/candidates', { name: 'x', phones: ['13700000000'] }),
        asWest('GET', '/v1/merge-proposals'),
        asWest('GET', '/v1/imports'),
        asWest('DELETE', `/v1/candidates/${person('West').id}`),
        asWest('POST', '/v1/rules/run'),
      ];
      const statuses = (await Promise.all(closed)).map(({ status }) => status);
      expect(statuses.filter((status) => status !== 403 && status !== 404)).toEqual([]);
      expect(statuses.slice(0, 4)).toEqual([403, 403, 403, 403]);
    });
  });
}
