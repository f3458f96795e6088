import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FlowBench, interviewRecords, startFlowBench } from '#hub/candidates/flow-bench.fake.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { ResultPage } from '#shared/hub/results.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { HubSessionList } from '#shared/wire/hub-session.ts';

const CANARY = '金丝雀离职者';
const PHONE = '138 0000 7777';
let bench: FlowBench;
beforeAll(async () => {
  bench = await startFlowBench();
});
afterAll(() => bench.close());

/** The same interview, held for something else: its records say so, as a kiosk writes them. */
function heldFor(purpose: Purpose, records: readonly WireRecord[]): WireRecord[] {
  return records.map(({ sha256: _stale, ...record }) => {
    const tells = ['session.started', 'identity.given', 'session.finalized'].includes(record.type);
    return sampleRecord({ ...record, ...(tells ? { body: { ...(record.body as object), purpose } } : {}) });
  });
}
const identity = { by: 'name', name: CANARY, phone: PHONE };
const files = async (q: string) =>
  pageOf(CandidateSummary).parse((await bench.ask('GET', `/v1/candidates?q=${encodeURIComponent(q)}`)).json).items;
const sessions = async (query = '') =>
  HubSessionList.parse((await bench.ask('GET', `/v1/sessions${query}`)).json).sessions.map((each) => each.sessionId);

test('what somebody said on leaving makes no candidate file, no application, no result and no hiring list', async () => {
  for (const purpose of ['exit', 'training', 'promotion'] as const)
    await bench.send(heldFor(purpose, interviewRecords({ sessionId: `s-${purpose}`, identity, scores: [90, 90, 90] })));
  // the control, sent last: whatever came before it was looked at when this one is there
  await bench.send(
    interviewRecords({ sessionId: 's-hiring', identity: { ...identity, name: '应聘者' }, scores: [90, 90, 90] }),
  );
  await expect.poll(async () => (await files('应聘者')).length).toBe(1);
  expect(await files(CANARY)).toEqual([]);
  // the same telephone number proposes no merge with what is no file
  const [file] = await files('应聘者');
  expect(file?.phones).toEqual(['+8613800007777']);
  expect((await bench.ask('GET', '/v1/candidates')).json).not.toMatchObject({ items: [{}, {}] });
  for (const path of ['/v1/candidates', '/v1/proposals', '/v1/results', '/v1/merge-proposals'])
    expect(JSON.stringify((await bench.ask('GET', path)).json)).not.toContain(CANARY);
  expect(ResultPage.parse((await bench.ask('GET', '/v1/results')).json).items).toEqual([]);

  expect(await sessions()).toEqual(['s-hiring']);
  expect(await sessions('?purpose=exit')).toEqual(['s-exit']);
  expect(await sessions('?purpose=all')).toHaveLength(4);
  expect((await bench.ask('GET', '/v1/sessions?purpose=gossip')).status).toBe(400);
});

test('a withdrawal that travels before the record that tells leaves nothing behind either', async () => {
  const [started, named] = heldFor('exit', interviewRecords({ sessionId: 's-late', identity }));
  if (started === undefined || named === undefined) throw new Error('there are three');
  await bench.send([sampleRecord({ sessionId: 's-late', type: 'session.withdrawn', body: {}, seq: 900 })]);
  await bench.send([named, started]);
  await bench.send(interviewRecords({ sessionId: 's-after', identity: { ...identity, name: '后来者' } }));
  await expect.poll(async () => (await files('后来者')).length).toBe(1);
  expect(await files(CANARY)).toEqual([]);
});
