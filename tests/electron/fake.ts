// A stand-in for the `electron` module: it behaves like the parts that main/ uses and records what is done with them.
// The compiler checks main/ against electron.d.ts itself, so a misspelt name fails `tsc`; handlers here borrow its types.
import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import { FakeSession } from './fake-session.ts';

/** Electron's port of the main process over one end of Node's MessageChannel, which clones values the same way. */
export class FakeMessagePortMain extends EventEmitter {
  readonly port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message, []);
  }

  /** Messages wait until the port is started, as in Electron. */
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.port.close();
  }
}

export class MessageChannelMain {
  readonly port1: FakeMessagePortMain;
  readonly port2: FakeMessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakeMessagePortMain(port1);
    this.port2 = new FakeMessagePortMain(port2);
  }
}

/** What a page's frame was sent: channel, message, and the Node ends of the ports. */
export type FrameMessage = readonly [channel: string, message: unknown, ports: readonly MessagePort[]];

export class FakeFrame {
  url = '';
  readonly parent: FakeFrame | null = null;
  onMessage: (...message: FrameMessage) => void = () => undefined;

  postMessage(channel: string, message: unknown, transfer: readonly FakeMessagePortMain[] = []): void {
    const ports = transfer.map((end) => end.port);
    this.onMessage(channel, structuredClone(message), ports);
  }
}

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class FakeWebContents extends EventEmitter {
  readonly mainFrame = new FakeFrame();
  windowOpenHandler: OpenHandler | undefined;
  /** What was printed, and what became of it: why it failed, or null. */
  readonly printed: Electron.WebContentsPrintOptions[] = [];
  static printFailure: string | null = null;
  zoomFactor = 1;
  pinchLimits: readonly [number, number] | null = null;
  historyLength = 0;
  readonly navigationHistory = {
    clear: () => {
      this.historyLength = 0;
    },
  };

  setWindowOpenHandler(handler: OpenHandler): void {
    this.windowOpenHandler = handler;
  }

  setZoomFactor(factor: number): void {
    this.zoomFactor = factor;
  }

  async setVisualZoomLevelLimits(least: number, most: number): Promise<void> {
    this.pinchLimits = [least, most];
  }

  /** Emits an event that may be refused. @returns whether it was */
  fakeRefusable(name: string, details: object = {}, ...more: unknown[]): boolean {
    let isPrevented = false;
    const event = Object.assign({ preventDefault: () => (isPrevented = true) }, details);
    this.emit(name, event, ...more);
    return isPrevented;
  }

  print(options: Electron.WebContentsPrintOptions, done: (isPrinted: boolean, reason: string) => void): void {
    this.printed.push(options);
    done(FakeWebContents.printFailure === null, FakeWebContents.printFailure ?? '');
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  /** While true a loaded page is not drawn yet: `fakeDraw` draws it. */
  static isSlow = false;
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  isShown = false;
  isGone = false;
  isKiosk: boolean;
  isOnTop = false;
  bounds: Electron.Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    this.isKiosk = options.kiosk === true;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    BrowserWindow.all.push(this);
  }

  /** Those that have not been destroyed. */
  static get open(): BrowserWindow[] {
    return BrowserWindow.all.filter(({ isGone }) => !isGone);
  }

  /** The session that the window was opened with. */
  get fakeSession(): FakeSession {
    const { session } = this.options.webPreferences ?? {};
    if (!(session instanceof FakeSession)) throw new Error('The window was opened without a session of its own.');
    return session;
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.webContents.historyLength += 1;
    if (!BrowserWindow.isSlow) this.fakeDraw();
  }

  fakeDraw(): void {
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }

  show(): void {
    this.isShown = true;
  }

  showInactive(): void {
    this.isShown = true;
  }

  focus(): void {
    this.emit('focus');
  }

  moveTop(): void {
    this.isOnTop = true;
  }

  restore(): void {
    this.emit('restore');
  }

  setKiosk(isKiosk: boolean): void {
    this.isKiosk = isKiosk;
  }

  setBounds(bounds: Electron.Rectangle): void {
    this.bounds = { ...bounds };
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  /** As a person or the system closes a window: it may refuse. */
  close(): void {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.emit('closed');
  }
}

class FakeApp extends EventEmitter {
  isSandboxed = false;
  isFirstInstance = true;
  quits = 0;
  relaunches = 0;
  exitCode: number | null = null;
  #isQuitting = false;
  readonly paths = new Map<string, string>([['userData', mkdtempSync(join(tmpdir(), 'fake-electron-'))]]);
  readonly switches = new Map<string, string>();
  readonly commandLine = {
    hasSwitch: (name: string) => this.switches.has(name),
    getSwitchValue: (name: string) => this.switches.get(name) ?? '',
  };

  enableSandbox(): void {
    this.isSandboxed = true;
  }

  async whenReady(): Promise<void> {
    await Promise.resolve();
  }

  requestSingleInstanceLock(): boolean {
    return this.isFirstInstance;
  }

  getVersion(): string {
    return '1.0.0';
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  getPath(name: string): string {
    return this.paths.get(name) ?? '';
  }

  /** As in Electron: windows are closed first and may refuse, and so may the app, to quit later. */
  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    this.quits += 1;
    this.emit('before-quit', { preventDefault: () => undefined });
    for (const window of BrowserWindow.open) window.close();
    let isPrevented = BrowserWindow.open.length > 0;
    if (!isPrevented) this.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    this.#isQuitting = false;
    if (!isPrevented) this.emit('quit');
  }

  relaunch(): void {
    this.relaunches += 1;
  }

  exit(code = 0): void {
    this.exitCode = code;
    this.emit('quit');
  }
}

export const app = new FakeApp();
// a test may start the shell many times in one process
app.setMaxListeners(0);

class FakeIpcMain extends EventEmitter {
  /** What `ipcRenderer.send` of a preload script does. `frame` defaults to the window's main frame. */
  fakeSend(channel: string, sender: FakeWebContents, frame: FakeFrame | null = sender.mainFrame): void {
    this.emit(channel, { sender, senderFrame: frame });
  }
}

export const ipcMain = new FakeIpcMain();
ipcMain.setMaxListeners(0);

export const protocol = {
  privileged: [] as Electron.CustomScheme[],
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged.push(...schemes);
  },
};

