import { compileFunction } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import type { FakeWebContents } from './fake.ts';
import { ipcMain } from './fake.ts';

type PortListener = (event: { ports: readonly MessagePort[] }) => void;

/** As much of a page's `window` as messages to itself need. */
class FakeWindow extends EventTarget {
  postMessage(data: unknown, _targetOrigin: string, ports: readonly MessagePort[] = []): void {
    queueMicrotask(() => {
      this.dispatchEvent(Object.assign(new Event('message'), { data: structuredClone(data), source: this, ports }));
    });
  }
}

/** The globals of a page on which the preload script has run. */
export interface FakePage {
  readonly window: FakeWindow;
  readonly location: { readonly origin: string };
  /** What the preload script put into the page's world. */
  readonly exposed: Readonly<Record<string, unknown>>;
}

/**
 * Loads a page into a window of the stand-in and runs the built preload script on it, with a `require` that knows nothing
 * but `electron` — all that a sandboxed preload has.
 */
export function openFakePage(webContents: FakeWebContents, preload: string): FakePage {
  const window = new FakeWindow();
  const location = { origin: 'app://kiosk' };
  const exposed: Record<string, unknown> = {};
  const listeners = new Map<string, PortListener>();
  const electron = {
    ipcRenderer: {
      send: (channel: string) => ipcMain.fakeSend(channel, webContents),
      on: (channel: string, listen: PortListener) => listeners.set(channel, listen),
    },
    contextBridge: {
      exposeInMainWorld(name: string, value: unknown) {
        exposed[name] = structuredClone(value);
      },
    },
  };
  webContents.mainFrame.onMessage = (channel, _message, ports) => listeners.get(channel)?.({ ports });
  const requireElectron = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require "${name}".`);
    return electron;
  };
  // signs of life are sent by hand in tests
  const setInterval = (): number => 0;
  const run = compileFunction(preload, ['exports', 'require', 'module', 'window', 'location', 'setInterval']);
  run({}, requireElectron, { exports: {} }, window, location, setInterval);
  return { window, location, exposed };
}
