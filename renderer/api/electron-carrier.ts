import type { ClientContext } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { OpenCarrier } from './carrier.ts';

// the names of preload/index.ts
const ASK = 'anteroom:ask-port';
const PORT = 'anteroom:port';

declare global {
  /** Set by the preload script: the page runs in Electron. */
  var anteroomShell: 'electron' | undefined;
}

/** True inside Electron's window. */
export function isInElectron(): boolean {
  return globalThis.anteroomShell === 'electron';
}

function askForPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const listen = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== PORT || port === undefined) return;
      window.removeEventListener('message', listen);
      resolve(port);
    };
    window.addEventListener('message', listen);
    window.postMessage(ASK, location.origin);
  });
}

/** Gets a message port to the core through the preload script. */
export function electronCarrier(): OpenCarrier {
  return async () => {
    const port = await askForPort();
    const closed = new Promise<void>((resolve) => {
      port.addEventListener('close', () => resolve(), { once: true });
    });
    const link = new RPCLink<ClientContext>({ port });
    port.start();
    return { link, closed };
  };
}
