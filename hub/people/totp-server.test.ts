import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HubAuditPage } from '#shared/wire/hub-audit.ts';
import { MadeInvitation, MadeTotp, Person, PersonList, RecoveryCodes, TotpState } from '#shared/wire/person.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { startAuthenticator } from './authenticator.fake.ts';

const PASSWORD = 'correct horse battery';
let dataDir = '';
let hub: RunningHub;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-totp-'));
  hub = await startHub({ dataDir, passwordCost: { n: 1024, r: 8, p: 1 }, trustProxy: true });
});
afterAll(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

let address = 0;
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(hub.url + path, {
    method,
    headers: {
      origin: hub.url,
      'x-forwarded-for': `10.1.0.${(address += 1) % 250}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const asHub = (method: string, path: string, body?: unknown) =>
  send(method, path, body, { authorization: `Bearer ${hub.token}` });
const codeOf = async (response: Response): Promise<unknown> => (await response.json()).code;
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const signIn = (login: string, totp?: string) => send('POST', '/v1/sign-in', { login, password: PASSWORD, totp });

/** Somebody signed in, with what is asked as them. */
async function somebody(login: string, role = 'hr') {
  const made = await asHub('POST', '/v1/people', { login, name: `Name of ${login}`, roles: [role], sites: null });
  const { code, person } = MadeInvitation.parse(await made.json());
  const accepted = await send('POST', '/v1/invitations/accept', { code, password: PASSWORD });
  const cookie = cookieOf(accepted);
  return { id: person.id, ask: (method: string, path: string, body?: unknown) => send(method, path, body, { cookie }) };
}

/** The same with a second factor; `code` is of the step `drift` away, none used up twice as long as it rises. */
async function withTotp(login: string) {
  const self = await somebody(login);
  const { secret } = MadeTotp.parse(await (await self.ask('POST', '/v1/me/totp', { password: PASSWORD })).json());
  const app = startAuthenticator(secret);
  const code = (drift: number) => app(Date.now(), drift);
  const confirmed = await self.ask('POST', '/v1/me/totp/confirm', { code: code(-1) });
  const { recoveryCodes } = RecoveryCodes.parse(await confirmed.json());
  return { ...self, code, recoveryCodes };
}

test('set up with the password, confirmed with a code, asked for at sign-in; a code gets in once', async () => {
  const self = await somebody('ada');
  expect(await codeOf(await self.ask('POST', '/v1/me/totp', { password: 'not my password' }))).toBe('sign_in_refused');
  const { code, recoveryCodes, ask } = await withTotp('ben');
  expect(TotpState.parse(await (await ask('GET', '/v1/me/totp')).json())).toMatchObject({
    confirmedAt: expect.any(String),
    recoveryCodesLeft: 10,
  });
  expect(await codeOf(await signIn('ben'))).toBe('second_factor_needed');
  expect(await codeOf(await signIn('ben', '12345'))).toBe('second_factor_wrong');
  const right = code(0);
  expect((await signIn('ben', right)).status).toBe(200);
  expect(await codeOf(await signIn('ben', right))).toBe('second_factor_wrong');
  expect((await signIn('ben', recoveryCodes[0])).status).toBe(200);
  expect(await codeOf(await signIn('ben', recoveryCodes[0]))).toBe('second_factor_wrong');
  // the control: who has none signs in as before
  expect((await signIn('ada')).status).toBe(200);
  // a wrong password is no hint at a second factor
  const wrong = await send('POST', '/v1/sign-in', { login: 'ben', password: 'not my password', totp: code(1) });
  expect(await codeOf(wrong)).toBe('sign_in_refused');
});

test('guessing codes runs into the lock-out of the name, with a right password too', async () => {
  const { code } = await withTotp('cleo');
  const answers: unknown[] = [];
  for (let guess = 0; guess < 6; guess += 1) answers.push(await codeOf(await signIn('cleo', `00000${guess}`)));
  expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'second_factor_wrong'));
  expect(answers[5]).toBe('sign_in_locked');
  expect(await codeOf(await signIn('cleo', code(0)))).toBe('sign_in_locked');
});

test('a new password by a link does not do away with it', async () => {
  const { id, code } = await withTotp('dora');
  const invited = MadeInvitation.parse(await (await asHub('POST', `/v1/people/${id}/invitation`)).json());
  const accept = (totp?: string) =>
    send('POST', '/v1/invitations/accept', { code: invited.code, password: 'another long password', totp });
  expect(await codeOf(await accept())).toBe('second_factor_needed');
  expect(await codeOf(await accept('000000'))).toBe('second_factor_wrong');
  expect((await accept(code(0))).status).toBe(200);
});

test('taken away by its owner with password and code, by an administrator for somebody else; both are in the audit log', async () => {
  const own = await withTotp('eli');
  const remove = (body: object) => own.ask('POST', '/v1/me/totp/remove', body);
  expect(await codeOf(await remove({ password: PASSWORD, code: '000000' }))).toBe('second_factor_wrong');
  expect((await remove({ password: PASSWORD, code: own.code(0) })).status).toBe(204);
  expect((await signIn('eli')).status).toBe(200);

  const other = await withTotp('fay');
  const administrator = await somebody('gus', 'administrator');
  const people = PersonList.parse(await (await administrator.ask('GET', '/v1/people')).json()).people;
  expect(people.filter(({ hasTotp }) => hasTotp).map(({ login }) => login)).toContain('fay');
  // not one's own, and not without the right to
  expect((await administrator.ask('DELETE', `/v1/people/${administrator.id}/totp`)).status).toBe(403);
  expect((await own.ask('DELETE', `/v1/people/${other.id}/totp`)).status).toBe(403);
  const taken = await administrator.ask('DELETE', `/v1/people/${other.id}/totp`);
  expect(Person.parse(await taken.json())).toMatchObject({ hasTotp: false });
  expect((await signIn('fay')).status).toBe(200);
  const { lines } = HubAuditPage.parse(await (await asHub('GET', '/v1/audit-log?limit=500')).json());
  expect(
    lines
      .filter(({ action }) => action === 'person.totp_removed')
      .map(({ callerName, subject }) => [callerName, subject]),
  ).toEqual([
    ['Name of gus', other.id],
    ['Name of eli', own.id],
  ]);
});

test('turning it on ends the sessions elsewhere and keeps this one', async () => {
  const self = await somebody('hal');
  const elsewhere = cookieOf(await signIn('hal'));
  const { secret } = MadeTotp.parse(await (await self.ask('POST', '/v1/me/totp', { password: PASSWORD })).json());
  expect((await send('GET', '/v1/me', undefined, { cookie: elsewhere })).status).toBe(200);
  const code = startAuthenticator(secret)(Date.now());
  expect((await self.ask('POST', '/v1/me/totp/confirm', { code })).status).toBe(200);
  expect((await send('GET', '/v1/me', undefined, { cookie: elsewhere })).status).toBe(401);
  expect((await self.ask('GET', '/v1/me')).status).toBe(200);
});
