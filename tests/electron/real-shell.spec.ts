// The promises of promises.ts, kept by Electron itself. Runs wherever Electron's program is present; elsewhere each promise is skipped
// and named, with the reason, at the end of the run (tests/skipped-reporter.ts).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { CHORDS } from '#main/electron/chords.ts';
import { openDisplay } from '#scripts/launcher/display.ts';
import { Processes } from '#scripts/launcher/processes.ts';
import { electronProgram } from './electron-program.ts';
import { PROMISE_NAMES, PROMISES, type Proofs } from './promises.ts';

/** A crashed page is back within this time. */
const MAX_BACK_MS = 10_000;
const found = electronProgram();

/** The page on the screen now: windows follow each other. */
const pageOf = async (shell: ElectronApplication): Promise<Page> => {
  const page = shell.windows().find((each) => !each.isClosed() && each.url().startsWith('app://kiosk/'));
  return page ?? (await shell.waitForEvent('window'));
};
const ready = async (shell: ElectronApplication) => {
  const page = await pageOf(shell);
  await expect(page.locator('#root')).not.toBeEmpty({ timeout: 30_000 });
  return page;
};
const crash = (shell: ElectronApplication) =>
  shell.evaluate(({ BrowserWindow }) => {
    const kiosk = BrowserWindow.getAllWindows().filter(({ webContents }) => webContents.getURL().startsWith('app:'));
    kiosk.at(-1)?.webContents.forcefullyCrashRenderer();
  });
/** Windows of the kiosk; those that keep other displays black have no address. */
const windowIds = (shell: ElectronApplication) =>
  shell.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter(({ webContents }) => webContents.getURL().startsWith('app:'))
      .map(({ id }) => id),
  );

