import { once } from 'node:events';
import { createServer } from 'node:net';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startKiosk } from '#main/electron/start-kiosk.ts';
import { pauseAfterCrash } from '#main/electron/crash-pause.ts';
import type { SessionId } from '#shared/ids.ts';
import { MAX_SLICE_BYTES, slicePath } from '#shared/media-routes.ts';
import { FakeApp } from '../contract/app.fake.ts';
import { makePageDirectory } from '../shell/serve-for-test.ts';
import {
  app as electron,
  BrowserWindow,
  FakeFrame,
  FakeWebContents,
  ipcMain,
  Menu,
  protocol,
  session,
} from './fake.ts';

const ASK = 'anteroom:ask-port';

let app: FakeApp;
let window: BrowserWindow;
let pageDirectory: string;
let lines: string[];
let closes: number;
let opened: (SessionId | null)[];
let failStore: (error: Error) => void;
let cannotOpen: Error | null;
const SESSION = '0195a3c0-0000-7000-8000-000000000001' as SessionId;

beforeEach(async () => {
  app = new FakeApp();
  pageDirectory = makePageDirectory();
  lines = [];
  closes = 0;
  opened = [];
  cannotOpen = null;
  electron.removeAllListeners();
  ipcMain.removeAllListeners();
  await startKiosk({
    refusal: () => Promise.resolve(new Response('<h1>why</h1>', { status: 503 })),
    openApp(onBroken, goOnWith) {
      opened.push(goOnWith);
      failStore = onBroken;
      if (cannotOpen !== null) return Promise.reject(cannotOpen);
      return Promise.resolve(
        Object.assign(app, { sessionId: () => SESSION, close: () => Promise.resolve(void (closes += 1)) }),
      );
    },
    pageDirectory,
    preloadFile: '/built/preload/index.cjs',
    profileDirectory: '/data/browser',
    onPage: () => undefined,
    log: (line) => lines.push(line),
  });
  const shown = BrowserWindow.all.at(-1);
  if (shown === undefined) throw new Error('The shell opened no window.');
  window = shown;
});
afterEach(() => rmSync(pageDirectory, { recursive: true }));

function handle(url: string, init?: RequestInit): Promise<Response> {
  return Promise.resolve(protocol.handlers.get('app')?.(new Request(url, init)) ?? Response.error());
}

test('the window is a kiosk whose page has no Node, no preload world, no developer tools and no web view', () => {
  expect(window.options).toMatchObject({
    kiosk: true,
    webPreferences: {
      preload: '/built/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
    },
  });
  expect(electron.isSandboxed).toBe(true);
  expect(Menu.applicationMenu).toBeNull();
  expect(window.webContents.mainFrame.url).toBe('app://kiosk/');
  expect(electron.getPath('userData')).toBe('/data/browser');
});

test('the window opens no other window and goes nowhere else', () => {
  const details = { url: 'app://kiosk/' } as Parameters<NonNullable<typeof window.webContents.windowOpenHandler>>[0];
  expect(window.webContents.windowOpenHandler?.(details)).toEqual({ action: 'deny' });
  const tried = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].filter((event) => {
    let isPrevented = false;
    window.webContents.emit(event, { preventDefault: () => (isPrevented = true) });
    return !isPrevented;
  });
  expect(tried).toEqual([]);
});

test('camera and microphone are for our own page, every other permission is for nobody', () => {
  const { requestHandler, checkHandler, deviceHandler } = session.defaultSession;
  const asked = (permission: string, requestingUrl: string, isMainFrame = true) => {
    let answer: boolean | undefined;
    const details = { requestingUrl, isMainFrame } as Parameters<NonNullable<typeof requestHandler>>[3];
    requestHandler?.(null as never, permission as 'media', (allowed) => (answer = allowed), details);
    return answer;
  };
  const checked = (permission: string, origin: string) =>
    checkHandler?.(null, permission as 'media', origin, {} as Parameters<NonNullable<typeof checkHandler>>[3]);
  expect(asked('media', 'app://kiosk/index.html')).toBe(true);
  expect(asked('media', 'app://kiosk/index.html', false)).toBe(false);
  expect(asked('media', 'app://other/')).toBe(false);
  expect(asked('media', 'https://kiosk/')).toBe(false);
  expect(asked('media', 'not an address')).toBe(false);
  expect(checked('media', 'app://kiosk/')).toBe(true);
  expect(checked('media', 'https://evil.example/')).toBe(false);
  const others = [
    'geolocation',
    'notifications',
    'display-capture',
    'clipboard-read',
    'fullscreen',
    'openExternal',
    'hid',
  ];
  expect(others.filter((permission) => asked(permission, 'app://kiosk/') !== false)).toEqual([]);
  expect(others.filter((permission) => checked(permission, 'app://kiosk/') !== false)).toEqual([]);
  expect(deviceHandler?.({} as Parameters<NonNullable<typeof deviceHandler>>[0])).toBe(false);
});

test('nothing but the page, its blobs and data addresses is loaded', () => {
  const isCancelled = (url: string) => {
    let cancel: boolean | undefined;
    session.defaultSession.beforeRequest?.({ url }, (answer) => (cancel = answer.cancel));
    return cancel;
  };
  const own = ['app://kiosk/index.html', 'blob:app://kiosk/1', 'data:image/png;base64,AA=='];
  const foreign = ['https://example.com/', 'http://127.0.0.1:80/', 'ws://x/', 'file:///etc/passwd', 'ftp://x/', 'bad'];
  expect(own.map(isCancelled)).toEqual([false, false, false]);
  expect(foreign.filter((url) => isCancelled(url) !== true)).toEqual([]);
});

