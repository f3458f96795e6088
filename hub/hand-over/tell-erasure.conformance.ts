import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CandidateDetail, CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { HubAuditPage } from '#shared/wire/hub-audit.ts';
import { startHttpReceiver, type HttpReceiver } from '../http/http-receiver.fake.ts';
import { interviewRecords, startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const Event = z.looseObject({ type: z.string(), id: z.string(), subject: z.string(), data: z.looseObject({}) });

/** That an erasure follows a result to wherever it went, on either engine. */
export function tellErasureConformance(name: string, databaseUrl: () => Promise<string | undefined>): void {
  // reports are drawn and interviews followed while other tests have the machine too
  describe(`an erasure is told to whoever got the result, on ${name}`, { timeout: 120_000 }, () => {
    let bench: FlowBench;
    let erp: HttpReceiver;
    let later: HttpReceiver;
    const drop = () => join(bench.dataDir, 'drop');
    beforeAll(async () => {
      [bench, erp, later] = await Promise.all([
        startFlowBench(await databaseUrl()),
        startHttpReceiver(),
        startHttpReceiver(),
      ]);
      await mkdir(drop());
      await connect({ kind: 'webhook', id: 'erp', url: erp.url, ...signed });
      await connect({ kind: 'file-drop', id: 'drop', folder: drop(), formats: ['csv', 'pdf'] });
    });
    afterAll(async () => {
      await Promise.all([bench.close(), erp.close(), later.close()]);
    });

    const signed = { source: 'https://hub.example.com/', keys: [{ kind: 'hmac', secret: SECRET }] };
    async function connect(configuration: Record<string, unknown>): Promise<void> {
      expect(await bench.ask('POST', '/v1/connectors', configuration)).toMatchObject({ status: 201 });
    }
    const jobs = async (kind: string) =>
      pageOf(QueueJob).parse((await bench.ask('GET', `/v1/queue?kind=${kind}&limit=200`)).json).items;
    const statesOf = async (kind: string, resultId: string) =>
      (await jobs(kind))
        .filter(({ uniqueKey }) => uniqueKey.includes(resultId))
        .map(({ uniqueKey, state }) => `${uniqueKey.split(':')[1] ?? ''} ${state}`)
        .toSorted((a, b) => (a < b ? -1 : 1));
    const events = (receiver: HttpReceiver) =>
      receiver.received.map(({ body, headers }) =>
        Event.parse(new Webhook(SECRET).verify(body, z.record(z.string(), z.string()).parse({ ...headers }))),
      );

    let count = 0;
    /** Somebody is interviewed and handed over to every connector. */
    async function handedOver(
      sessionId: string,
      atErp: 'done' | 'dead' = 'done',
    ): Promise<{ candidateId: string; resultId: string }> {
      const phone = `1370002${String((count += 1)).padStart(4, '0')}`;
      await bench.send(
        interviewRecords({ sessionId, identity: { by: 'name', name: `王熙凤${count}`, phone }, scores: [80, 80, 80] }),
      );
      const find = async () => {
        const { json } = await bench.ask('GET', `/v1/candidates?q=${phone}`);
        const [found] = pageOf(CandidateSummary).parse(json).items;
        if (found === undefined) return undefined;
        const detail = CandidateDetail.parse((await bench.ask('GET', `/v1/candidates/${found.id}`)).json);
        return detail.sessions[0]?.scoreStatus === 'scored' ? found : undefined;
      };
      await expect.poll(find, { timeout: 60_000 }).toBeDefined();
      const summary = await find();
      const before = erp.received.length;
      const path = `/v1/applications/${summary?.applications[0]?.id ?? ''}/actions`;
      const action = { action: { kind: 'hand_over' }, reason: 'I have looked at it' };
      expect((await bench.ask('POST', path, action)).status).toBe(200);
      await expect.poll(() => erp.received.length, { timeout: 60_000 }).toBe(before + 1);
      const resultId = events(erp).at(-1)?.subject ?? '';
      await expect
        .poll(() => statesOf('result.hand_over', resultId), { timeout: 60_000 })
        .toEqual(expect.arrayContaining(['drop done', `erp ${atErp}`]));
      // one that is under way holds its erasure up
      const isSettled = (state: string) => / (done|dead|cancelled)$/.test(state);
      await expect
        .poll(async () => (await statesOf('result.hand_over', resultId)).every(isSettled), { timeout: 60_000 })
        .toBe(true);
      return { candidateId: summary?.id ?? '', resultId };
    }

    test('a person who is deleted: an event and a tombstone, once each, also after a failure; who never had it hears nothing', async () => {
      const { candidateId, resultId } = await handedOver('told-1');
      await connect({ kind: 'webhook', id: 'later', url: later.url, ...signed });
      expect((await readdir(drop())).filter((file) => file.startsWith(resultId))).toHaveLength(2);
      erp.answerNext(503);
      expect((await bench.ask('DELETE', `/v1/candidates/${candidateId}`)).status).toBe(200);
      await expect
        .poll(() => statesOf('result.erasure', resultId), { timeout: 60_000 })
        .toEqual(['drop done', 'erp waiting']);
      const [waiting] = (await jobs('result.erasure')).filter(({ state }) => state === 'waiting');
      expect(waiting).toMatchObject({ subject: null, lastError: { en: expect.any(String) } });
      expect((await bench.ask('POST', `/v1/queue/${waiting?.id ?? 0}/retry`)).status).toBe(200);
      await expect.poll(() => statesOf('result.erasure', resultId)).toEqual(['drop done', 'erp done']);
      const told = events(erp).filter(({ type }) => type === 'anteroom.interview.erased');
      // the refused one and the one that was taken: the same event
      expect(new Set(told.map(({ id }) => id))).toEqual(new Set([`${resultId}.erased`]));
      expect(told.at(-1)).toMatchObject({ subject: resultId, data: { id: resultId, revision: 1 } });
      expect(JSON.stringify(told)).not.toContain('王熙凤');
      const files = (await readdir(drop())).filter((file) => file.startsWith(resultId));
      expect(files).toEqual([`${resultId}-erased.json`]);
      const tombstone: unknown = JSON.parse(await readFile(join(drop(), files[0] ?? ''), 'utf8'));
      expect(tombstone).toEqual({
        schema: 'interview.erased/1',
        id: resultId,
        revision: 1,
        erasedAt: expect.any(String),
      });
      expect(later.received).toHaveLength(0);
      const { lines } = HubAuditPage.parse((await bench.ask('GET', '/v1/audit-log?limit=100')).json);
      const noted = lines.filter(({ action }) => action === 'result.erasure_told').map(({ subject }) => subject);
      expect(noted.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([`drop ${resultId}`, `erp ${resultId}`]);
    });

    test('an interview that is erased at the kiosk is told as well, and again changes nothing', async () => {
      const { candidateId, resultId } = await handedOver('told-2');
      await bench.send([sampleRecord({ seq: 99_000_101, sessionId: 'told-2', type: 'session.erased', body: {} })]);
      const expected = ['drop done', 'erp done', 'later done'];
      await expect.poll(() => statesOf('result.erasure', resultId), { timeout: 60_000 }).toEqual(expected);
      await bench.ask('DELETE', `/v1/candidates/${candidateId}`);
      expect(await statesOf('result.erasure', resultId)).toEqual(expected);
      const told = events(erp).filter(({ id }) => id === `${resultId}.erased`);
      expect(told).toHaveLength(1);
    });

    test('whoever refused the result is told too: what stands there after a refusal nobody knows', async () => {
      erp.answerNext(422);
      const { candidateId, resultId } = await handedOver('told-3', 'dead');
      expect((await bench.ask('DELETE', `/v1/candidates/${candidateId}`)).status).toBe(200);
      await expect
        .poll(() => statesOf('result.erasure', resultId), { timeout: 60_000 })
        .toEqual(['drop done', 'erp done', 'later done']);
    });

    test('a refusal is shown to a person, and for a connector that was removed what to do by hand', async () => {
      const { candidateId, resultId } = await handedOver('told-4');
      await bench.ask('DELETE', '/v1/connectors/later');
      erp.answerNext(422);
      expect((await bench.ask('DELETE', `/v1/candidates/${candidateId}`)).status).toBe(200);
      await expect
        .poll(() => statesOf('result.erasure', resultId), { timeout: 60_000 })
        .toEqual(['drop done', 'erp dead']);
      const dead = (await jobs('result.erasure')).find(({ state }) => state === 'dead');
      await bench.ask('DELETE', '/v1/connectors/erp');
      await bench.ask('POST', `/v1/queue/${dead?.id ?? 0}/retry`);
      const said = async () => (await jobs('result.erasure')).find(({ id }) => id === dead?.id)?.lastError?.en;
      await expect.poll(said, { timeout: 60_000 }).toContain('Delete what is held of this person there by hand');
    });
  });
}
