import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CHORDS } from '#main/electron/chords.ts';
import { systemKeyring } from '#main/electron/system-keyring.ts';
import {
  app as electron,
  BrowserWindow,
  clipboard,
  FakeFrame,
  FakeWebContents,
  globalShortcut,
  ipcMain,
  Menu,
  safeStorage,
  screen,
  session,
} from './fake.ts';
import { PROMISE_NAMES, PROMISES, type Proofs } from './promises.ts';
import { ASK, frameAt, giveSignOfLife, kioskWindows, liveFor, type StandIn, startOnStandIn } from './stand-in.ts';

let shell: StandIn;
beforeEach(async () => {
  shell = await startOnStandIn();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(shell.pageDirectory, { recursive: true });
});

const press = (window: BrowserWindow, input: object) =>
  window.webContents.fakeRefusable('before-input-event', {}, input);

const PROOFS: Proofs<[]> = {
  async kiosk() {
    const window = shell.window();
    expect(window).toMatchObject({ isShown: true, isKiosk: true, options: { minimizable: false, movable: false } });
    window.close();
    expect(window.isGone).toBe(false);
    window.setKiosk(false);
    window.emit('leave-full-screen');
    expect(window.isKiosk).toBe(true);
    const restored = vi.fn<() => void>();
    window.on('restore', restored);
    window.emit('minimize');
    expect(restored).toHaveBeenCalledOnce();
    // the program itself may end
    electron.quit();
    expect(window.isGone).toBe(true);
  },

  async isolation() {
    expect(shell.window().options.webPreferences).toMatchObject({
      preload: '/built/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    });
    expect(shell.window().options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(electron.isSandboxed).toBe(true);
  },

  async developerTools() {
    expect(shell.window().options.webPreferences?.devTools).toBe(false);
    expect(Menu.applicationMenu).toBeNull();
  },

  async navigation() {
    const { webContents } = shell.window();
    const events = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'];
    const tried = events.filter(
      (event) => !webContents.fakeRefusable(event, { url: 'app://kiosk/', isMainFrame: true }),
    );
    expect(tried).toEqual([]);
    expect(kioskWindows()).toHaveLength(1);
    expect(shell.window().options.webPreferences?.navigateOnDragDrop).toBe(false);
    // and there is no page to go back to
    expect(webContents.historyLength).toBe(0);
  },

  async windows() {
    const { windowOpenHandler } = shell.window().webContents;
    const details = { url: 'app://kiosk/' } as Parameters<NonNullable<typeof windowOpenHandler>>[0];
    expect(windowOpenHandler?.(details)).toEqual({ action: 'deny' });
  },

  async addresses() {
    const isCancelled = (from: typeof session.defaultSession) => (url: string) => {
      let cancel: boolean | undefined;
      from.beforeRequest?.({ url }, (answer) => (cancel = answer.cancel));
      return cancel;
    };
    const own = ['app://kiosk/index.html', 'blob:app://kiosk/1', 'data:image/png;base64,AA=='];
    const foreign = [
      'https://example.com/',
      'http://127.0.0.1:80/',
      'ws://x/',
      'file:///etc/passwd',
      'ftp://x/',
      'bad',
    ];
    for (const each of [shell.window().fakeSession, session.defaultSession]) {
      expect(own.map(isCancelled(each))).toEqual([false, false, false]);
      expect(foreign.filter((url) => isCancelled(each)(url) !== true)).toEqual([]);
    }
  },

  async policy() {
    const page = await shell.handle('app://kiosk/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self';");
    expect((await shell.handle('app://other/index.html')).status).toBe(404);
    expect((await shell.handle('app://kiosk/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await shell.handle('app://kiosk/', { method: 'POST' })).status).toBe(405);
  },

  async permissions() {
    const { requestHandler, checkHandler, deviceHandler } = shell.window().fakeSession;
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
  },

  async foreignFrame() {
    const { webContents } = shell.window();
    const got: string[] = [];
    const listening = (frame: FakeFrame) => {
      frame.onMessage = (channel, _message, ports) => {
        got.push(`${frame.url} ${channel} ${ports.length}`);
        for (const port of ports) port.close();
      };
      return frame;
    };
    const strangers = [
      frameAt('https://evil.example/'),
      frameAt('app://kiosk.evil.example/'),
      frameAt('app://kiosk/', new FakeFrame()),
    ];
    for (const frame of strangers) {
      ipcMain.fakeSend(ASK, webContents, listening(frame));
      ipcMain.fakeSend('anteroom:start-anew', webContents, frame);
    }
    ipcMain.fakeSend(ASK, webContents, null);
    ipcMain.fakeSend(ASK, new FakeWebContents(), listening(frameAt('app://kiosk/')));
    ipcMain.fakeSend('anteroom:start-anew', new FakeWebContents(), frameAt('app://kiosk/'));
    expect(got).toEqual([]);
    expect(shell.window().webContents).toBe(webContents);
    expect(shell.lines.filter((line) => /refused|stranger/.test(line))).toHaveLength(9);
    ipcMain.fakeSend(ASK, webContents, listening(frameAt('app://kiosk/index.html')));
    expect(got).toEqual(['app://kiosk/index.html anteroom:port 1']);
  },

  async chords() {
    const window = shell.window();
    const through = CHORDS.filter(({ keptBy }) => keptBy.includes('input')).filter(
      ({ pressed }) => !press(window, pressed),
    );
    expect(through.map(({ name }) => name)).toEqual([]);
    // the same question lets through what people type with
    expect(press(window, { key: 'a', control: false, alt: false, shift: false, meta: false })).toBe(false);
    expect(globalShortcut.grabbed).toContain('Super+D');
    const { webContents } = window;
    expect(webContents.fakeRefusable('before-mouse-event', {}, { type: 'mouseDown', button: 'middle' })).toBe(true);
    expect(webContents.fakeRefusable('before-mouse-event', {}, { type: 'mouseDown', button: 'right' })).toBe(true);
    expect(webContents.fakeRefusable('before-mouse-event', {}, { type: 'mouseDown', button: 'left' })).toBe(false);
    expect(webContents.fakeRefusable('context-menu')).toBe(true);
    expect(webContents.pinchLimits).toEqual([1, 1]);
    webContents.zoomFactor = 1.5;
    webContents.emit('zoom-changed');
    expect(webContents.zoomFactor).toBe(1);
  },

  async nextCandidate() {
    const first = shell.window();
    const { fakeSession } = first;
    expect(fakeSession.partition).toMatch(/^candidate-[\da-f-]{36}$/);
    expect(fakeSession.options).toEqual({ cache: false });
    clipboard.text = 'what the first candidate copied';
    BrowserWindow.isSlow = true;
    shell.forget();
    // until the next page is drawn the old one stays: no flash
    const second = shell.window();
    expect([first.isGone, second.isShown]).toEqual([false, false]);
    second.fakeDraw();
    expect([first.isGone, second.isShown]).toEqual([true, true]);
    expect(second.fakeSession.partition).not.toBe(fakeSession.partition);
    expect(second.fakeSession.requestHandler).not.toBeNull();
    const all = ['connections', 'storage', 'cache', 'passwords', 'code', 'names'];
    await expect.poll(() => fakeSession.wiped).toEqual(all);
    expect(second.fakeSession.wiped).toEqual([]);
    expect(fakeSession.protocol.handlers.size).toBe(0);
    expect(clipboard.text).toBe('');
    expect(shell.app.closed).toEqual([shell.app.opened[0]]);
  },

  async crash() {
    const crashed = shell.window();
    crashed.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(crashed.isGone).toBe(true);
    expect(shell.window()).toMatchObject({ isShown: true, isGone: false });
    expect((await shell.handle('app://kiosk/')).status).toBe(200);
    expect(kioskWindows()).toHaveLength(1);
  },

  async rest() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
    shell = await startOnStandIn();
    const crash = () => shell.window().webContents.emit('render-process-gone', {}, { reason: 'oom' });
    crash();
    liveFor(shell, 30);
    crash();
    expect(await (await shell.handle('app://kiosk/')).text()).toContain('page');
    crash();
    expect(await (await shell.handle('app://kiosk/')).text()).toBe('<h1>rest</h1>');
    expect(shell.closes).toBe(0);
    giveSignOfLife(shell.window().webContents);
    // the button of the page of rest is a link, which goes nowhere and is understood
    expect(shell.window().webContents.fakeRefusable('will-navigate', { url: 'app://kiosk/' })).toBe(true);
    expect(await (await shell.handle('app://kiosk/')).text()).toContain('page');
    crash();
    expect(await (await shell.handle('app://kiosk/')).text()).toBe('<h1>rest</h1>');
    liveFor(shell, 61);
    expect(await (await shell.handle('app://kiosk/')).text()).toContain('page');
    expect(shell.closes).toBe(0);
  },

  async displays() {
    const [primary] = screen.displays;
    if (primary === undefined) throw new Error('no display');
    const second = { id: 2, bounds: { x: 1920, y: 0, width: 1280, height: 1024 }, scaleFactor: 1 };
    const blanks = () => BrowserWindow.open.filter(({ options }) => options.backgroundColor === '#000000');
    expect(blanks()).toEqual([]);
    screen.fakeChange('display-added', [primary, second]);
    expect(blanks()).toHaveLength(1);
    expect(blanks()[0]).toMatchObject({
      isShown: true,
      bounds: second.bounds,
      options: { frame: false, focusable: false },
    });
    expect(shell.window()).toMatchObject({ isKiosk: true, isOnTop: true, bounds: primary.bounds });
    // the kiosk's own display goes: the page moves, nothing stays black over it
    screen.fakeChange('display-removed', [second]);
    expect(blanks()).toEqual([]);
    expect(shell.window()).toMatchObject({ isKiosk: true, bounds: second.bounds });
    screen.fakeChange('display-metrics-changed', [primary, second]);
    expect(shell.window().bounds).toEqual(primary.bounds);
    expect(blanks()).toHaveLength(1);
    screen.fakeChange('display-removed', [primary]);
    expect(blanks()).toEqual([]);
  },

  async noPort() {
    const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    expect(listening()).toBe(0);
    // the same question finds a server where there is one
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(listening()).toBe(1);
    server.close();
  },

  async keyring() {
    const keyring = systemKeyring(safeStorage, 'linux');
    const root = Buffer.alloc(32, 7);
    const locked = await keyring.protect(root);
    expect((await keyring.reveal(locked)).equals(root)).toBe(true);
    await expect(keyring.reveal(Buffer.from('somebody:else'))).rejects.toMatchObject({ code: 'keyring_lost' });
  },
};

test.each(PROMISE_NAMES.map((name) => [PROMISES[name], name] as const))('%s', (_sentence, name) => PROOFS[name]());
