// The session of the stand-in: it records what it is told to allow, to serve and to wipe.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;

class FakeProtocol {
  readonly handlers = new Map<string, ProtocolHandler>();

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.handlers.has(scheme)) throw new Error(`${scheme} is handled already.`);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }
}

type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (details: { url: string }, decide: (answer: Electron.CallbackResponse) => void) => void;

export class FakeSession extends EventEmitter {
  readonly protocol = new FakeProtocol();
  readonly partition: string;
  readonly options: Electron.FromPartitionOptions;
  /** What was wiped, in order. */
  readonly wiped: string[] = [];
  isSpellChecked = true;
  requestHandler: RequestHandler | null = null;
  checkHandler: CheckHandler | null = null;
  deviceHandler: DeviceHandler | null = null;
  beforeRequest: BeforeRequest | null = null;
  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest) => {
      this.beforeRequest = handler;
    },
  };

  constructor(partition = '', options: Electron.FromPartitionOptions = { cache: true }) {
    super();
    this.partition = partition;
    this.options = options;
  }

  setSpellCheckerEnabled(isSpellChecked: boolean): void {
    this.isSpellChecked = isSpellChecked;
  }

  readonly closeAllConnections = () => this.#wipe('connections');
  readonly clearStorageData = () => this.#wipe('storage');
  readonly clearCache = () => this.#wipe('cache');
  readonly clearAuthCache = () => this.#wipe('passwords');
  readonly clearCodeCaches = () => this.#wipe('code');
  readonly clearHostResolverCache = () => this.#wipe('names');

  async #wipe(what: string): Promise<void> {
    this.wiped.push(what);
  }

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