const partitions = new Map<string, FakeSession>();

export const session = {
  defaultSession: new FakeSession(),
  /** The same name gives the same session, as in Electron. */
  fromPartition(partition: string, options: Electron.FromPartitionOptions = { cache: true }): FakeSession {
    const known = partitions.get(partition) ?? new FakeSession(partition, options);
    partitions.set(partition, known);
    return known;
  },
};
session.defaultSession.setMaxListeners(0);

type FakeDisplay = Pick<Electron.Display, 'id' | 'bounds' | 'scaleFactor'>;

class FakeScreen extends EventEmitter {
  displays: FakeDisplay[] = [{ id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 }, scaleFactor: 1 }];

  getPrimaryDisplay(): FakeDisplay {
    const [primary] = this.displays;
    if (primary === undefined) throw new Error('There is no display.');
    return primary;
  }

  getAllDisplays(): FakeDisplay[] {
    return this.displays;
  }

  /** Displays are plugged in or out; the first is the primary one. */
  fakeChange(event: string, displays: FakeDisplay[]): void {
    this.displays = displays;
    this.emit(event, {}, displays.at(-1), []);
  }
}

export const screen = new FakeScreen();
screen.setMaxListeners(0);

export const clipboard = {
  text: '',
  clear(): void {
    this.text = '';
  },
};

export const globalShortcut = {
  /** What the operating system keeps for itself. */
  kept: new Set<string>(),
  grabbed: new Set<string>(),
  register(accelerator: string): boolean {
    if (this.kept.has(accelerator)) return false;
    this.grabbed.add(accelerator);
    return true;
  },
};

export const Menu = {
  applicationMenu: undefined as Electron.Menu | null | undefined,
  setApplicationMenu(menu: Electron.Menu | null): void {
    this.applicationMenu = menu;
  },
};

export const powerSaveBlocker = {
  started: [] as string[],
  start(kind: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    this.started.push(kind);
    return this.started.length;
  },
};

/** A utility process is a plain Node child here; both copy values between processes. */
class FakeUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('message', (value) => this.emit('message', value));
    child.once('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(value: Serializable): void {
    this.#child.send(value);
  }

  kill(): boolean {
    return this.#child.kill('SIGKILL');
  }
}

export const utilityProcess = {
  fork(path: string, words: string[]): FakeUtilityProcess {
    return new FakeUtilityProcess(
      fork(path, words, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced', execArgv: [] }),
    );
  },
};

/** The keyring of an account on this machine: what it locked only it opens. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`account:${text}`)),
  decryptStringAsync(locked: Buffer) {
    const [owner, result = ''] = locked.toString().split(':');
    return owner === 'account'
      ? Promise.resolve({ result, shouldReEncrypt: false })
      : Promise.reject(new Error('locked'));
  },
};
