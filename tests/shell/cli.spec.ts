import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { exchangeToken } from './serve-for-test.ts';

const CLI = resolve('out/main/cli.js');

function anteroom(...words: string[]) {
  return spawnSync(process.execPath, [CLI, ...words], { encoding: 'utf8', timeout: 30_000 });
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-cli-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

test('host prints one line of JSON, serves until SIGTERM, and its data verifies', async () => {
  const env = { ...process.env, ANTEROOM_CALLER_DIRECTORY: folder };
  const host = spawn(process.execPath, [CLI, 'host', '--data', 'kiosk'], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let printed = '';
  host.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 15_000 }).toContain('\n');
  const line = JSON.parse(printed) as Record<'url' | 'token' | 'origin' | 'dataDirectory', string> & { pid: number };
  expect(line).toMatchObject({ pid: host.pid, dataDirectory: join(folder, 'kiosk') });
  expect(line.url).toBe(`${line.origin}/#token=${line.token}`);
  expect(await exchangeToken(line.origin, line.token)).toContain('anteroom_');

  const exit = new Promise((done) => host.once('exit', done));
  host.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(printed.trim().split('\n')).toHaveLength(1);

  const verified = anteroom('verify', join(folder, 'kiosk'), '--json');
  expect(JSON.parse(verified.stdout)).toMatchObject({ isSound: true });
  expect(verified.status).toBe(0);
  expect(anteroom('verify', join(folder, 'kiosk')).stdout).toContain('Complete and unchanged.');
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
