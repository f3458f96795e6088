import { connect, type AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Leaf } from './local-authority.ts';

/** TLS in front of a hub, as a reverse proxy would do it; see {@link startTlsFront}. */
export type TlsFront = {
  readonly url: string;
  readonly port: number;
  /** Connections on which bytes of a request came through. */
  readonly served: () => number;
  /** Shows another certificate from now on; open connections are dropped. */
  readonly use: (leaf: Leaf) => void;
  readonly close: () => Promise<void>;
};

/** Terminates TLS with `leaf` and hands everything to `targetPort`. */
export async function startTlsFront(targetPort: number, leaf: Leaf): Promise<TlsFront> {
  const open = new Set<TLSSocket>();
  let served = 0;
  const server = createServer({ cert: leaf.chain, key: leaf.key }, (client) => {
    open.add(client);
    const upstream = connect(targetPort, '127.0.0.1');
    const cut = (): void => {
      open.delete(client);
      client.destroy();
      upstream.destroy();
    };
    client.once('data', () => (served += 1));
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
    client.pipe(upstream).pipe(client);
  });
  // a client that refuses the certificate ends the handshake; that is what is tested
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `https://localhost:${port}`,
    port,
    served: () => served,
    use: (next) => {
      server.setSecureContext({ cert: next.chain, key: next.key });
      dropAll();
    },
    close: () => {
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
