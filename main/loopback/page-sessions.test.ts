import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { PageSessions } from './page-sessions.ts';

const secret = randomBytes(32);
const cookieOf = (sessions: PageSessions) => sessions.redeem(sessions.mint())?.split(';')[0];

test('a host restarted with the same secret and port knows its page again', () => {
  const cookie = cookieOf(new PageSessions({ secret, port: 4711 }));
  const restarted = new PageSessions({ secret, port: 4711 });
  expect(restarted.recognise(cookie)).toMatch(/^[\w-]{43}$/);
  expect(restarted.recognise(`other=1; ${cookie}`)).toBe(restarted.recognise(cookie));
});

test('another secret, another port, a changed id or no cookie is not known', () => {
  const cookie = cookieOf(new PageSessions({ secret, port: 4711 })) ?? '';
  expect(new PageSessions({ secret: randomBytes(32), port: 4711 }).recognise(cookie)).toBeNull();
  const same = new PageSessions({ secret, port: 4711 });
  expect(new PageSessions({ secret, port: 4712 }).recognise(cookie)).toBeNull();
  expect(same.recognise(cookie.replace(/=./, '=_'))).toBeNull();
  expect(same.recognise(`${cookie}.x`)).toBeNull();
  expect(same.recognise('anteroom_4711=')).toBeNull();
  expect(same.recognise(undefined)).toBeNull();
});

test('only the newest unused tokens are kept', () => {
  const sessions = new PageSessions({ secret, port: 1 });
  const [oldest = '', ...others] = Array.from({ length: 9 }, () => sessions.mint());
  expect(sessions.redeem(oldest)).toBeNull();
  expect(others.map((token) => sessions.redeem(token) !== null)).not.toContain(false);
});
