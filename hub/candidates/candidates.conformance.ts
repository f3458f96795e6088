import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  CandidateCreated,
  CandidateDeletionCertificate,
  CandidateDetail,
  CandidateSummary,
  MergeProposal,
} from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';
import { interviewRecords, startFlowBench, type FlowBench } from './flow-bench.fake.ts';

const CANARY = '金丝雀';
const Page = pageOf(CandidateSummary);
const Merges = pageOf(MergeProposal);

/** What candidate files promise on either engine. `databaseUrl` gives an empty one; undefined: SQLite in a folder. */
export function candidatesConformance(name: string, databaseUrl: () => Promise<string | undefined>): void {
  describe(`candidate files on ${name}`, () => {
    let bench: FlowBench;
    beforeAll(async () => {
      bench = await startFlowBench(await databaseUrl());
    });
    afterAll(() => bench.close());

    async function ok<Schema extends z.ZodType>(
      schema: Schema,
      method: string,
      path: string,
      body?: unknown,
    ): Promise<z.infer<Schema>> {
      const { status, json } = await bench.ask(method, path, body);
      expect({ status, json }).toMatchObject({ status: expect.toSatisfy((code: number) => code < 300) });
      return schema.parse(json);
    }
    const read = (id: string) => ok(CandidateDetail, 'GET', `/v1/candidates/${id}`);
    const search = (query: string) => ok(Page, 'GET', `/v1/candidates?${query}`);
    const add = async (contact: Record<string, unknown>) => ok(CandidateCreated, 'POST', '/v1/candidates', contact);
    /** The follower is behind the acknowledgement by a moment. */
    const fileOf = async (query: string): Promise<CandidateSummary> => {
      await expect.poll(async () => (await search(query)).items.length, { timeout: 5000 }).toBeGreaterThan(0);
      const [file] = (await search(query)).items;
      if (file === undefined) throw new Error('It was there a moment ago.');
      return file;
    };

    test('contact data is made comparable, found by any of it, and what is no telephone number is refused', async () => {
      const { candidate } = await add({
        name: '王小明',
        phones: ['138 0013 8000'],
        emails: ['Wang@Example.com'],
        skills: ['Ｆorklift  Licence'],
        externalIds: [{ system: 'Moka', id: '77' }],
      });
      expect(candidate).toMatchObject({
        name: '王小明',
        phones: ['+8613800138000'],
        emails: ['wang@example.com'],
        skills: ['forklift licence'],
      });
      for (const q of ['小明', '+86 138-0013-8000', 'WANG@example.com', 'moka:77'])
        expect((await search(`q=${encodeURIComponent(q)}`)).items.map(({ id }) => id)).toEqual([candidate.id]);
      expect((await search('q=nobody')).items).toEqual([]);
      expect(await bench.ask('POST', '/v1/candidates', { name: 'X', phones: ['call me'] })).toMatchObject({
        status: 422,
        json: { code: 'unusable' },
      });
    });

    test('pages follow each other without a gap', async () => {
      for (const name of ['一', '二', '三']) await add({ name: `分页${name}` });
      const first = await search('limit=2');
      const rest = await search(`limit=200&cursor=${first.nextCursor ?? ''}`);
      const all = await search('limit=200');
      expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
      expect(rest.nextCursor).toBeNull();
    });

    test('an exact key proposes, a person merges, both histories stay, and it can be undone', async () => {
      const one = await add({ name: '李雷', phones: ['13900000001'], jobId: 'store-associate' });
      const two = await add({ name: '李 雷', phones: ['+86 139 0000 0001'], emails: ['lilei@example.com'] });
      expect(two.mergeProposals).toHaveLength(1);
      const [proposalId = ''] = two.mergeProposals;
      const open = await ok(Merges, 'GET', '/v1/merge-proposals');
      expect(open.items.find(({ id }) => id === proposalId)).toMatchObject({ sharedKinds: ['phone'], state: 'open' });
      expect((await search('q=13900000001')).items).toHaveLength(2);
      const keep = one.candidate.id;
      const path = `/v1/merge-proposals/${proposalId}`;
      expect(await bench.ask('POST', `${path}/confirm`, { keep })).toMatchObject({ status: 400 });
      await ok(MergeProposal, 'POST', `${path}/confirm`, { keep, reason: 'Same ID card' });
      const merged = await read(two.candidate.id);
      expect(merged).toMatchObject({ id: keep, mergedIds: [two.candidate.id], emails: ['lilei@example.com'] });
      expect(merged.timeline.map(({ kind }) => kind).filter((kind) => kind === 'candidate.created')).toHaveLength(2);
      expect((await search('q=13900000001')).items.map(({ id }) => id)).toEqual([keep]);
      expect(await bench.ask('POST', `${path}/confirm`, { keep, reason: 'Again' })).toMatchObject({ status: 409 });
      await ok(MergeProposal, 'POST', `${path}/undo`, { reason: 'Two brothers' });
      expect(await read(two.candidate.id)).toMatchObject({ id: two.candidate.id, emails: ['lilei@example.com'] });
      expect(await read(keep)).toMatchObject({ id: keep, emails: [], mergedIds: [] });
    });

    test('a pair that a person kept apart is not proposed again', async () => {
      await add({ name: '双胞胎甲', phones: ['13900000002'] });
      const two = await add({ name: '双胞胎乙', phones: ['13900000002'] });
      await ok(MergeProposal, 'POST', `/v1/merge-proposals/${two.mergeProposals[0] ?? ''}/dismiss`, {
        reason: 'Twins, one phone',
      });
      const edited = await ok(CandidateCreated, 'PATCH', `/v1/candidates/${two.candidate.id}`, {
        name: '双胞胎丙',
        phones: ['13900000002'],
      });
      expect(edited).toMatchObject({ mergeProposals: [], candidate: { name: '双胞胎丙', phones: ['+8613900000002'] } });
    });

    test('an interview by name and phone opens a file of its own and proposes; the records in any order give the same', async () => {
      const known = await add({ name: '韩梅梅', phones: ['13900000003'] });
      const records = interviewRecords({
        sessionId: 'walk-in',
        identity: { by: 'name', name: '韩梅', phone: '139 0000 0003' },
        scores: [90, 80, 85],
      });
      for (const record of records.toReversed()) await bench.send([record]);
      await expect.poll(async () => (await search('q=13900000003')).items.length, { timeout: 5000 }).toBe(2);
      const file = (await search('q=13900000003')).items.find(({ id }) => id !== known.candidate.id);
      await expect.poll(async () => (await read(file?.id ?? '')).applications.length, { timeout: 5000 }).toBe(1);
      expect(await read(file?.id ?? '')).toMatchObject({
        name: '韩梅',
        openMergeProposals: 1,
        applications: [{ jobId: 'assembly-operator', stageId: 'kiosk-interview', state: 'open' }],
        sessions: [
          { sessionId: 'walk-in', state: 'finalized', attachedBy: 'new_file', revision: 1, total: { score: 85 } },
        ],
      });
      await bench.send(records);
      expect((await search('q=13900000003')).items).toHaveLength(2);
    });

    test('the canary of an interview is in the file, and gone from it when the erasure is acknowledged', async () => {
      const kept = await add({ name: '不动的人', phones: ['13900000009'] });
      await bench.send(
        interviewRecords({
          sessionId: 'to-erase',
          identity: { by: 'name', name: CANARY, phone: '13900000009' },
          scores: [90, 90, 90],
        }),
      );
      const file = await fileOf(`q=${encodeURIComponent(CANARY)}`);
      expect(JSON.stringify(await read(file.id))).toContain(CANARY);
      await bench.send([sampleRecord({ seq: 99_000_001, sessionId: 'to-erase', type: 'session.erased', body: {} })]);
      const left = await read(file.id);
      expect(left).toMatchObject({ name: null, phones: [], facts: [], sessions: [{ state: 'erased', total: null }] });
      expect(left.erasedAt).not.toBeNull();
      expect(JSON.stringify(left)).not.toMatch(new RegExp(`${CANARY}|13900000009`));
      expect((await search(`q=${encodeURIComponent(CANARY)}`)).items).toEqual([]);
      expect(await read(kept.candidate.id)).toMatchObject({ name: '不动的人', phones: ['+8613900000009'] });
    });

    test('a person is deleted with a certificate; nothing sent later comes back', async () => {
      const records = interviewRecords({
        sessionId: 'to-delete',
        identity: { by: 'name', name: `${CANARY}二`, phone: '13900000004' },
        scores: [70, 70, 70],
      });
      await bench.send(records);
      const file = await fileOf('q=13900000004');
      const certificate = await ok(CandidateDeletionCertificate, 'DELETE', `/v1/candidates/${file.id}`);
      expect(certificate).toMatchObject({ candidateId: file.id, sessions: [{ sessionId: 'to-delete' }], facts: 2 });
      expect(await ok(CandidateDeletionCertificate, 'GET', `/v1/candidates/${file.id}/deletion`)).toEqual(certificate);
      expect(JSON.stringify(certificate)).not.toContain(CANARY);
      await bench.send([
        ...records,
        sampleRecord({
          seq: 99_000_002,
          sessionId: 'to-delete',
          type: 'identity.given',
          body: { identity: { by: 'name', name: CANARY, phone: '13900000004' } },
        }),
      ]);
      expect(JSON.stringify((await bench.ask('GET', '/v1/sessions/to-delete')).json)).not.toContain(CANARY);
      expect((await search('q=13900000004')).items).toEqual([]);
      expect(await bench.ask('DELETE', `/v1/candidates/${file.id}`)).toMatchObject({ status: 409 });
    });

    test('nobody reads without credentials, and an id that is none is no failure of ours', async () => {
      expect((await fetch(`${bench.hub.url}/v1/candidates`)).status).toBe(401);
      expect(await bench.ask('GET', '/v1/candidates/not-an-id')).toMatchObject({ status: 400 });
      expect(await bench.ask('GET', '/v1/candidates/01890000-0000-7000-8000-000000000000')).toMatchObject({
        status: 404,
      });
    });
  });
}
