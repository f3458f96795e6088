import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MessageSettingsShown } from '#shared/hub/messages.ts';
import type { HubDatabase } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { startHub } from '../hub.ts';
import { messageSettings } from '../messages/message-settings.ts';
import { providerSecrets } from '../workflow/checks.ts';
import { loadHubKey } from './hub-key.ts';

const PASSWORD = `smtp-${randomBytes(12).toString('hex')}`;
const SMS_KEY = `sms-${randomBytes(12).toString('hex')}`;
const smtp = { host: 'mail.example.com', port: 587, security: 'starttls', user: 'hr', from: 'HR <hr@example.com>' };
const settings = {
  organisation: 'Anteroom',
  smtp: { ...smtp, password: PASSWORD },
  sms: {
    url: `https://sms.example.com/send?key=${SMS_KEY}`,
    method: 'POST',
    contentType: 'application/json',
    headers: { 'x-key': SMS_KEY },
    body: '{"to":"{{phone}}","text":"{{text}}"}',
  },
  sites: [],
};

/**
 * Secrets of others stand nowhere in the database as they are, and what stood there is sealed at the start.
 *
 * @param bytesOf everything that the database holds of these rows, as somebody finds it who takes the disk
 */
export function storedSecretsConformance(
  name: string,
  options: {
    readonly databaseUrl: () => Promise<string | undefined>;
    readonly bytesOf: (dataDir: string, database: HubDatabase) => Promise<Buffer>;
  },
): void {
  test(`on ${name}: what releases of before kept as it is, is found before the start and not after it; everything works`, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hub-secrets-'));
    const url = await options.databaseUrl();
    const OLD = `whsec_${randomBytes(32).toString('base64')}`;
    let database = await openDatabase(dataDir, url);
    await database.run('insert into hub_settings (name, value) values (?, ?)', 'messages', JSON.stringify(settings));
    await database.run(
      `insert into partners (id, kind, name, url, secrets, created_at) values ('old', 'assessment', 'Old', 'https://a.example', ?, ?),
         ('gone', 'assessment', 'Gone', 'https://a.example', '[]', ?)`,
      JSON.stringify([OLD]),
      '2026-11-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    );
    const inClear = await options.bytesOf(dataDir, database);
    expect([PASSWORD, SMS_KEY, OLD].map((secret) => inClear.includes(secret))).toEqual([true, true, true]);
    await database.close();

    const hub = await startHub({ dataDir, databaseUrl: url });
    const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(hub.url + path, {
        method,
        headers: {
          authorization: `Bearer ${hub.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(response.status).toBeLessThan(300);
      return response.json();
    };
    expect(MessageSettingsShown.parse(await ask('GET', '/v1/message-settings'))).toMatchObject({
      smtp: { ...smtp, hasPassword: true },
      sms: { host: 'sms.example.com' },
    });
    await ask('PATCH', '/v1/message-settings', { organisation: '新公司' });
    await ask('POST', '/v1/partners', { id: 'new', kind: 'assessment', name: 'New', url: 'https://b.example' });
    await ask('POST', '/v1/partners/old/rotate-secret');
    await hub.close();

    database = await openDatabase(dataDir, url);
    const key = await loadHubKey(join(dataDir, 'hub-key.pem'));
    const secretsOf = (id: string) => providerSecrets(database, key, id);
    expect(await messageSettings(database, key)).toEqual({ ...settings, organisation: '新公司' });
    expect((await secretsOf('old'))[1]).toBe(OLD);
    expect(await secretsOf('gone')).toEqual([]);
    const all = [PASSWORD, SMS_KEY, OLD, ...(await secretsOf('old')), ...(await secretsOf('new'))];
    const bytes = await options.bytesOf(dataDir, database);
    expect(bytes.includes('mail.example.com')).toBe(false);
    expect(all.filter((secret) => bytes.includes(secret))).toEqual([]);
    // the same look finds what is not secret
    expect(bytes.includes('https://b.example')).toBe(true);
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });
}
