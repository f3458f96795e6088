import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_SLICE_BYTES, slicePath } from '#shared/media-routes.ts';
import { FakeApp } from '../contract/app.fake.ts';
import { exchangeToken, openSocket, serveForTest } from '../shell/serve-for-test.ts';

const RECORDING = '01990000-0000-7000-8000-00000000000a';

let app: FakeApp;
let host: Awaited<ReturnType<typeof serveForTest>>;

beforeEach(async () => {
  app = new FakeApp();
  host = await serveForTest(app);
});
afterEach(() => host.close());

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request exactly as written: fetch would tidy the path and forbid some headers. */
function raw(options: {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: Buffer;
}): Promise<RawAnswer> {
  const { port } = new URL(host.origin);
  return new Promise((resolve, reject) => {
    const { path = '/', method = 'GET', headers = {} } = options;
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    asked.once('error', reject);
    asked.end(options.body);
  });
}

/** The cases that are answered otherwise than expected. */
async function except(status: number, cases: readonly string[], ask: (item: string) => Promise<RawAnswer>) {
  const answers = await Promise.all(cases.map(async (item) => ({ item, status: (await ask(item)).status })));
  return answers.filter((answer) => answer.status !== status);
}

const mintCookie = () => exchangeToken(host.origin, host.mint().token);
const bearer = (token: string) => ({ origin: host.origin, authorization: `Bearer ${token}` });

