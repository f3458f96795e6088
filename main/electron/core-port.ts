import { MessageChannelMain } from 'electron';
import type { IpcMain, IpcMainEvent, MessageEvent, MessagePortMain } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { MAX_MESSAGE_BYTES } from '#shared/loopback-routes.ts';
import type { CallContext, Connection } from '../connection.ts';
import type { PageApp } from '../page-app.ts';
import { isFromOurPage } from './page-watch.ts';

// the names of preload/index.ts
const ASK = 'anteroom:ask-port';
const PORT = 'anteroom:port';

/** Length of a message as oRPC sends it, text or bytes; anything else is not a message of ours. */
function messageBytes(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength;
  return Number.POSITIVE_INFINITY;
}

/** The port as oRPC wants it, closed by the first message that is too long, like the WebSocket is. */
function limited(port: MessagePortMain, log: (line: string) => void) {
  return {
    postMessage: (data: unknown) => port.postMessage(data),
    on(event: string, listen: (event?: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listen());
      if (event !== 'message') return;
      port.on('message', (message: MessageEvent) => {
        if (messageBytes(message.data) <= MAX_MESSAGE_BYTES) listen(message);
        else {
          log('core port: closed after a message that is too long');
          port.close();
        }
      });
    },
  };
}

/**
 * Hands a message port of the core to our own page when its preload script asks, one at a time: a reloaded page gets a
 * new port and the old one is closed.
 *
 * @param parts.connectionOf the connection of the window that asks; null when it is not one of ours
 * @param parts.onPage called after a page was given its port
 * @returns how to close the port of a window that is gone
 */
export function offerCorePort(
  ipcMain: IpcMain,
  parts: {
    /** What is open now; a page that asks meanwhile is refused, and asks again. */
    app: () => PageApp | null;
    connectionOf: (sender: IpcMainEvent['sender']) => Connection | null;
    onPage: () => void;
    log: (line: string) => void;
  },
): { close(connection: Connection): void } {
  const openPorts = new Map<string, MessagePortMain>();

  ipcMain.on(ASK, (event) => {
    const frame = event.senderFrame;
    const connection = parts.connectionOf(event.sender);
    const app = parts.app();
    if (frame === null || !isFromOurPage(event) || connection === null || app === null) {
      parts.log('core port: refused to a page that is not ours');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    openPorts.get(connection.id)?.close();
    openPorts.set(connection.id, port1);
    port1.on('close', () => {
      if (openPorts.get(connection.id) === port1) openPorts.delete(connection.id);
    });
    new RPCHandler<CallContext>(app.router).upgrade(limited(port1, parts.log), { context: { connection } });
    port1.start();
    frame.postMessage(PORT, null, [port2]);
    parts.onPage();
  });
  return {
    close: (connection) => openPorts.get(connection.id)?.close(),
  };
}
