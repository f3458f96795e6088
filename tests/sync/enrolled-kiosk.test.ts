import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningHub } from '#hub/hub.ts';
import type { App } from '#main/app.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { receiptsCommand } from '#main/receipts-command.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { storedReceipts } from '#main/store/stored-receipts.native.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { DeviceList, MadeCode } from '#shared/wire/device.ts';
import { HubSessionDetail, HubSessionList } from '#shared/wire/hub-session.ts';
import { CARRIERS, type JoinedPage } from '#tests/contract/carriers.ts';
import { present } from '#tests/fixtures/present.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { createBench, getFrom, type Bench } from './sync-bench.ts';

const inProcess = present(CARRIERS[0], 'no carrier');
let bench: Bench;
let folder: string;
let hub: RunningHub;
let app: App;
let page: JoinedPage;

beforeEach(async () => {
  bench = createBench();
  folder = mkdtempSync(join(tmpdir(), 'anteroom-enrolled-'));
  hub = await bench.hub();
  // one interview waits; the candidate's answer has a file too
  const recordings = [
    { itemId: 'found-a-fault', kind: 'av', mimeType: 'video/webm', bytes: Buffer.alloc(90_000, 7) } as const,
  ];
  await withKiosk(folder, knownKeyring, async ({ save, store }) => {
    const interview = present(store.sessions.find(await save({ recordings })), 'no interview');
    // its candidate has left
    store.sessions.commit({ interview: { ...interview, state: { kind: 'wiped' } }, records: [], audit: [] });
  });
  await open();
});
afterEach(async () => {
  await app.close();
  await bench.close();
  rmSync(folder, { recursive: true });
});

async function open(): Promise<void> {
  const { resourcesDirectory, modelsDirectory } = locate();
  const options = { dataDirectory: folder, resourcesDirectory, modelsDirectory, keyring: knownKeyring };
  app = await openNodeApp({ ...options, log: () => undefined });
  page = await inProcess.join(app);
}

async function post(path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
  return fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}
const codeFor = async (body: object): Promise<string> =>
  MadeCode.parse(await (await post('/v1/enrolment-codes', body)).json()).code;

async function until(fits: (status: SyncStatus) => boolean): Promise<SyncStatus> {
  for await (const status of await page.client.sync.watch()) if (fits(status)) return status;
  throw new Error('The kiosk ended before.');
}
const isAllSent = ({ recordsWaiting, filesWaiting, recordsSent }: SyncStatus): boolean =>
  recordsWaiting === 0 && filesWaiting === 0 && recordsSent > 0;

async function receipts(...words: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  let code = -1;
  const program = new Command().addCommand(
    receiptsCommand({
      fromCaller: (path) => path,
      print: (text) => void said.push(text),
      complain: (text) => void said.push(text),
      exit: (given) => void (code = given),
    }),
  );
  await program.parseAsync(['node', 'anteroom', 'receipts', ...words]);
  return { code, said: said.join('\n') };
}

test('a technician connects a kiosk with a code; everything arrives, is signed for, and each receipt can be shown to an auditor', async () => {
  await page.client.staff.setUp({ name: '王芳', pin: '482913' });
  const { deviceId } = await page.client.enrolment.state();
  await expect(page.client.enrolment.enrol({ url: hub.url, code: 'AAAA-AAAA' })).rejects.toMatchObject({
    code: 'code_wrong',
  });
  await expect(page.client.enrolment.enrol({ url: hub.url, code: '0000' })).rejects.toMatchObject({
    code: 'code_malformed',
  });
  await expect(page.client.enrolment.enrol({ url: 'http://192.168.1.20', code: 'AAAAAAAA' })).rejects.toMatchObject({
    code: 'address_refused',
  });
  expect((await page.client.settings.get()).hub).toBeNull();

  const code = await codeFor({ site: 'Shanghai' });
  const typed = `${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase();
  const state = await page.client.enrolment.enrol({ url: hub.url, code: typed });
  expect(state).toMatchObject({ deviceId, enrolment: { hubUrl: hub.url, site: 'Shanghai' } });
  expect((await page.client.settings.get()).hub).toEqual({ url: hub.url, token: null });
  const { recordsSent } = await until(isAllSent);

  const changed = await page.client.enrolment.changeKey();
  expect(changed.deviceKey).not.toBe(state.deviceKey);
  const { devices } = DeviceList.parse(await (await getFrom(hub, '/v1/devices')).json());
  expect(devices).toMatchObject([{ deviceId, publicKey: changed.deviceKey, site: 'Shanghai' }]);
  expect(devices[0]?.status).toMatchObject({
    recordsWaiting: expect.any(Number) as number,
    parked: 0,
    version: expect.stringMatching(/^\d/) as string,
  });
  expect(devices[0]?.status?.diskDaysLeft).toBeGreaterThan(0);

  expect((await post(`/v1/devices/${deviceId}/revoke`, {})).status).toBe(204);
  await page.client.sync.wake();
  expect(await until(({ state: each }) => each === 'refused')).toMatchObject({ lastError: 'device_revoked' });
  await page.client.enrolment.enrol({ url: hub.url, code: await codeFor({ site: 'Shanghai' }) });
  await until(({ state: each }) => each !== 'refused');

  // deleted at the wish of head office: the kiosk certifies it, and head office carries it out with the certificate
  const { sessions } = HubSessionList.parse(await (await getFrom(hub, '/v1/sessions')).json());
  const { sessionId } = present(sessions[0], 'no session');
  const request = { sites: null, body: { sessionId, requestId: 'r-7' } };
  const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
  const path = `${hub.url}/v1/publications/erasure/${sessionId}`;
  expect((await fetch(path, { method: 'PUT', headers, body: JSON.stringify(request) })).status).toBe(200);
  await page.client.sync.wake();
  await until((status) => status.recordsSent > recordsSent && status.recordsWaiting === 0);
  const detail = HubSessionDetail.parse(await (await getFrom(hub, `/v1/sessions/${sessionId}`)).json());
  expect(detail.erasedAt).not.toBeNull();
  expect(detail.records).toMatchObject([
    { record: { type: 'session.erased', body: { certificate: { method: 'head_office', actor: 'head_office:r-7' } } } },
  ]);

  await app.close();
  const verified = await receipts('verify', folder);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.said).toContain(`${recordsSent + 1} receipts are head office’s word.`);
  const record = present(storedReceipts(folder).receipts[0], 'no receipt').recordId;
  const shown = await receipts('show', folder, record);
  const [evidence, key] = [join(folder, 'evidence.json'), join(folder, 'hub.key')];
  writeFileSync(evidence, shown.said);
  writeFileSync(key, `${present(state.enrolment, 'not enrolled').hubKey}\n`);
  expect(await receipts('verify', evidence, '--key', key)).toMatchObject({ code: 0 });
  writeFileSync(evidence, shown.said.replace('"accepted"', '"duplicate"'));
  expect(await receipts('verify', evidence, '--key', key)).toMatchObject({ code: 1 });

  // who writes a receipt of his own into the kiosk is found
  const database = new Database(workspaceOf(folder).databaseFile);
  database
    .prepare(`update outbox set receipt_json = replace(receipt_json, '"hubSeq":', '"hubSeq":9') where record_id = ?`)
    .run(record);
  database.close();
  expect(await receipts('verify', folder)).toMatchObject({ code: 1, said: expect.stringContaining(record) as string });
  await open();
}, 60_000);