const PROOFS: Proofs<[shell: ElectronApplication]> = {
  async kiosk(shell) {
    await ready(shell);
    const [id = 0] = await windowIds(shell);
    const seen = await shell.evaluate(({ BrowserWindow }, kiosk) => {
      const window = BrowserWindow.fromId(kiosk);
      const before = { isKiosk: window?.isKiosk(), isVisible: window?.isVisible() };
      window?.close();
      return before;
    }, id);
    expect(seen).toEqual({ isKiosk: true, isVisible: true });
    expect(await windowIds(shell)).toEqual([id]);
  },
  async isolation(shell) {
    const page = await ready(shell);
    const world = () => ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis);
    expect(await page.evaluate(world)).toEqual([]);
    if (process.platform !== 'linux') return;
    const [id = 0] = await windowIds(shell);
    const renderer = await shell.evaluate(
      ({ BrowserWindow }, kiosk) => BrowserWindow.fromId(kiosk)?.webContents.getOSProcessId(),
      id,
    );
    // a filter of system calls, as only the sandbox puts on
    expect(readFileSync(`/proc/${renderer}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  },
  async developerTools(shell) {
    await ready(shell);
    const isOpened = await shell.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      for (const { webContents } of windows) webContents.openDevTools();
      return windows.some(({ webContents }) => webContents.isDevToolsOpened());
    });
    expect(isOpened).toBe(false);
  },
  async navigation(shell) {
    const page = await ready(shell);
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    for (const address of ['https://example.com/', 'file:///etc/passwd', 'app://kiosk/', 'about:blank'])
      await page.evaluate((to) => location.assign(to), address);
    await page.evaluate(() => location.reload());
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    expect(page.url()).toBe('app://kiosk/');
  },
  async windows(shell) {
    const page = await ready(shell);
    const before = await windowIds(shell);
    expect(await page.evaluate(() => globalThis.open('app://kiosk/') === null)).toBe(true);
    expect(await windowIds(shell)).toEqual(before);
  },
  async addresses(shell) {
    const page = await ready(shell);
    const load = (address: string) =>
      page.evaluate(
        (src) =>
          new Promise((done) => {
            const image = Object.assign(new Image(), { onload: () => done('loaded'), onerror: () => done('refused') });
            image.src = src;
          }),
        address,
      );
    expect(await load('https://example.com/a.png')).toBe('refused');
    expect(await load('file:///usr/share/pixmaps/debian-logo.png')).toBe('refused');
    expect(await load('data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=')).toBe('loaded');
  },
  async policy(shell) {
    const page = await ready(shell);
    const blocked = await page.evaluate(
      () =>
        new Promise((done) => {
          document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
          document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = 1' }));
        }),
    );
    expect(blocked).toBe('script-src-elem');
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  },
  async permissions(shell) {
    const page = await ready(shell);
    const states = await page.evaluate(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read'] as PermissionName[];
      return Promise.all(names.map(async (name) => `${name} ${(await navigator.permissions.query({ name })).state}`));
    });
    expect(states.slice(0, 2)).toEqual(['camera granted', 'microphone granted']);
    expect(states.slice(2).filter((state) => !state.endsWith(' denied'))).toEqual([]);
  },
  async foreignFrame(shell) {
    const page = await ready(shell);
    // the policy lets no frame in at all, so there is nobody who could ask
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('iframe'), { src: 'data:,x' })),
    );
    expect(await page.evaluate(() => 'ipcRenderer' in globalThis)).toBe(false);
    const ports = await page.evaluate(
      () =>
        new Promise((done) => {
          let got = 0;
          addEventListener('message', ({ data }) => (got += data === 'anteroom:port' ? 1 : 0));
          (document.querySelector('iframe')?.contentWindow ?? parent).postMessage('anteroom:ask-port', '*');
          setTimeout(() => done(got), 1000);
        }),
    );
    expect(ports).toBe(0);
  },
  async chords(shell) {
    const page = await ready(shell);
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      addEventListener('keydown', ({ key }) => seen.push(key), true);
    });
    const names = { control: 'Control', alt: 'Alt', shift: 'Shift', meta: 'Meta' } as const;
    for (const { pressed } of CHORDS.filter(({ keptBy }) => !keptBy.includes('os'))) {
      const held = (['control', 'alt', 'shift', 'meta'] as const)
        .filter((name) => pressed[name])
        .map((name) => names[name]);
      await page.keyboard.press([...held, pressed.key].join('+')).catch((error: Error) => {
        // keys that Playwright has no name for are left to the stand-in
        if (!error.message.includes('Unknown key')) throw error;
      });
    }
    await page.keyboard.press('a');
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen.filter((key) => !['Control', 'Alt', 'Shift', 'Meta'].includes(key))).toEqual(['a']);
  },
  async nextCandidate(shell) {
    const page = await ready(shell);
    const [before] = await windowIds(shell);
    await page.evaluate(() => {
      localStorage.setItem('canary', 'first candidate');
      window.postMessage('anteroom:start-anew', location.origin);
    });
    await expect.poll(async () => (await windowIds(shell)).includes(before ?? 0), { timeout: MAX_BACK_MS }).toBe(false);
    const next = await ready(shell);
    expect(await next.evaluate(() => localStorage.getItem('canary'))).toBeNull();
    expect(await shell.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
  },
  async crash(shell) {
    await ready(shell);
    const [before] = await windowIds(shell);
    const crashedAt = performance.now();
    await crash(shell);
    await expect.poll(async () => (await windowIds(shell)).includes(before ?? 0), { timeout: MAX_BACK_MS }).toBe(false);
    await ready(shell);
    const backMs = Math.round(performance.now() - crashedAt);
    console.log(`the page was back ${backMs} ms after its crash`);
    expect(backMs).toBeLessThan(MAX_BACK_MS);
  },
  async rest(shell) {
    for (let times = 0; times < 3; times += 1) {
      await ready(shell);
      await crash(shell);
    }
    await expect.poll(async () => (await pageOf(shell)).locator('a.again').count(), { timeout: 20_000 }).toBe(2);
    await (await pageOf(shell)).locator('a.again').first().click();
    await ready(shell);
  },
  async displays(shell) {
    await ready(shell);
    const seen = await shell.evaluate(({ BrowserWindow, screen }) => ({
      displays: screen.getAllDisplays().length,
      windows: BrowserWindow.getAllWindows().length,
    }));
    expect(seen.windows).toBe(seen.displays);
  },
  async noPort(shell) {
    test.skip(process.platform !== 'linux', 'reads /proc');
    await ready(shell);
    const inodes = () =>
      ['tcp', 'tcp6'].flatMap((table) =>
        readFileSync(`/proc/${shell.process().pid}/net/${table}`, 'utf8')
          .split('\n')
          .filter((line) => line.trim().split(/\s+/)[3] === '0A')
          .map((line) => line.trim().split(/\s+/)[9]),
      );
    const own = await shell.evaluate(() => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap'));
    // Playwright's own inspector is the only server there may be
    expect(own.length, inodes().join(' ')).toBeLessThanOrEqual(1);
  },
  async keyring(shell) {
    const isAvailable = await shell.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable());
    test.skip(!isAvailable, 'this account has no keyring');
    const opened = await shell.evaluate(async ({ safeStorage }) => {
      const locked = await safeStorage.encryptStringAsync('root');
      return (await safeStorage.decryptStringAsync(locked)).result;
    });
    expect(opened).toBe('root');
  },
};

test.describe.configure({ mode: 'default' });
for (const name of PROMISE_NAMES) {
  test(`Electron: ${PROMISES[name]}`, async () => {
    test.skip('missing' in found, 'missing' in found ? found.missing : '');
    if (!('program' in found)) return;
    test.setTimeout(120_000);
    const data = mkdtempSync(join(tmpdir(), 'anteroom-electron-'));
    const processes = new Processes();
    const display = await openDisplay(data, processes, () => undefined);
    const shell = await _electron.launch({
      executablePath: found.program,
      args: [resolve('.'), `--data=${join(data, 'kiosk')}`],
      // a test's account has no keyring
      env: { ...process.env, ...display.variables, ANTEROOM_PASSPHRASE: 'a passphrase for tests only' },
    });
    try {
      await PROOFS[name](shell);
    } finally {
      await shell.close();
      await processes.stopped();
      rmSync(data, { recursive: true, force: true });
    }
  });
}
