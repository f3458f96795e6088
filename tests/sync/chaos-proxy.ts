import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** What the proxy does to traffic; change the fields at any time. */
export type Chaos = {
  /** False: every connection is dropped at once, open ones too. */
  isUp: boolean;
  /** Chance that an answer is dropped, with its connection, after the server has sent it. */
  lostAnswerRate: number;
  targetPort: number;
};

/** A TCP proxy on 127.0.0.1 that loses what it is told to lose; see {@link startChaosProxy}. */
export type ChaosProxy = {
  readonly url: string;
  readonly chaos: Chaos;
  /** Bytes clients sent so far. */
  sentBytes: () => number;
  lostAnswers: () => number;
  /** Called with the total after every piece a client sends. */
  onSent: (listener: (totalBytes: number) => void) => void;
  cutAll: () => void;
  close: () => Promise<void>;
};

/** Starts the proxy. `random` decides which answers are lost. */
export async function startChaosProxy(targetPort: number, random: () => number): Promise<ChaosProxy> {
  const chaos: Chaos = { isUp: true, lostAnswerRate: 0, targetPort };
  const open = new Set<Socket>();
  let sent = 0;
  let lost = 0;
  let listener: (totalBytes: number) => void = () => undefined;

  const server = createServer((client) => {
    if (!chaos.isUp) {
      client.destroy();
      return;
    }
    const upstream = connect(chaos.targetPort, '127.0.0.1');
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    client.on('data', (piece) => {
      sent += piece.length;
      if (!upstream.write(piece)) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
      listener(sent);
    });
    upstream.on('data', (piece) => {
      if (random() < chaos.lostAnswerRate) {
        lost += 1;
        return cut();
      }
      client.write(piece);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    chaos,
    sentBytes: () => sent,
    lostAnswers: () => lost,
    onSent: (next) => {
      listener = next;
    },
    cutAll,
    close: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A server that accepts connections and never answers: frozen, or half-open. */
export async function startSilentServer(): Promise<{ readonly url: string; close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
