import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { describe, expect, inject, test } from 'vitest';
import { MadeApiKey } from '#shared/wire/api-key.ts';
import { type RunningHub, startHub } from '../hub.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';

const run = promisify(execFile);
const serverUrl = inject('postgresUrl');

/** An empty database of its own: a dump is of one, not of a schema. */
async function emptyDatabase(): Promise<string> {
  const name = `dump_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(serverUrl ?? '', { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

const hasTools = await run('pg_dump', ['--version']).then(
  () => true,
  () => false,
);
if (!hasTools)
  console.log('Skipped: dump and restore of a hub on PostgreSQL. pg_dump is not here (Debian: postgresql-client).');

describe.skipIf(serverUrl === null || !hasTools)('dump and restore as the guide tells', () => {
  test('the restored hub is that hub: records, keys, sealed settings, an unbroken log; numbers go on after those given out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-dump-'));
    const [before, after] = [await emptyDatabase(), await emptyDatabase()];
    const start = (dataDir: string, databaseUrl: string) => startHub({ dataDir, databaseUrl });
    const ask = async (hub: RunningHub, method: string, path: string, body?: unknown, key = hub.token) => {
      const response = await fetch(hub.url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(response.status).toBeLessThan(300);
      return (await response.json()) as unknown;
    };
    const send = async (hub: RunningHub, sessionId: string) => {
      const text = `${JSON.stringify(sampleRecord({ sessionId }))}\n`;
      const sha256 = createHash('sha256').update(text).digest('hex');
      const response = await fetch(`${hub.url}/v1/batches`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${hub.token}`,
          'content-type': 'application/x-ndjson',
          'idempotency-key': sha256.slice(0, 32),
          'anteroom-device-id': 'kiosk-1',
          'anteroom-record-count': '1',
          'anteroom-content-sha256': sha256,
        },
        body: text,
      });
      return (await response.json()) as { receipts: { status: string; hubSeq: number }[] };
    };

    const first = await start(join(folder, 'first'), before);
    const sent = await send(first, 'dumped');
    const { key } = MadeApiKey.parse(
      await ask(first, 'POST', '/v1/api-keys', { name: 'erp', scopes: ['records:read'] }),
    );
    await ask(first, 'PATCH', '/v1/message-settings', { organisation: '备份公司' });
    // while it runs
    const dump = join(folder, 'hub.dump');
    await run('pg_dump', ['--format=custom', `--file=${dump}`, before]);
    const session = await ask(first, 'GET', '/v1/sessions/dumped');
    await first.close();

    await run('pg_restore', ['--no-owner', `--dbname=${after}`, dump]);
    await mkdir(join(folder, 'second'));
    for (const name of ['token', 'hub-key.pem'])
      await copyFile(join(folder, 'first', name), join(folder, 'second', name));
    const second = await start(join(folder, 'second'), after);
    try {
      expect(second.token).toBe(first.token);
      expect(await ask(second, 'GET', '/v1/sessions/dumped', undefined, key)).toEqual(session);
      expect(await ask(second, 'GET', '/v1/message-settings')).toMatchObject({ organisation: '备份公司' });
      expect(await ask(second, 'GET', '/v1/audit-log/verification')).toMatchObject({ isSound: true });
      const again = await send(second, 'after-restore');
      expect(again.receipts[0]?.status).toBe('accepted');
      expect(again.receipts[0]?.hubSeq).toBeGreaterThan(sent.receipts[0]?.hubSeq ?? Number.NaN);
    } finally {
      await second.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
