import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHubProcess, type HubProcess } from './hub-process.ts';
import { createAuthority, type Authority } from './local-authority.ts';

let folder = '';
let hub: HubProcess;
let authority: Authority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-tls-'));
  authority = await createAuthority();
  const leaf = await authority.issue();
  await writeFile(join(folder, 'chain.pem'), leaf.chain);
  await writeFile(join(folder, 'key.pem'), leaf.key, { mode: 0o600 });
  hub = await startHubProcess(join(folder, 'data'), 0, {
    arguments: ['--tls-cert', join(folder, 'chain.pem'), '--tls-key', join(folder, 'key.pem')],
  });
});
afterAll(async () => {
  await hub.stop('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** One request that trusts this authority alone. */
async function ask(path: string, ca: string): Promise<{ status: number | undefined; text: string }> {
  const asked = request(new URL(path, hub.url), { ca, headers: { authorization: `Bearer ${hub.token}` } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return { status: answer.statusCode, text: Buffer.concat(pieces).toString() };
}

test('the hub answers TLS itself, with the certificate it was given', async () => {
  expect(new URL(hub.url).protocol).toBe('https:');
  expect(await ask('/v1/health', authority.pem)).toMatchObject({
    status: 200,
    text: expect.stringContaining('anteroom-hub'),
  });
  expect(await ask('/v1/me', authority.pem)).toMatchObject({ status: 200 });
});

test('who trusts another authority is told nothing, plain HTTP is none, and TLS of before 1.2 is refused', async () => {
  const other = await createAuthority('Somebody else');
  await expect(ask('/v1/health', other.pem)).rejects.toThrow(/certificate|signature/);
  await expect(fetch(`http://127.0.0.1:${hub.port}/v1/health`)).rejects.toThrow('fetch failed');
  const versionBy = async (options: { minVersion: 'TLSv1' | 'TLSv1.2'; maxVersion: 'TLSv1.1' | 'TLSv1.2' }) => {
    // a level at which this side would speak the old one
    const socket = connect({
      port: hub.port,
      host: '127.0.0.1',
      ca: authority.pem,
      ciphers: 'DEFAULT@SECLEVEL=0',
      ...options,
    });
    try {
      await once(socket, 'secureConnect');
      return socket.getProtocol();
    } finally {
      socket.destroy();
    }
  };
  await expect(versionBy({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).rejects.toThrow(/protocol/);
  expect(await versionBy({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
});

test('a certificate without its key is a mistake that is told', async () => {
  await expect(
    startHubProcess(join(folder, 'other'), 0, { arguments: ['--tls-cert', join(folder, 'chain.pem')] }),
  ).rejects.toThrow(/ended with code [1-9]/);
});