test('the page itself is served, with every header that closes it', async () => {
  const page = await raw({});
  expect(page.status).toBe(200);
  expect(page.body).toContain('page');
  expect(page.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  expect(page.headers['permissions-policy']).toMatch(/^camera=\(self\), microphone=\(self\)/);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`connect-src 'self' ${host.origin.replace('http', 'ws')};`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-inline');
});

test('a fresh token is taken once: its replay is refused', async () => {
  const { token } = host.mint();
  const first = await raw({ path: '/session', method: 'POST', headers: bearer(token) });
  expect(first.status).toBe(204);
  const { port } = new URL(host.origin);
  expect(String(first.headers['set-cookie'])).toMatch(
    new RegExp(`^anteroom_${port}=[\\w-]{43}\\.[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
  );
  const replay = await raw({ path: '/session', method: 'POST', headers: bearer(token) });
  expect(replay.status).toBe(403);
  expect(replay.headers['set-cookie']).toBeUndefined();
});

test('a token that was never minted is refused', async () => {
  expect((await raw({ path: '/session', method: 'POST', headers: bearer('A'.repeat(43)) })).status).toBe(403);
});

test('exchanging a token without our Origin is refused, and does not use the token up', async () => {
  const { token } = host.mint();
  const authorization = `Bearer ${token}`;
  const path = '/session';
  expect((await raw({ path, method: 'POST', headers: { authorization } })).status).toBe(403);
  const foreign = { authorization, origin: 'http://evil.example' };
  expect((await raw({ path, method: 'POST', headers: foreign })).status).toBe(403);
  expect((await raw({ path, method: 'POST', headers: bearer(token) })).status).toBe(204);
});

test('any other Host than 127.0.0.1 and our port is misdirected', async () => {
  const { port } = new URL(host.origin);
  const hosts = [
    `evil.example:${port}`,
    `localhost:${port}`,
    `127.0.0.1`,
    `127.0.0.1:1`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
  ];
  expect(await except(421, hosts, (name) => raw({ headers: { host: name } }))).toEqual([]);
  expect((await raw({ headers: { host: `127.0.0.1:${port}` } })).status).toBe(200);
});

test('a request that another site caused is refused', async () => {
  const from = (site: string) => raw({ headers: { 'sec-fetch-site': site } });
  expect(await except(403, ['cross-site', 'same-site'], from)).toEqual([]);
  expect((await raw({ headers: { origin: 'http://evil.example' } })).status).toBe(403);
  expect((await raw({ headers: { origin: 'null' } })).status).toBe(403);
  expect(await except(200, ['none', 'same-origin'], from)).toEqual([]);
});

test('no path leads out of the built page', async () => {
  const paths = [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..\\..\\package.json',
    '/index.html%00.js',
    '/etc/passwd',
    '/assets/../../package.json',
  ];
  expect(await except(404, paths, (path) => raw({ path }))).toEqual([]);
  expect((await raw({ path: '//evil.example/' })).status).toBe(400);
  expect((await raw({ path: 'http://evil.example/' })).status).toBe(400);
  expect((await raw({ path: '/index.html' })).status).toBe(200);
});

test('a method the page does not use is refused', async () => {
  const methods = ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
  expect(await except(405, methods, (method) => raw({ method, headers: { origin: host.origin } }))).toEqual([]);
});

test('the socket opens with cookie and Origin, and with nothing less', async () => {
  const cookie = await mintCookie();
  const { origin } = host;
  await expect(openSocket(origin, { origin })).rejects.toThrow('403');
  await expect(openSocket(origin, { cookie })).rejects.toThrow('403');
  await expect(openSocket(origin, { cookie, origin: 'http://evil.example' })).rejects.toThrow('403');
  await expect(openSocket(origin, { cookie, origin, host: 'evil.example' })).rejects.toThrow('403');
  await expect(openSocket(origin, { cookie: `${cookie.slice(0, -1)}_`, origin })).rejects.toThrow('403');
  const socket = await openSocket(origin, { cookie, origin });
  expect(host.clients()).toBe(1);
  socket.close();
});

test('a slice is stored with cookie and Origin, and with nothing less', async () => {
  const cookie = await mintCookie();
  const { origin } = host;
  const path = slicePath(RECORDING, 0);
  const body = Buffer.from('slice');
  const put = (headers: Record<string, string>) => raw({ path, method: 'PUT', headers, body });
  expect((await put({ origin })).status).toBe(403);
  expect((await put({ cookie })).status).toBe(403);
  expect((await put({ cookie, origin: 'http://evil.example' })).status).toBe(403);
  expect(app.slices).toEqual([]);
  expect((await put({ cookie, origin })).status).toBe(204);
  expect(app.slices).toMatchObject([{ path, bytes: 5 }]);
});

test('a slice longer than 4 MiB is refused, whether it says so or not', async () => {
  const headers = { cookie: await mintCookie(), origin: host.origin };
  const put = (body: Buffer, extra: Record<string, string> = {}) =>
    raw({ path: slicePath(RECORDING, 0), method: 'PUT', headers: { ...headers, ...extra }, body });
  const tooLong = Buffer.alloc(MAX_SLICE_BYTES + 1);
  expect((await put(tooLong)).status).toBe(413);
  expect((await put(tooLong, { 'transfer-encoding': 'chunked' })).status).toBe(413);
  expect(app.slices).toEqual([]);
  expect((await put(tooLong.subarray(1))).status).toBe(204);
  expect(app.slices).toMatchObject([{ bytes: MAX_SLICE_BYTES }]);
});

test('speech and recordings are served to a known page only', async () => {
  const path = `/speech/${'a'.repeat(64)}.wav`;
  expect((await raw({ path })).status).toBe(403);
  const heard = await raw({ path, headers: { cookie: await mintCookie() } });
  expect(heard.status).toBe(200);
  expect(heard.headers).toMatchObject({ 'content-type': 'audio/wav', 'x-content-type-options': 'nosniff' });
  expect(heard.body).toHaveLength(1000);
});

test('a part of a recording is answered as that part', async () => {
  const path = `/speech/${'a'.repeat(64)}.wav`;
  const part = await raw({ path, headers: { cookie: await mintCookie(), range: 'bytes=2-5' } });
  expect(part).toMatchObject({ status: 206, body: 'FF..', headers: { 'content-range': 'bytes 2-5/1000' } });
});

test('the cookie of another host on this machine is not known here', async () => {
  const other = await serveForTest(new FakeApp());
  const foreign = await exchangeToken(other.origin, other.mint().token);
  const [, value = ''] = foreign.split('=');
  const { port } = new URL(host.origin);
  expect((await raw({ path: '/session', headers: { cookie: foreign } })).status).toBe(403);
  expect((await raw({ path: '/session', headers: { cookie: `anteroom_${port}=${value}` } })).status).toBe(403);
  expect((await raw({ path: '/session', headers: { cookie: await mintCookie() } })).status).toBe(204);
  await other.close();
});
