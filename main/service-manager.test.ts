import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canListenAsSystemd, listenAsSystemd } from '#tests/fixtures/notify-socket.ts';
import { serviceManager } from './service-manager.native.ts';

let folder: string;
let stopListening = (): void => undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-service-'));
});
afterEach(() => {
  stopListening();
  rmSync(folder, { recursive: true });
});

test('without systemd nothing is told, and nobody waits for it', () => {
  const lines: string[] = [];
  const service = serviceManager({}, (line) => lines.push(line));
  service.ready();
  service.alive();
  expect([service.aliveEveryMs, lines]).toEqual([null, []]);
});

test('what we start cannot speak to systemd in our name', () => {
  const env: NodeJS.ProcessEnv = { NOTIFY_SOCKET: '/run/none', WATCHDOG_USEC: '1', LANG: 'C' };
  serviceManager(env, () => undefined);
  expect(env).toEqual({ LANG: 'C' });
});

test('a third of the time that systemd gives', () => {
  const socket = { NOTIFY_SOCKET: '/run/none' };
  expect(serviceManager({ ...socket, WATCHDOG_USEC: '90000000' }, () => undefined).aliveEveryMs).toBe(30_000);
  expect(serviceManager({ ...socket }, () => undefined).aliveEveryMs).toBeNull();
});

test('a real socket hears READY=1 once, and WATCHDOG=1', async (context) => {
  if (!canListenAsSystemd()) return context.skip('needs systemd-notify and python3');
  const socket = join(folder, 'notify');
  const { heard, stop } = await listenAsSystemd(socket);
  stopListening = stop;
  const lines: string[] = [];
  const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '3000000', PATH: process.env['PATH'] };
  const service = serviceManager(env, (line) => lines.push(line));
  service.ready();
  service.ready();
  await expect.poll(heard).toContain('READY=1');
  await expect.poll(() => (service.alive(), heard())).toContain('WATCHDOG=1');
  expect(heard().match(/READY=1/g)).toHaveLength(1);
  expect(lines).toEqual([]);
});

test('a socket that is gone is said in the log, and hurts nobody', async (context) => {
  if (!canListenAsSystemd()) return context.skip('needs systemd-notify');
  const lines: string[] = [];
  serviceManager({ NOTIFY_SOCKET: join(folder, 'none'), PATH: process.env['PATH'] }, (line) =>
    lines.push(line),
  ).ready();
  await expect.poll(() => lines.join('\n')).toContain('service manager: not told');
});
