import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect as baseExpect, type Page, test as base } from '@playwright/test';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { deviceAuth, type DeviceIdentity, type OutgoingRequest, tokenAuth } from '#connectors/hub/request-auth.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { IS_QUICK } from '#scripts/left-for-all.ts';
import { startHubProcess } from '#tests/sync/hub-process.ts';
import { DEVICE_STATUS_HEADER, type DeviceStatus, MadeCode } from '#shared/wire/device.ts';
import { ENROLMENT_PATHS } from '#shared/wire/enrolment.ts';
import { ChangePage, PUBLICATION_PATHS } from '#shared/wire/publication.ts';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { findBarriers, waitUntilStill } from '../barriers.ts';

/** Hashing a password takes a second, and much longer on a busy machine; what is wrong fails the same, only later. */
export const expect = baseExpect.configure({ timeout: 30_000 });

export const PASSWORD = 'four quiet words here';

/** A hub as an operator runs it, with an administrator made on the command line. */
export interface HeadOffice {
  readonly url: string;
  readonly dataDir: string;
  /** Where the first administrator chooses a password. */
  readonly welcome: string;
  /** As the holder of the hub's token. */
  readonly ask: (path: string, body?: unknown, method?: string) => Promise<Response>;
  /** A kiosk enrols with a code and tells how it is. */
  readonly enrol: (deviceId: string, code: string, status: DeviceStatus) => Promise<void>;
  /** A kiosk that enrols at a site, and can ask for what is published. */
  readonly enrolKiosk: (deviceId: string, site: string) => Promise<OfficeKiosk>;
  /** Sends records of these interviews, as a kiosk does. */
  readonly send: (deviceId: string, sessionIds: readonly string[]) => Promise<void>;
  /** Sends these records, of one kiosk. */
  readonly sendRecords: (records: readonly WireRecord[]) => Promise<void>;
  /** Uploads a file, whole. */
  readonly upload: (bytes: Uint8Array, mimeType: string) => Promise<void>;
}

/** An enrolled kiosk. */
export interface OfficeKiosk {
  /** Asks for changes until there are none left, as after it has kept them. */
  readonly askAll: () => Promise<void>;
  /** Sends records of its own, signed. */
  readonly sendRecords: (records: readonly WireRecord[]) => Promise<void>;
  /** The key it signs with. */
  readonly publicKey: string;
  readonly sign: (text: string) => string;
}

/** What `--add-person` prints: the path at which a password is chosen. */
function addPerson(dataDir: string, login: string, name: string, role: string): string {
  const args = ['hub/index.ts', '--data', dataDir, '--add-person', login, '--name', name, '--role', role];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const path = /^\/#\/welcome\/\S+$/m.exec(printed)?.[0];
  if (path === undefined) throw new Error(`--add-person printed no link: ${printed}`);
  return path;
}

type AskAsKiosk = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;

async function enrol(
  url: string,
  given: { deviceId: string; code: string },
): Promise<{ readonly ask: AskAsKiosk; readonly signer: DeviceIdentity['signer']; readonly headersOf: HeadersOf }> {
  const { deviceId, code } = given;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signer = {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    sign: (message: Uint8Array) => sign(null, message, privateKey).toString('base64url'),
  };
  const outcome = await enrolAtHub({ url, code, deviceId, signer });
  if (outcome.kind !== 'enrolled') throw new Error(`The kiosk was not enrolled: ${outcome.kind}.`);
  const auth = deviceAuth({ deviceId, signer, hubKey: outcome.answer.hubKey });
  const ask: AskAsKiosk = async (path, headers = {}) => {
    const request = { method: 'GET', url: `${url}${path}`, headers };
    const answer = await fetch(request.url, { headers: await auth.headersOf(request) });
    if (answer.status !== 200) throw new Error(`The kiosk was not let in: ${answer.status}.`);
    return answer;
  };
  return { ask, signer, headersOf: auth.headersOf };
}

async function askAll(ask: AskAsKiosk): Promise<void> {
  let after = 0;
  for (;;) {
    const { next } = ChangePage.parse(await (await ask(`${PUBLICATION_PATHS.changes}?after=${after}`)).json());
    if (next === after) return;
    after = next;
  }
}

type HeadersOf = (request: OutgoingRequest) => Promise<Record<string, string>>;

/** As a kiosk sends; every record must be held. */
async function sendRecords(
  url: string,
  headersOf: HeadersOf,
  { deviceId, records }: { readonly deviceId: string; readonly records: readonly WireRecord[] },
): Promise<void> {
  const text = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
  const request = {
    method: 'POST',
    url: `${url}/v1/batches`,
    headers: {
      'content-type': 'application/x-ndjson',
      'idempotency-key': sha256(text).slice(0, 32),
      'anteroom-device-id': deviceId,
      'anteroom-record-count': String(records.length),
      'anteroom-content-sha256': sha256(text),
    },
  };
  const answer = await fetch(request.url, { method: 'POST', headers: await headersOf(request), body: text });
  expect(answer.status).toBe(200);
  const { receipts } = BatchAnswer.parse(await answer.json());
  expect(receipts.filter(({ status }) => status !== 'accepted' && status !== 'duplicate')).toEqual([]);
}