test('the page is served with the policy of the loopback host, and nothing beside it', async () => {
  const page = await handle('app://kiosk/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self';");
  expect((await handle('app://other/index.html')).status).toBe(404);
  expect((await handle('app://kiosk/..%2f..%2fpackage.json')).status).toBe(404);
  expect((await handle('app://kiosk/', { method: 'POST' })).status).toBe(405);
});

test('media travels over the same routes, up to the same size', async () => {
  const put = (bytes: number) =>
    handle(`app://kiosk${slicePath('01990000-0000-7000-8000-00000000000a', 0)}`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
    });
  expect((await put(MAX_SLICE_BYTES)).status).toBe(204);
  expect((await put(MAX_SLICE_BYTES + 1)).status).toBe(413);
  expect(app.slices).toMatchObject([{ bytes: MAX_SLICE_BYTES, by: app.opened[0]?.id }]);
  const speech = await handle(`app://kiosk/speech/${'a'.repeat(64)}.wav`, { headers: { range: 'bytes=0-3' } });
  expect([speech.status, await speech.text()]).toEqual([206, 'RIFF']);
});

test('only the main frame of our own window gets a port', () => {
  const got: string[] = [];
  const frameAt = (url: string, parent: FakeFrame | null = null) => {
    const frame = Object.assign(new FakeFrame(), { url, parent });
    frame.onMessage = (channel, _message, ports) => {
      got.push(`${url} ${channel} ${ports.length}`);
      for (const port of ports) port.close();
    };
    return frame;
  };
  ipcMain.fakeSend(ASK, window.webContents, frameAt('https://evil.example/'));
  ipcMain.fakeSend(ASK, window.webContents, frameAt('app://kiosk.evil.example/'));
  ipcMain.fakeSend(ASK, window.webContents, frameAt('app://kiosk/', new FakeFrame()));
  ipcMain.fakeSend(ASK, window.webContents, null);
  ipcMain.fakeSend(ASK, new FakeWebContents(), frameAt('app://kiosk/'));
  expect(got).toEqual([]);
  expect(lines).toHaveLength(5);
  ipcMain.fakeSend(ASK, window.webContents, frameAt('app://kiosk/index.html'));
  expect(got).toEqual(['app://kiosk/index.html anteroom:port 1']);
});

test('nothing listens on a port', async () => {
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  expect(listening()).toBe(0);
  // the same question finds a server where there is one
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect(listening()).toBe(1);
  server.close();
});

test('a second instance quits at once and opens nothing', async () => {
  electron.isFirstInstance = false;
  const windows = BrowserWindow.all.length;
  const second = await startKiosk({
    refusal: () => null,
    openApp: () => Promise.reject(new Error('must not be opened')),
    pageDirectory,
    preloadFile: '',
    profileDirectory: '',
    onPage: () => undefined,
    log: () => undefined,
  });
  electron.isFirstInstance = true;
  expect(second).toBeNull();
  expect(BrowserWindow.all).toHaveLength(windows);
});

test('a store that fails under the page is closed and opened again, and the page starts anew with it', async () => {
  const before = window.webContents.reloads;
  failStore(new Error('EIO'));
  await expect.poll(() => opened).toEqual([null, SESSION]);
  await expect.poll(() => window.webContents.reloads).toBe(before + 1);
  expect(closes).toBe(1);
  let ports = 0;
  window.webContents.mainFrame.onMessage = () => (ports += 1);
  window.webContents.mainFrame.url = 'app://kiosk/';
  ipcMain.fakeSend(ASK, window.webContents);
  expect(ports).toBe(1);
});

test('a store that cannot be opened again: the page says so, and nothing is behind it', async () => {
  cannotOpen = new Error('EIO');
  failStore(new Error('EIO'));
  await expect.poll(async () => (await handle('app://kiosk/')).status, { timeout: 10_000 }).toBe(503);
  expect(await (await handle('app://kiosk/')).text()).toBe('<h1>why</h1>');
  expect((await handle(`app://kiosk${slicePath('x', 0)}`, { method: 'PUT', body: 'x' })).status).toBe(403);
});

test('records that cannot be opened: a window with the reason, and nothing behind it', async () => {
  const opened = await startKiosk({
    refusal: () => Promise.resolve(new Response('<h1>reason</h1>', { status: 503 })),
    openApp: () => Promise.reject(new Error('damaged')),
    pageDirectory,
    preloadFile: '',
    profileDirectory: '',
    onPage: () => undefined,
    log: (line) => lines.push(line),
  });
  expect(opened).not.toBeNull();
  expect(await (await handle('app://kiosk/')).text()).toBe('<h1>reason</h1>');
  expect((await handle(`app://kiosk${slicePath('x', 0)}`, { method: 'PUT', body: 'x' })).status).toBe(503);
  expect(lines).toContain('damaged');
});

test('closing the window signs its page out, and quitting closes the app before the process ends', async () => {
  const ended: string[] = [];
  electron.on('quit', () => ended.push(`after ${closes} closes`));
  window.destroy();
  expect(app.closed).toEqual(app.opened);
  electron.quit();
  await expect.poll(() => ended).toEqual(['after 1 closes']);
});

test('a page that crashed is loaded again', async () => {
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await expect.poll(() => window.webContents.reloads).toBe(1);
});

test('three crashes in ten minutes are followed at once, a fourth after a minute', () => {
  const minute = 60_000;
  expect(pauseAfterCrash([0, minute, 2 * minute], 2 * minute)).toBe(0);
  expect(pauseAfterCrash([0, minute, 2 * minute, 3 * minute], 3 * minute)).toBe(minute);
  expect(pauseAfterCrash([0, minute, 2 * minute, 11 * minute], 11 * minute)).toBe(0);
});
