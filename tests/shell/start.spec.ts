import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { canListenAsSystemd, listenAsSystemd } from '#tests/fixtures/notify-socket.ts';

const isLinux = process.platform === 'linux';

/** Runs `npm start` as it is after the build. */
function start(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const data = mkdtempSync(join(tmpdir(), 'anteroom-start-'));
  const launcher = spawn(process.execPath, [resolve('scripts/start.ts'), '--data', data, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ANTEROOM_SHELL: 'browser', ...env },
  });
  let said = '';
  launcher.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = new Promise<number | null>((done) => launcher.once('exit', done));
  return {
    launcher,
    data,
    exit,
    said: () => said,
    async end() {
      launcher.kill();
      await exit;
      rmSync(data, { recursive: true });
    },
  };
}

/** Command lines of the running programs below a process, by id (Linux). */
function programsBelow(parent: number | undefined): Map<number, string> {
  const found = new Map<number, string>();
  const children = `/proc/${parent}/task/${parent}/children`;
  if (!existsSync(children)) return found;
  for (const id of readFileSync(children, 'utf8').trim().split(' ').filter(Boolean).map(Number)) {
    found.set(id, readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
    for (const [below, words] of programsBelow(id)) found.set(below, words);
  }
  return found;
}

const find = (launcher: ChildProcess, words: string) =>
  [...programsBelow(launcher.pid)].find(([, line]) => line.includes(words));

test('starts, shows the page and, asked only to try, ends with 0', async () => {
  const app = start(['--smoke']);
  expect(await app.exit, app.said()).toBe(0);
  expect(app.said()).toMatch(/The kiosk is open at http:\/\/127\.0\.0\.1:\d+/);
  expect(existsSync(join(app.data, 'anteroom.db'))).toBe(true);
  await app.end();
});

test('a host that was killed is back within 30 s on the same port, and the page joins it by itself', async () => {
  test.skip(!isLinux, 'reads /proc');
  test.setTimeout(60_000);
  const app = start([]);
  await expect.poll(app.said, { timeout: 20_000 }).toContain('The kiosk is open at');
  const [hostId] = find(app.launcher, 'cli.js host') ?? [];
  const [, browser = ''] = find(app.launcher, '--kiosk') ?? [];
  expect(browser).not.toContain('--no-sandbox');
  expect(browser).not.toContain('--remote-debugging');
  if (process.getuid?.() === 0) {
    const [browserId] = find(app.launcher, '--kiosk') ?? [];
    expect(readFileSync(`/proc/${browserId}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s/m);
  }
  process.kill(hostId ?? 0, 'SIGKILL');
  await expect.poll(app.said, { timeout: 30_000 }).toContain('the page is connected again');
  const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(app.said()) ?? [];
  expect((await fetch(origin)).status).toBe(200);
  await app.end();
});

test('a browser that ends three times in ten minutes is followed by a page of rest, in both languages', async () => {
  test.skip(!isLinux, 'reads /proc');
  test.setTimeout(90_000);
  const app = start([]);
  const opened = () => app.said().split('The kiosk is open at').length - 1;
  for (let times = 1; times <= 3; times += 1) {
    await expect.poll(opened, { timeout: 30_000 }).toBe(times);
    const [browserId] = find(app.launcher, '--kiosk') ?? [];
    process.kill(browserId ?? 0, 'SIGKILL');
  }
  const atRest = () => find(app.launcher, '/rest?next=')?.[1] ?? '';
  await expect.poll(atRest, { timeout: 20_000 }).toContain('--app=');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\/rest\?next=[\w-]{43}/.exec(atRest()) ?? [];
  const page = await (await fetch(address)).text();
  expect(page).toContain('Try again now');
  expect(page).toContain('现在重试');
  // the host is the same, and goes on saving and sending
  expect((await fetch(new URL('/', address))).status).toBe(200);
  await app.end();
});

test('systemd hears that the kiosk is ready and that it lives, and nothing once its page is gone', async () => {
  test.skip(!isLinux || !canListenAsSystemd(), 'needs Linux, systemd-notify and python3');
  test.setTimeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-notify-'));
  const { heard, silentMs, stop } = await listenAsSystemd(join(folder, 'socket'));
  const app = start([], { NOTIFY_SOCKET: join(folder, 'socket'), WATCHDOG_USEC: '1500000' });
  const alive = () => heard().split('WATCHDOG=1').length - 1;
  await expect.poll(alive, { timeout: 45_000 }).toBeGreaterThan(0);
  // once: no other program that was started says it in our name
  expect(heard().match(/READY=1/g)).toHaveLength(1);
  // the browser stays, the page does not
  const [rendererId] = find(app.launcher, '--type=renderer') ?? [];
  process.kill(rendererId ?? 0, 'SIGKILL');
  await expect.poll(silentMs, { timeout: 30_000 }).toBeGreaterThan(2500);
  await app.end();
  stop();
  rmSync(folder, { recursive: true });
});

test('SIGTERM ends everything it started', async () => {
  test.skip(!isLinux, 'reads /proc');
  const app = start([]);
  await expect.poll(app.said, { timeout: 20_000 }).toContain('The kiosk is open at');
  const started = [...programsBelow(app.launcher.pid).keys()];
  expect(started.length).toBeGreaterThan(2);
  app.launcher.kill();
  expect(await app.exit).toBe(0);
  await expect.poll(() => started.filter((id) => existsSync(`/proc/${id}`))).toEqual([]);
  await app.end();
});

test('a data folder that cannot be used is said plainly, at once', async () => {
  const app = start(['--data', '/dev/null/kiosk']);
  expect(await app.exit).toBe(1);
  expect(app.said()).toContain('The host did not start');
  await app.end();
});
