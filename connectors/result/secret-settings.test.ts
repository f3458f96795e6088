import { expect, test } from 'vitest';
import { ConnectorConfiguration } from './registry.ts';
import { shownSettings, withKeptSecrets } from './secret-settings.ts';

const KEY = 'a-key-that-nobody-sees-again';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const odoo = ConnectorConfiguration.parse({
  kind: 'odoo',
  id: 'erp',
  url: 'https://odoo.example.com/web',
  database: 'prod',
  login: 'hub',
  apiKey: KEY,
  version: '19',
});
const robot = ConnectorConfiguration.parse({
  kind: 'chat-robot',
  id: 'chat',
  service: 'dingtalk',
  url: 'https://oapi.dingtalk.com/robot/send?access_token=0123456789',
  secret: 'SEC01234',
});
const without = (settings: object, name: string) =>
  Object.fromEntries(Object.entries(settings).filter(([each]) => each !== name));

test('no secret of any kind is shown, only that it is set', () => {
  const samples = [
    [odoo, KEY],
    [robot, 'access_token'],
    [
      ConnectorConfiguration.parse({
        kind: 'webhook',
        id: 'own',
        url: 'https://hr.example.com',
        source: 'https://hub.example.com',
        keys: [{ kind: 'hmac', secret: SECRET }],
      }),
      SECRET,
    ],
  ] as const;
  for (const [configuration, secret] of samples) {
    // the control: it is in there
    expect(JSON.stringify(configuration)).toContain(secret);
    expect(JSON.stringify(shownSettings(configuration))).not.toContain(secret);
  }
  expect(shownSettings(robot)).toMatchObject({ secrets: ['url', 'secret'], settings: { service: 'dingtalk' } });
  expect(shownSettings(ConnectorConfiguration.parse({ ...robot, secret: null })).secrets).toEqual(['url']);
});

test('a secret that is left out stays, one that is given takes its place, null takes it away', () => {
  const left = without({ ...odoo, database: 'other' }, 'apiKey');
  expect(withKeptSecrets(left, odoo)).toMatchObject({ database: 'other', apiKey: KEY });
  expect(withKeptSecrets({ ...left, apiKey: 'another-key' }, odoo)).toMatchObject({ apiKey: 'another-key' });
  expect(withKeptSecrets({ ...without(robot, 'url'), secret: null }, robot)).toMatchObject({
    url: robot.kind === 'chat-robot' ? robot.url : '',
    secret: null,
  });
});

test('a secret is not taken along to another address', () => {
  const moved = { ...without(odoo, 'apiKey'), url: 'https://elsewhere.example.com/web' };
  expect(withKeptSecrets(moved, odoo)).toBe('secrets_needed');
  expect(withKeptSecrets({ ...moved, apiKey: 'a-key-of-there' }, odoo)).toMatchObject({ apiKey: 'a-key-of-there' });
  // another path of the same server is no other address
  expect(withKeptSecrets({ ...moved, url: 'https://odoo.example.com/other' }, odoo)).toMatchObject({ apiKey: KEY });
  // the signing secret of a robot does not follow it either
  const other = { ...without(robot, 'secret'), url: 'https://elsewhere.example.com/robot' };
  expect(withKeptSecrets(other, robot)).toBe('secrets_needed');
});

test('a password is not taken along to another SFTP server; to another folder of the same it is', () => {
  const sftp = ConnectorConfiguration.parse({
    kind: 'sftp-drop',
    id: 'sftp',
    address: 'sftp://hub@sftp.example.com/in',
    hostKey: `SHA256:${'A'.repeat(43)}`,
    password: KEY,
    formats: ['csv'],
  });
  expect(JSON.stringify(shownSettings(sftp))).not.toContain(KEY);
  const given = (address: string) => without({ ...sftp, address }, 'password');
  expect(withKeptSecrets(given('sftp://hub@sftp.example.com/other'), sftp)).toMatchObject({ password: KEY });
  for (const address of ['sftp://hub@evil.example/in', 'sftp://hub@sftp.example.com:2222/in'])
    expect(withKeptSecrets(given(address), sftp)).toBe('secrets_needed');
  const hostKey = `SHA256:${'B'.repeat(43)}`;
  expect(withKeptSecrets({ ...given('sftp://hub@sftp.example.com/in'), hostKey }, sftp)).toBe('secrets_needed');
});
