import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startKiosk } from '#main/electron/start-kiosk.ts';
import type { StaffId } from '#shared/ids.ts';
import { MAX_SLICE_BYTES, slicePath } from '#shared/media-routes.ts';
import { FAKE_STAFF_ID } from '../contract/app.fake.ts';
import { app as electron, BrowserWindow, globalShortcut, ipcMain, screen } from './fake.ts';
import { ASK, giveSignOfLife, kioskWindows, liveFor, SESSION, type StandIn, startOnStandIn } from './stand-in.ts';

const TIMERS = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] as const;

let shell: StandIn;
beforeEach(async () => {
  shell = await startOnStandIn();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(shell.pageDirectory, { recursive: true, force: true });
});

/** The shell again, on a clock that the test moves. */
async function startAgainWithTimers(): Promise<void> {
  rmSync(shell.pageDirectory, { recursive: true });
  vi.useFakeTimers({ toFake: [...TIMERS] });
  shell = await startOnStandIn();
}

test('the page is our own, and the profile is not with the data of the kiosk', () => {
  expect(shell.window().webContents.mainFrame.url).toBe('app://kiosk/');
  expect(electron.getPath('userData')).toBe('/data/browser');
});

test('media travels over the same routes, up to the same size', async () => {
  const put = (bytes: number) =>
    shell.handle(`app://kiosk${slicePath('01990000-0000-7000-8000-00000000000a', 0)}`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
    });
  expect((await put(MAX_SLICE_BYTES)).status).toBe(204);
  expect((await put(MAX_SLICE_BYTES + 1)).status).toBe(413);
  expect(shell.app.slices).toMatchObject([{ bytes: MAX_SLICE_BYTES, by: shell.app.opened[0]?.id }]);
  const speech = await shell.handle(`app://kiosk/speech/${'a'.repeat(64)}.wav`, { headers: { range: 'bytes=0-3' } });
  expect([speech.status, await speech.text()]).toEqual([206, 'RIFF']);
});

test('a second instance quits at once and opens nothing', async () => {
  electron.isFirstInstance = false;
  const windows = BrowserWindow.all.length;
  const second = await startKiosk({
    refusal: () => null,
    restPage: () => Promise.reject(new Error('must not be shown')),
    service: { ready: () => undefined, alive: () => undefined, aliveEveryMs: null },
    isSupervised: false,
    openApp: () => Promise.reject(new Error('must not be opened')),
    pageDirectory: shell.pageDirectory,
    preloadFile: '',
    profileDirectory: '',
    onPage: () => undefined,
    log: () => undefined,
  });
  electron.isFirstInstance = true;
  expect(second).toBeNull();
  expect(BrowserWindow.all).toHaveLength(windows);
});

test('a store that fails under the page is closed and opened again, and a new page comes with it', async () => {
  const before = shell.window();
  shell.failStore(new Error('EIO'));
  await expect.poll(() => shell.openedWith).toEqual([null, SESSION]);
  await expect.poll(() => before.isGone).toBe(true);
  expect(shell.closes).toBe(1);
  let ports = 0;
  shell.window().webContents.mainFrame.onMessage = () => (ports += 1);
  ipcMain.fakeSend(ASK, shell.window().webContents);
  expect(ports).toBe(1);
});

test('a store that cannot be opened again: the page says so, and nothing is behind it', async () => {
  shell.cannotOpen = new Error('EIO');
  shell.failStore(new Error('EIO'));
  await expect.poll(async () => (await shell.handle('app://kiosk/')).status).toBe(503);
  expect(await (await shell.handle('app://kiosk/')).text()).toBe('<h1>why</h1>');
  expect((await shell.handle(`app://kiosk${slicePath('x', 0)}`, { method: 'PUT', body: 'x' })).status).toBe(403);
});

test('records that cannot be opened: a window with the reason, and nothing behind it', async () => {
  rmSync(shell.pageDirectory, { recursive: true });
  shell = await startOnStandIn({ cannotOpen: new Error('damaged') });
  expect(await (await shell.handle('app://kiosk/')).text()).toBe('<h1>why</h1>');
  expect((await shell.handle(`app://kiosk${slicePath('x', 0)}`, { method: 'PUT', body: 'x' })).status).toBe(403);
  expect(shell.lines).toContain('damaged');
  // the page with the reason may crash as well
  shell.window().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(await (await shell.handle('app://kiosk/')).text()).toBe('<h1>why</h1>');
});

test('a window that is gone signs its page out, and quitting closes the app before the process ends', async () => {
  const ended: string[] = [];
  electron.on('quit', () => ended.push(`after ${shell.closes} closes`));
  shell.window().destroy();
  expect(shell.app.closed).toEqual(shell.app.opened);
  electron.quit();
  await expect.poll(() => ended).toEqual(['after 1 closes']);
});

test('what is asked of the old window while the new one is not drawn yet opens no third', () => {
  const first = shell.window();
  BrowserWindow.isSlow = true;
  shell.forget();
  ipcMain.fakeSend('anteroom:start-anew', first.webContents);
  expect(kioskWindows()).toHaveLength(2);
});

