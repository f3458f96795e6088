// What is shipped, joined without Electron's program: out/main/index.js runs in Node on the stand-in, out/preload/index.cjs
// and out/renderer run in a real Chromium, and the message port crosses a binding of Playwright's.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { expect, test } from '@playwright/test';
import './register.ts';

/** A trustworthy origin, as `app:` is in Electron; nothing is asked of the network. */
const PAGE = 'http://kiosk.localhost';
const ASK = 'anteroom:ask-port';

test('the shipped page runs on the shipped shell: files, port and calls', async ({ page }) => {
  const electron = await import('./fake.ts');
  const dataDirectory = mkdtempSync(join(tmpdir(), 'anteroom-bridge-'));
  electron.app.switches.set('data', dataDirectory);
  const shell = resolve('out/main/index.js');
  await import(shell);
  await expect.poll(() => electron.BrowserWindow.all.length).toBe(1);
  const [window] = electron.BrowserWindow.all;
  if (window === undefined) throw new Error('The shell opened no window.');
  expect(window.options.webPreferences?.preload).toBe(resolve('out/preload/index.cjs'));

  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));

  // Node's end of the port the shell hands over; its messages are pumped to the page's end and back
  let port: MessagePort | undefined;
  let messages = 0;
  let isOver = false;
  window.webContents.mainFrame.onMessage = (_channel, _message, [handed]) => {
    port = handed;
    handed?.on('message', (data: string) => {
      messages += 1;
      const told = page.evaluate(
        (text) => (globalThis as unknown as { fromCore: (data: string) => void }).fromCore(text),
        data,
      );
      // what the core says while the page is being closed reaches nobody, as it should
      told.catch((error: unknown) => {
        if (!isOver) throw error;
      });
    });
  };
  await page.exposeFunction('askCore', () => electron.ipcMain.fakeSend(ASK, window.webContents));
  let signsOfLife = 0;
  await page.exposeFunction('tellShell', (channel: string) => {
    if (channel === 'anteroom:alive') signsOfLife += 1;
    electron.ipcMain.fakeSend(channel, window.webContents);
  });
  await page.exposeFunction('toCore', (data: string) => port?.postMessage(data, []));
  const preload = readFileSync(window.options.webPreferences?.preload ?? '', 'utf8');
  await page.addInitScript(`(() => {
    const listeners = new Map();
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => { globalThis[name] = value; } },
      ipcRenderer: {
        on: (channel, listen) => listeners.set(channel, listen),
        send: async (channel) => {
          if (channel !== 'anteroom:ask-port') return globalThis.tellShell(channel);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = (event) => globalThis.toCore(event.data);
          globalThis.fromCore = (data) => port1.postMessage(data);
          await globalThis.askCore();
          listeners.get('anteroom:port')({ ports: [port2] });
        },
      },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('A sandboxed preload cannot require ' + name);
      return electron;
    };
    (function (exports, require, module) { ${preload}\n })({}, require, {});
  })()`);
  await page.route(`${PAGE}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await window.fakeSession.protocol.handlers.get('app')?.(new Request(`app://kiosk${pathname}`));
    await route.fulfill({
      status: answer?.status ?? 500,
      headers: Object.fromEntries(answer?.headers ?? []),
      body: Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0)),
    });
  });

  await page.goto(`${PAGE}/`);
  // the page has drawn what the core told it through the port
  await expect(page.locator('#root')).not.toBeEmpty();
  await expect.poll(() => messages).toBeGreaterThan(0);
  await expect.poll(() => signsOfLife).toBeGreaterThan(1);
  // a page that hangs is silent, and speaks again when it does not
  const before = signsOfLife;
  await page.evaluate(() => {
    const until = performance.now() + 3000;
    while (performance.now() < until);
  });
  expect(signsOfLife - before).toBeLessThan(2);
  await expect.poll(() => signsOfLife - before).toBeGreaterThan(2);
  expect(problems).toEqual([]);
  isOver = true;
  port?.close();
  window.destroy();
  electron.app.quit();
});
