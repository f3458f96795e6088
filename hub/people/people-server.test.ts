import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MadeApiKey } from '#shared/wire/api-key.ts';
import { HubAuditPage } from '#shared/wire/hub-audit.ts';
import { MadeInvitation, Me, type Role } from '#shared/wire/person.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sampleRecord, soundLine } from '../store/sample-lines.fake.ts';
import { createHubStore } from '../store/sql-hub-store.ts';

const PASSWORD = 'correct horse battery';
/** Hashing at full cost is measured by nobody here. */
const passwordCost = { n: 1024, r: 8, p: 1 };

let dataDir = '';
let hub: RunningHub;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-people-server-'));
  hub = await startHub({ dataDir, passwordCost, trustProxy: true });
});
afterAll(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}
let address = 0;
/** As a browser at an address of its own, so that tests do not use up each other's tries. */
function ask(path: string, { method = 'GET', body, headers = {} }: Ask = {}): Promise<Response> {
  return fetch(hub.url + path, {
    method,
    headers: {
      origin: hub.url,
      'x-forwarded-for': `10.0.0.${(address += 1) % 250}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const asHub = (path: string, given: Ask = {}) =>
  ask(path, { ...given, headers: { authorization: `Bearer ${hub.token}`, ...given.headers } });
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const codeOf = async (response: Response): Promise<unknown> => (await response.json()).code;

let people = 0;
/** A person with a password, signed in. */
async function signedIn(...roles: Role[]): Promise<{ login: string; id: string; cookie: string }> {
  const login = `person${(people += 1)}`;
  const made = await asHub('/v1/people', {
    method: 'POST',
    body: { login, name: `Name ${people}`, roles, sites: null },
  });
  expect(made.status).toBe(201);
  const { code, person } = MadeInvitation.parse(await made.json());
  const accepted = await ask('/v1/invitations/accept', { method: 'POST', body: { code, password: PASSWORD } });
  expect(accepted.status).toBe(200);
  return { login, id: person.id, cookie: cookieOf(accepted) };
}
const signIn = (login: string, password = PASSWORD, headers = {}) =>
  ask('/v1/sign-in', { method: 'POST', body: { login, password }, headers });

test('nobody has an account before one was made', async () => {
  expect((await signIn('admin', 'admin')).status).toBe(401);
  expect((await asHub('/v1/people').then((response) => response.json())).people).toEqual([]);
});

describe('signing in', () => {
  test('a person is known by the cookie, which no script and no other site can use', async () => {
    const { login } = await signedIn('auditor');
    const answer = await signIn(` ${login.toUpperCase()} `);
    expect(answer.status).toBe(200);
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    expect(set).not.toMatch(/Secure/);
    const me = Me.parse(await (await ask('/v1/me', { headers: { cookie: cookieOf(answer) } })).json());
    expect(me).toMatchObject({ kind: 'person', sites: null });
    expect(me.scopes).toContain('audit:read');
    expect(me.scopes).not.toContain('people:write');
    const overTls = await signIn(login, PASSWORD, { 'x-forwarded-proto': 'https', origin: hub.url });
    expect(overTls.headers.get('set-cookie')).toMatch(/Secure/);
  });

  test('a request led here by another site is refused, with the cookie and without', async () => {
    const { login, cookie } = await signedIn('administrator');
    for (const origin of ['https://evil.example', 'null', '']) {
      expect(await codeOf(await signIn(login, PASSWORD, { origin }))).toBe('cross_site');
      expect(await codeOf(await ask('/v1/sign-out', { method: 'POST', headers: { cookie, origin } }))).toBe(
        'cross_site',
      );
    }
    expect((await ask('/v1/me', { headers: { cookie } })).status).toBe(200);
  });

  test('signing out ends this session, everywhere ends all', async () => {
    const { login, cookie } = await signedIn('hr');
    const [second, third] = [cookieOf(await signIn(login)), cookieOf(await signIn(login))];
    const isIn = async (one: string) => (await ask('/v1/me', { headers: { cookie: one } })).status === 200;
    expect((await ask('/v1/sign-out', { method: 'POST', headers: { cookie } })).status).toBe(204);
    expect([await isIn(cookie), await isIn(second), await isIn(third)]).toEqual([false, true, true]);
    await ask('/v1/sign-out-everywhere', { method: 'POST', headers: { cookie: second } });
    expect([await isIn(second), await isIn(third)]).toEqual([false, false]);
  });

  test('after five wrong passwords the name is locked, right password or not; a name nobody has as well', async () => {
    const { login } = await signedIn('hr');
    for (const name of [login, 'nobody-has-this']) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(await codeOf(await signIn(name, 'wrong password wrong'))).toBe('sign_in_refused');
      }
      const locked = await signIn(name);
      expect(locked.status).toBe(429);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(25);
      expect(await codeOf(locked)).toBe('sign_in_locked');
    }
  });

  test('ten tries at once get no more guesses than ten after each other', async () => {
    const { login } = await signedIn('hr');
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(login, 'wrong password wrong')));
    expect(answers.map(({ status }) => status).filter((status) => status === 401)).toHaveLength(5);
  });

  test('a lock stands after a restart', async () => {
    const { login } = await signedIn('hr');
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn(login, 'wrong password wrong');
    await hub.close();
    hub = await startHub({ dataDir, passwordCost, trustProxy: true });
    expect(await codeOf(await signIn(login))).toBe('sign_in_locked');
  });

  test('an address that tries many names has to wait', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.7' };
    const answers: Response[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1) answers.push(await signIn(`name-${attempt}`, 'x', headers));
    expect(answers.slice(0, 10).every(({ status }) => status === 401)).toBe(true);
    expect(await codeOf(answers[10] as Response)).toBe('too_many_requests');
    expect((await signIn('name-12', 'x', { 'x-forwarded-for': '192.0.2.8' })).status).toBe(401);
  });
});

describe('accounts', () => {
  test.each(['short', 'aaaaaaaaaaaaaaaa', 'xperson-of-the-year-x'])(
    'the password %s is refused and the code stays good',
    async (bad) => {
      const body = {
        login: `person-of-the-year${bad.length}`,
        name: 'person-of-the-year',
        roles: ['hr'],
        sites: ['Gate 2'],
      };
      const { code } = MadeInvitation.parse(await (await asHub('/v1/people', { method: 'POST', body })).json());
      const accept = (password: string) => ask('/v1/invitations/accept', { method: 'POST', body: { code, password } });
      expect(await codeOf(await accept(bad))).toBe('password_refused');
      expect((await accept(PASSWORD)).status).toBe(200);
      expect(await codeOf(await accept(PASSWORD))).toBe('invitation_invalid');
    },
  );

  test('who may not manage people is refused, and nothing changes', async () => {
    const { cookie, id } = await signedIn('hr');
    const me = await ask(`/v1/people/${id}`, {
      method: 'PATCH',
      body: { roles: ['administrator'] },
      headers: { cookie },
    });
    expect(await codeOf(me)).toBe('forbidden');
    expect((await ask('/v1/people', { headers: { cookie } })).status).toBe(403);
    expect((await ask('/v1/api-keys', { headers: { cookie } })).status).toBe(403);
  });

  test('a changed password ends other sessions; the old one no longer works', async () => {
    const { cookie, login } = await signedIn('hr');
    const other = cookieOf(await signIn(login));
    const change = (password: string) =>
      ask('/v1/me/password', {
        method: 'POST',
        headers: { cookie },
        body: { password, newPassword: 'another good one 9' },
      });
    expect(await codeOf(await change('not the password'))).toBe('sign_in_refused');
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await ask('/v1/me', { headers: { cookie } })).status).toBe(200);
    expect((await ask('/v1/me', { headers: { cookie: other } })).status).toBe(401);
    expect((await signIn(login)).status).toBe(401);
    expect((await signIn(login, 'another good one 9')).status).toBe(200);
  });

  test('a bad request says what is wrong where, and repeats no value', async () => {
    const body = { login: 'x', name: 'PRIVATE', roles: ['king'], sites: [] };
    const answer = await asHub('/v1/people', { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = await answer.json();
    expect(problem.issues.map(({ path }: { path: string }) => path)).toEqual(['/login', '/roles/0', '/sites']);
    expect(JSON.stringify(problem)).not.toContain('PRIVATE');
  });
});

describe('API keys', () => {
  const make = async (body: object) => {
    const made = await asHub('/v1/api-keys', { method: 'POST', body });
    return { status: made.status, ...(made.status === 201 ? MadeApiKey.parse(await made.json()) : null) };
  };
  const withKey = (key = '', path = '/v1/me') => ask(path, { headers: { authorization: `Bearer ${key}` } });

  test('a key is shown once, does what its scopes say, and ends when revoked', async () => {
    const { key, apiKey } = await make({ name: 'ERP', scopes: ['records:read'] });
    expect(Me.parse(await (await withKey(key)).json())).toMatchObject({ kind: 'api_key', name: 'ERP' });
    expect((await withKey(key, '/v1/sessions')).status).toBe(200);
    expect((await withKey(key, '/v1/audit-alarms')).status).toBe(403);
    const listed = await (await asHub('/v1/api-keys')).text();
    expect(listed).toContain(apiKey?.startsWith ?? 'nothing');
    expect(listed).not.toContain(key);
    expect(JSON.parse(listed).keys[0].lastUsedAt).not.toBeNull();
    expect((await asHub(`/v1/api-keys/${apiKey?.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await withKey(key)).status).toBe(401);
    expect((await asHub(`/v1/api-keys/${apiKey?.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('keys never manage people, and none is made that has expired', async () => {
    expect((await make({ name: 'x', scopes: ['people:write'] })).status).toBe(400);
    expect((await make({ name: 'x', scopes: ['records:read'], expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
  });

  test('an expired key is refused', async () => {
    const { key } = await make({
      name: 'x',
      scopes: ['records:read'],
      expiresAt: new Date(Date.now() + 300).toISOString(),
    });
    expect((await withKey(key)).status).toBe(200);
    await expect.poll(async () => (await withKey(key)).status).toBe(401);
  });

  test('each key has its own number of requests a minute', async () => {
    const few = await make({ name: 'few', scopes: ['records:read'], requestsPerMinute: 3 });
    const many = await make({ name: 'many', scopes: ['records:read'] });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await withKey(few.key)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await withKey(many.key)).status).toBe(200);
  });
});

test('who is of one site sees interviews of its kiosks alone, in lists, by id and as files', async () => {
  const database = openSqliteDatabase(join(dataDir, 'hub.db'));
  const store = createHubStore(database);
  const at = '2026-11-28T08:00:00.000Z';
  const media = (sha256: string) => [
    { sha256, sizeBytes: 1, mimeType: 'audio/webm', kind: 'audio', recordingId: 'r1', durationMs: 1 } as const,
  ];
  for (const [deviceId, sessionId, sign] of [
    ['kiosk-east', 's-east', 'e'],
    ['kiosk-west', 's-west', 'f'],
    ['kiosk-none', 's-none', 'd'],
  ] as const) {
    const record = sampleRecord({ deviceId, sessionId, media: media(sign.repeat(64)) });
    await store.putLines(deviceId, [soundLine(record)], at);
  }
  for (const [deviceId, site] of [
    ['kiosk-east', '东门'],
    ['kiosk-west', 'West'],
  ] as const) {
    await database.run(
      'insert into devices (device_id, public_key, site, enrolled_at) values (?, ?, ?, ?)',
      deviceId,
      'A'.repeat(43),
      site,
      at,
    );
  }
  await database.close();
  const made = await asHub('/v1/api-keys', {
    method: 'POST',
    body: { name: 'east', scopes: ['records:read', 'devices:read'], sites: ['东门'] },
  });
  const { key } = MadeApiKey.parse(await made.json());
  const read = (path: string) => ask(path, { headers: { authorization: `Bearer ${key}` } });
  const { sessions } = await (await read('/v1/sessions')).json();
  expect(sessions.map(({ sessionId }: { sessionId: string }) => sessionId)).toEqual(['s-east']);
  const statuses = await Promise.all(
    ['s-east', 's-west', 's-none'].map(async (id) => (await read(`/v1/sessions/${id}`)).status),
  );
  expect(statuses).toEqual([200, 404, 404]);
  expect((await (await asHub('/v1/sessions')).json()).sessions).toHaveLength(3);
  const found = openSqliteDatabase(join(dataDir, 'hub.db'));
  const isSeen = (sign: string) => createHubStore(found).isMediaAtSites(sign.repeat(64), new Set(['东门']));
  expect([await isSeen('e'), await isSeen('f'), await isSeen('d')]).toEqual([true, false, false]);
  await found.close();
});

test('what no site has of its own is closed to a key of one site, rather than open as a whole', async () => {
  const scopes = ['candidates:read', 'workflow:read', 'audit:read'];
  const statusesFor = async (sites: string[] | null) => {
    const made = await asHub('/v1/api-keys', { method: 'POST', body: { name: 'one', scopes, sites } });
    const { key } = MadeApiKey.parse(await made.json());
    const headers = { authorization: `Bearer ${key}` };
    const paths = ['/v1/merge-proposals', '/v1/queue', '/v1/audit-log'];
    return Promise.all(paths.map(async (path) => (await ask(path, { headers })).status));
  };
  expect(await statusesFor(['东门'])).toEqual([403, 403, 403]);
  expect(await statusesFor(null)).toEqual([200, 200, 200]);
});

test('every read of personal data is in the audit log, and the log says so of itself', async () => {
  const { cookie, id } = await signedIn('auditor');
  const read = (path: string) => ask(path, { headers: { cookie } });
  await read('/v1/sessions?limit=5');
  await read('/v1/sessions/0190-nobody');
  await read('/v1/people');
  const page = HubAuditPage.parse(await (await read('/v1/audit-log?limit=4')).json());
  expect(page.lines.map(({ action, subject, callerId }) => [action, subject, callerId])).toEqual([
    ['audit_log.read', '', id],
    ['people.listed', '', id],
    ['session.read', '0190-nobody', id],
    ['sessions.listed', '', id],
  ]);
  const next = HubAuditPage.parse(await (await read(`/v1/audit-log?limit=1&cursor=${page.nextCursor}`)).json());
  expect(next.lines.map(({ action }) => action)).toEqual(['person.signed_in']);
  expect((await read('/v1/audit-log?cursor=bm9uc2Vuc2U')).status).toBe(400);
  expect(await (await read('/v1/audit-log/verification')).json()).toMatchObject({ isSound: true });
  const all = await (await read('/v1/audit-log?limit=500')).text();
  expect(all).not.toContain(PASSWORD);
});