test('a page that asks to start anew gets a new window', () => {
  const first = shell.window();
  ipcMain.fakeSend('anteroom:start-anew', first.webContents);
  expect(first.isGone).toBe(true);
  expect(kioskWindows()).toHaveLength(1);
});

test('an interview that is forgotten behind a signed-in manager waits until nobody is signed in', async () => {
  await startAgainWithTimers();
  const first = shell.window();
  const [connection] = shell.app.opened;
  if (connection === undefined) throw new Error('no connection');
  connection.staffId = FAKE_STAFF_ID as StaffId;
  shell.forget();
  liveFor(shell, 10);
  expect(first.isGone).toBe(false);
  connection.staffId = null;
  liveFor(shell, 3);
  expect(first.isGone).toBe(true);
});

test('a page that lives is left alone for an hour; one that stops giving signs of life is replaced within ten seconds', async () => {
  await startAgainWithTimers();
  const first = shell.window();
  liveFor(shell, 3600);
  expect(first.isGone).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(first.isGone).toBe(true);
  expect(shell.lines).toContain('page: ended (silent)');
  expect(kioskWindows()).toHaveLength(1);
});

test('a page that is still loading has longer', async () => {
  await startAgainWithTimers();
  const first = shell.window();
  vi.advanceTimersByTime(18_000);
  expect(first.isGone).toBe(false);
  vi.advanceTimersByTime(6_000);
  expect(first.isGone).toBe(true);
});

test('unresponsive for a moment is nothing; for long it is the end', async () => {
  await startAgainWithTimers();
  const first = shell.window();
  first.webContents.emit('unresponsive');
  liveFor(shell, 4);
  first.webContents.emit('responsive');
  liveFor(shell, 20);
  expect(first.isGone).toBe(false);
  first.webContents.emit('unresponsive');
  liveFor(shell, 12);
  expect(first.isGone).toBe(true);
  expect(shell.lines).toContain('page: ended (unresponsive)');
});

test('a page that could not be loaded is loaded again; a navigation that was refused is no failure', () => {
  const first = shell.window();
  first.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://kiosk/', true);
  expect(first.isGone).toBe(false);
  first.webContents.emit('did-fail-load', {}, -105, 'ERR_FAILED', 'app://kiosk/', true);
  expect(first.isGone).toBe(true);
});

test('a page of rest that dies too is not tried at once: nothing flickers', async () => {
  await startAgainWithTimers();
  const crash = () => shell.window().webContents.emit('render-process-gone', {}, { reason: 'oom' });
  for (let times = 0; times < 4; times += 1) crash();
  const dead = shell.window();
  vi.advanceTimersByTime(59_000);
  expect(shell.window()).toBe(dead);
  vi.advanceTimersByTime(2_000);
  expect(shell.window()).not.toBe(dead);
});

test('the service manager hears that the kiosk is ready, and that it lives only while its page does', async () => {
  await startAgainWithTimers();
  expect(shell.told).toEqual([]);
  ipcMain.fakeSend(ASK, shell.window().webContents);
  expect(shell.told).toEqual(['ready']);
  liveFor(shell, 5);
  expect(shell.told.filter((word) => word === 'alive')).toHaveLength(5);
  shell.told.length = 0;
  // silent: not one word until a page speaks again
  vi.advanceTimersByTime(60_000);
  expect(shell.told.length).toBeLessThan(3);
  giveSignOfLife(shell.window().webContents);
  vi.advanceTimersByTime(1000);
  expect(shell.told.at(-1)).toBe('alive');
});

test('chords that the system keeps are named in the log', async () => {
  globalShortcut.kept.add('Alt+Tab');
  rmSync(shell.pageDirectory, { recursive: true });
  shell = await startOnStandIn();
  globalShortcut.kept.clear();
  expect(shell.lines).toContain("keys: left to the operating system's profile: Alt+Tab");
});

test.each([
  [true, { exitCode: 75, relaunches: 0 }],
  [false, { exitCode: null, relaunches: 1 }],
])('a scheduled restart closes the store and starts again (somebody watches: %s)', async (isSupervised, outcome) => {
  rmSync(shell.pageDirectory, { recursive: true });
  shell = await startOnStandIn({ isSupervised });
  Object.assign(electron, { exitCode: null, relaunches: 0 });
  const ended: number[] = [];
  electron.on('quit', () => ended.push(shell.closes));
  shell.around.restart();
  await expect.poll(() => ended).toEqual([1]);
  expect(electron).toMatchObject(outcome);
});

test('readiness sees the displays, and which was the first', () => {
  const { display } = shell.around;
  expect(display.displays()).toEqual([{ id: 1, width: 1920, height: 1080, isPrimary: true }]);
  const before = screen.displays;
  screen.displays = [{ id: 7, bounds: { x: 0, y: 0, width: 800, height: 600 }, scaleFactor: 1 }, ...before];
  expect(display.displays()?.map(({ id, isPrimary }) => [id, isPrimary])).toEqual([
    [7, true],
    [1, false],
  ]);
  expect(display.primaryAtStart).toBe(1);
  screen.displays = before;
});
