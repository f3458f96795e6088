import { join } from 'node:path';
import postgres from 'postgres';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { deviceAuth } from '#connectors/hub/request-auth.ts';
import { emptySchema } from '#hub/database/postgres-schema.fake.ts';
import { startHub, type RunningHub } from '#hub/hub.ts';
import { openDeviceKeys } from '#main/store/device-keys.ts';
import { MadeApiKey } from '#shared/wire/api-key.ts';
import { MadeCode } from '#shared/wire/device.ts';
import { Problem } from '#shared/wire/problem.ts';
import { createBench, type Bench } from './sync-bench.ts';

/** Hashing at full cost is measured by nobody here. */
const passwordCost = { n: 1024, r: 8, p: 1 };
const postgresUrl = inject('postgresUrl');

let bench: Bench;
let databaseUrl: string;
let hubs: readonly [RunningHub, RunningHub];
beforeEach(async () => {
  if (postgresUrl === null) return;
  bench = createBench();
  databaseUrl = await emptySchema(postgresUrl);
  const keyFile = join(await bench.folder(), 'hub-key.pem');
  const start = async (): Promise<RunningHub> => {
    const hub = await startHub({
      dataDir: await bench.folder(),
      databaseUrl,
      keyFile,
      token: 'the-token-of-the-fleet',
      passwordCost,
    });
    bench.onEnd(hub.close);
    return hub;
  };
  hubs = [await start(), await start()];
}, 60_000);
afterEach(async () => {
  if (postgresUrl !== null) await bench.close();
});

async function post(hub: RunningHub, path: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json', origin: hub.url };
  return fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}
const codeOf = async (response: Response): Promise<string> =>
  response.ok ? 'taken' : Problem.parse(await response.json()).code;
const keysOfNewDevice = async () => openDeviceKeys(join(await bench.folder(), 'device-key.json'), Buffer.alloc(32, 7));
const newCode = async (): Promise<string> =>
  MadeCode.parse(await (await post(hubs[0], '/v1/enrolment-codes', { site: 'Shanghai' })).json()).code;

test.skipIf(postgresUrl === null)(
  'a signed request that one hub took is refused by the other; where nobody remembers it, it is taken again',
  { timeout: 300_000 },
  async () => {
    const { signer } = await keysOfNewDevice();
    const deviceId = v7();
    const outcome = await enrolAtHub({ url: hubs[0].url, code: await newCode(), deviceId, signer });
    if (outcome.kind !== 'enrolled') throw new Error(`Not enrolled: ${JSON.stringify(outcome)}`);
    const auth = deviceAuth({ deviceId, signer, hubKey: outcome.answer.hubKey });
    const path = '/v1/publications?after=0';
    const headers = await auth.headersOf({ method: 'GET', url: hubs[0].url + path, headers: {} });
    const sendTo = async (hub: RunningHub): Promise<string> => codeOf(await fetch(hub.url + path, { headers }));

    expect(await sendTo(hubs[0])).toBe('taken');
    expect(await sendTo(hubs[1])).toBe('signature_stale');
    expect(await sendTo(hubs[0])).toBe('signature_stale');
    // the control: nothing but the shared table kept it out
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
    bench.onEnd(() => sql.end());
    expect((await sql`delete from seen_nonces where device_id = ${deviceId}`).count).toBeGreaterThan(0);
    expect(await sendTo(hubs[1])).toBe('taken');
    expect(await sendTo(hubs[0])).toBe('signature_stale');
  },
);

test.skipIf(postgresUrl === null)(
  'tries to sign in, requests of an API key and wrong codes of kiosks are counted by both hubs together',
  { timeout: 300_000 },
  async () => {
    const alternate = async (times: number, ask: (hub: RunningHub) => Promise<string>): Promise<string[]> => {
      const answers: string[] = [];
      for (let index = 0; index < times; index += 1) answers.push(await ask(hubs[index % 2 === 0 ? 0 : 1]));
      return answers;
    };
    let names = 0;
    const tries = await alternate(12, async (hub) =>
      codeOf(await post(hub, '/v1/sign-in', { login: `nobody-${(names += 1)}`, password: 'not the password' })),
    );
    expect(tries).toEqual([...Array<string>(10).fill('sign_in_refused'), 'too_many_requests', 'too_many_requests']);

    const made = await post(hubs[0], '/v1/api-keys', { name: 'few', scopes: ['records:read'], requestsPerMinute: 3 });
    const { key } = MadeApiKey.parse(await made.json());
    const asked = await alternate(5, async (hub) =>
      codeOf(await fetch(`${hub.url}/v1/sessions`, { headers: { authorization: `Bearer ${key}` } })),
    );
    expect(asked).toEqual(['taken', 'taken', 'taken', 'too_many_requests', 'too_many_requests']);

    const { signer } = await keysOfNewDevice();
    const enrol = async (hub: RunningHub, code: string): Promise<string> => {
      const outcome = await enrolAtHub({ url: hub.url, code, deviceId: v7(), signer });
      return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
    };
    expect(await enrol(hubs[0], await newCode())).toBe('enrolled');
    const guesses = await alternate(11, (hub) => enrol(hub, 'AAAAAAAA'));
    expect(guesses).toEqual([...Array<string>(10).fill('code_wrong'), 'too_many_tries']);
    expect(await enrol(hubs[1], await newCode())).toBe('too_many_tries');
  },
);
