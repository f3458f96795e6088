import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serviceManager } from './service-manager.native.ts';

const has = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** A socket as systemd opens it; Node cannot. */
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('open', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`;

let folder: string;
let receiver: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-service-'));
});
afterEach(() => {
  receiver?.kill();
  receiver = null;
  rmSync(folder, { recursive: true });
});

test('without systemd nothing is told, and nobody waits for it', () => {
  const lines: string[] = [];
  const service = serviceManager({}, (line) => lines.push(line));
  service.ready();
  service.alive();
  expect([service.aliveEveryMs, lines]).toEqual([null, []]);
});

test('a third of the time that systemd gives', () => {
  const socket = { NOTIFY_SOCKET: '/run/none' };
  expect(serviceManager({ ...socket, WATCHDOG_USEC: '90000000' }, () => undefined).aliveEveryMs).toBe(30_000);
  expect(serviceManager(socket, () => undefined).aliveEveryMs).toBeNull();
});

test('a real socket hears READY=1 once, and WATCHDOG=1', async (context) => {
  if (!has('systemd-notify') || !has('python3')) return context.skip('needs systemd-notify and python3');
  const socket = join(folder, 'notify');
  receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  receiver.stdout?.on('data', (data: Buffer) => (heard += data.toString()));
  await once(receiver.stdout ?? receiver, 'data');
  expect(existsSync(socket)).toBe(true);
  const lines: string[] = [];
  const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '3000000', PATH: process.env['PATH'] };
  const service = serviceManager(env, (line) => lines.push(line));
  service.ready();
  service.ready();
  await expect.poll(() => heard).toContain('READY=1');
  await expect.poll(() => (service.alive(), heard)).toContain('WATCHDOG=1');
  expect(heard.match(/READY=1/g)).toHaveLength(1);
  expect(lines).toEqual([]);
});

test('a socket that is gone is said in the log, and hurts nobody', async (context) => {
  if (!has('systemd-notify')) return context.skip('needs systemd-notify');
  const lines: string[] = [];
  serviceManager({ NOTIFY_SOCKET: join(folder, 'none'), PATH: process.env['PATH'] }, (line) =>
    lines.push(line),
  ).ready();
  await expect.poll(() => lines.join('\n')).toContain('service manager: not told');
});
