import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { expect, test } from '@playwright/test';
import type { ContractClient } from '#renderer/api/connect.ts';
import { exchangeToken, openSocket } from './serve-for-test.ts';

const CLI = resolve('out/main/cli.js');

function anteroom(...words: string[]) {
  return spawnSync(process.execPath, [CLI, ...words], { encoding: 'utf8', timeout: 30_000 });
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-cli-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `anteroom host --data kiosk` in the test's folder until it has printed its line. */
async function startHost(...words: string[]) {
  const env = { ...process.env, ANTEROOM_CALLER_DIRECTORY: folder };
  const command = [CLI, 'host', '--data', 'kiosk', ...words];
  const host = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'], env });
  let printed = '';
  host.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 30_000 }).toContain('\n');
  const line = JSON.parse(printed) as Record<'url' | 'token' | 'origin' | 'dataDirectory', string> & { pid: number };
  const exit = new Promise((done) => host.once('exit', done));
  const stop = () => {
    host.kill('SIGTERM');
    return exit;
  };
  return { host, line, printed: () => printed, stop };
}

test('host prints one line of JSON, serves until SIGTERM, and its data verifies', async () => {
  const { host, line, printed, stop } = await startHost();
  expect(line).toMatchObject({ pid: host.pid, dataDirectory: join(folder, 'kiosk') });
  expect(line.url).toBe(`${line.origin}/#token=${line.token}`);
  expect(await exchangeToken(line.origin, line.token)).toContain('anteroom_');

  expect(await stop()).toBe(0);
  expect(printed().trim().split('\n')).toHaveLength(1);

  const verified = anteroom('verify', join(folder, 'kiosk'), '--json');
  expect(JSON.parse(verified.stdout)).toMatchObject({ isSound: true });
  expect(verified.status).toBe(0);
  expect(anteroom('verify', join(folder, 'kiosk')).stdout).toContain('Complete and unchanged.');
});

test('head office named on the command line stands in the settings', async () => {
  const hub = { url: 'http://127.0.0.1:9', token: 'a-token-of-16-or-more' };
  const { line, stop } = await startHost('--hub', hub.url, '--hub-token', hub.token);
  const cookie = await exchangeToken(line.origin, line.token);
  const socket = await openSocket(line.origin, { cookie, origin: line.origin });
  const client: ContractClient = createORPCClient(new RPCLink({ websocket: socket as unknown as WebSocket }));
  // a kiosk without staff accounts: this page is the technician's
  expect((await client.settings.get()).hub).toEqual(hub);
  socket.close();
  expect(await stop()).toBe(0);
});

test('verify of a folder without a kiosk fails and makes nothing there', () => {
  const verified = anteroom('verify', join(folder, 'nothing'));
  expect(verified.status).not.toBe(0);
  expect(existsSync(join(folder, 'nothing'))).toBe(false);
});

test('hub hands its words on to head office', () => {
  const help = anteroom('hub', '--help');
  expect(help).toMatchObject({ status: 0 });
  expect(help.stdout).toContain('Collects records and media from kiosks');
});

test('every command explains itself, and a wrong word is refused', () => {
  expect(anteroom('--help').stdout).toMatch(/host.*\n[^]*verify.*\n[^]*hub.*\n[^]*demo/);
  expect(anteroom('host', '--help').stdout).toContain('--hub-token');
  expect(anteroom('verify', '--help').stdout).toContain('--json');
  expect(anteroom('host', '--port', 'x').stderr).toContain('0 to 65535');
  expect(anteroom('host', '--hub', 'https://hub.example').stderr).toContain('belong together');
  expect(anteroom('score').status).not.toBe(0);
});