/** A file by tus, in one piece. */
async function upload(
  hub: { readonly url: string; readonly token: string },
  bytes: Uint8Array,
  mimeType: string,
): Promise<void> {
  const id = sha256(bytes);
  const common = { authorization: `Bearer ${hub.token}`, 'tus-resumable': '1.0.0' };
  const metadata = { 'upload-metadata': `sha256 ${btoa(id)},mimeType ${btoa(mimeType)}` };
  const announced = await fetch(`${hub.url}/v1/media`, {
    method: 'POST',
    headers: { ...common, ...metadata, 'upload-length': String(bytes.length) },
  });
  expect(announced.status).toBe(201);
  const sent = await fetch(`${hub.url}/v1/media/${id}`, {
    method: 'PATCH',
    headers: { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });
  expect(sent.status).toBe(204);
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/**
 * `story`: what a file of tests is about, by `test.use`. Each story has a hub of its own, whoever else tells one in the same process
 * before.
 */
export const test = base.extend<{ complaints: string[] }, { story: string; office: HeadOffice }>({
  story: ['', { scope: 'worker', option: true }],
  office: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'head-office-'));
      const hub = await startHubProcess(dataDir);
      const ask: HeadOffice['ask'] = (path, body, method = body === undefined ? 'GET' : 'POST') =>
        fetch(hub.url + path, {
          method,
          headers: {
            authorization: `Bearer ${hub.token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      await provide({
        url: hub.url,
        dataDir,
        welcome: hub.url + addPerson(dataDir, 'min.zhou', '周敏', 'administrator'),
        ask,
        enrol: async (deviceId, code, status) => {
          const kiosk = await enrol(hub.url, { deviceId, code });
          await kiosk.ask('/v1/me', { [DEVICE_STATUS_HEADER]: JSON.stringify(status) });
        },
        enrolKiosk: async (deviceId, site) => {
          const { code } = MadeCode.parse(await (await ask(ENROLMENT_PATHS.codes, { site })).json());
          const { ask: askAsKiosk, signer, headersOf } = await enrol(hub.url, { deviceId, code });
          return {
            askAll: () => askAll(askAsKiosk),
            sendRecords: (records) => sendRecords(hub.url, headersOf, { deviceId, records }),
            publicKey: signer.publicKey,
            sign: (text) => signer.sign(Buffer.from(text)),
          };
        },
        send: (deviceId, sessionIds) =>
          sendRecords(hub.url, tokenAuth(hub.token).headersOf, {
            deviceId,
            records: sessionIds.flatMap((sessionId, index) =>
              [1, 2, 3].map((seq) => sampleRecord({ deviceId, sessionId, seq: index * 3 + seq })),
            ),
          }),
        sendRecords: (records) =>
          sendRecords(hub.url, tokenAuth(hub.token).headersOf, { deviceId: records[0]?.deviceId ?? '', records }),
        upload: (bytes, mimeType) => upload(hub, bytes, mimeType),
      });
      await hub.stop('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  complaints: async ({ page }, provide) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // answers that refuse are part of the story; the browser notes each of them
      const isRefusal = message.text().startsWith('Failed to load resource');
      const isAboutPolicy = message.text().startsWith('Error with Permissions-Policy header');
      if (message.type() === 'error' && !isRefusal && !isAboutPolicy) complaints.push(message.text());
    });
    await provide(complaints);
    expect(complaints).toEqual([]);
  },
});

/** Tables that are wider than their sheet: what sticks out is not to be seen. Runs in the page. */
function cutSheets(): string[] {
  return [...document.querySelectorAll<HTMLElement>('.mgr-sheet')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .map((sheet) => sheet.textContent ?? '');
}

/** Holds the screen against axe, and saves a picture of it except in `npm test`, where nobody looks at it; nothing may stick out sideways or be cut off. */
export async function look(page: Page, name: string): Promise<void> {
  await waitUntilStill(page);
  const lang = await page.locator('html').getAttribute('lang');
  expect(await findBarriers(page, { except: '[data-live-announcer]' })).toEqual([]);
  const sizes = process.env['ANTEROOM_SCREENS'] === 'all' ? [1920, 1280] : [1280];
  for (const width of sizes) {
    await page.setViewportSize({ width, height: width === 1280 ? 800 : 1080 });
    if (!IS_QUICK)
      await page.screenshot({ path: `${base.info().project.outputDir}/console/${lang}-${width}/${name}.png` });
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    expect(await page.evaluate(cutSheets)).toEqual([]);
  }
}
