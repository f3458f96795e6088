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
  reloads = 0;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.windowOpenHandler = handler;
  }

  reload(): void {
    this.reloads += 1;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  isShown = false;
  isGone = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    this.emit('ready-to-show');
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.emit('focus');
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  destroy(): void {
    this.isGone = true;
    this.emit('closed');
  }
}

class FakeApp extends EventEmitter {
  isSandboxed = false;
  isFirstInstance = true;
  quits = 0;
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

  /** As in Electron, the app may refuse with preventDefault and quit later. */
  quit(): void {
    this.quits += 1;
    let isPrevented = false;
    this.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) this.emit('quit');
  }

  exit(): void {
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

type ProtocolHandler = (request: Request) => Response | Promise<Response>;

export const protocol = {
  privileged: [] as Electron.CustomScheme[],
  handlers: new Map<string, ProtocolHandler>(),
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged.push(...schemes);
  },
  handle(scheme: string, handler: ProtocolHandler): void {
    this.handlers.set(scheme, handler);
  },
};

type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (details: { url: string }, decide: (answer: Electron.CallbackResponse) => void) => void;

class FakeSession extends EventEmitter {
  requestHandler: RequestHandler | null = null;
  checkHandler: CheckHandler | null = null;
  deviceHandler: DeviceHandler | null = null;
  beforeRequest: BeforeRequest | null = null;
  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest) => {
      this.beforeRequest = handler;
    },
  };

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.checkHandler = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    this.deviceHandler = handler;
  }
}

export const session = { defaultSession: new FakeSession() };
session.defaultSession.setMaxListeners(0);

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
