import type { ClientContext } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { RPC_PATH, RPC_SUBPROTOCOL, SESSION_PATH } from '#shared/loopback-routes.ts';
import { PageRefusedError } from './carrier.ts';
import type { OpenCarrier } from './carrier.ts';

const TOKEN = /^#token=([\w-]+)$/;

/** Takes the one-time token out of the address, where a glance or a screenshot could read it. */
function takeToken(): string | null {
  const token = TOKEN.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}

/** Opens a WebSocket to the loopback host, exchanging the token for a cookie the first time. */
export function loopbackCarrier(): OpenCarrier {
  let token = takeToken();

  async function authenticate(): Promise<void> {
    if (token !== null) {
      const exchanged = await fetch(SESSION_PATH, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
      token = null;
      if (exchanged.ok) return;
    }
    // a reload, or a host that was restarted: the cookie may be known
    const known = await fetch(SESSION_PATH);
    // the host shows a page of its own instead: why it takes no more answers, and what to do
    if (known.status === 503) location.reload();
    if (known.status === 403) throw new PageRefusedError('This page is not known to the kiosk program.');
    if (!known.ok) throw new Error(`The host answered ${known.status}.`);
  }

  return async () => {
    await authenticate();
    const socket = new WebSocket(`ws://${location.host}${RPC_PATH}`, RPC_SUBPROTOCOL);
    const closed = new Promise<void>((resolve) => {
      socket.addEventListener('close', () => resolve(), { once: true });
    });
    // made before the socket is open so that no early message is missed
    const link = new RPCLink<ClientContext>({ websocket: socket });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      void closed.then(() => reject(new Error('The WebSocket was closed before it opened.')));
    });
    return { link, closed };
  };
}
