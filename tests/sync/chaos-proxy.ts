import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the proxy does to traffic; change the fields at any time. */
export type Chaos = {
  /** False: every connection is dropped at once, open ones too. */
  isUp: boolean;
  /** Chance that an answer is dropped, with its connection, after the server has sent it. */
  lostAnswerRate: number;
  targetPort: number;
  /** Each connection is cut after so many bytes of its client, drawn anew from an exponential distribution with this mean; null: never. */
  cutMeanBytes: number | null;
  /** Pause before each single byte of an answer; null: answers come as they come. */
  dripMs: number | null;
  /** Half-open: connections are accepted and what clients send is never read. */
  isDeaf: boolean;
};

/** A TCP proxy on 127.0.0.1 that loses what it is told to lose; see {@link startChaosProxy}. */
export type ChaosProxy = {
  readonly url: string;
  readonly chaos: Chaos;
  /** Bytes clients sent so far. */
  sentBytes: () => number;
  lostAnswers: () => number;
  /** Connections cut on account of `cutMeanBytes`. */
  cuts: () => number;
  /** Called with the total after every piece a client sends. */
  onSent: (listener: (totalBytes: number) => void) => void;
  cutAll: () => void;
  close: () => Promise<void>;
};

/** Starts the proxy. `random` decides which answers are lost. */
export async function startChaosProxy(targetPort: number, random: () => number): Promise<ChaosProxy> {
  const chaos: Chaos = {
    isUp: true,
    lostAnswerRate: 0,
    targetPort,
    cutMeanBytes: null,
    dripMs: null,
    isDeaf: false,
  };
  const open = new Set<Socket>();
  let sent = 0;
  let lost = 0;
  let cuts = 0;
  let listener: (totalBytes: number) => void = () => undefined;

  const server = createServer((client) => {
    if (!chaos.isUp) {
      client.destroy();
      return;
    }
    if (chaos.isDeaf) {
      open.add(client);
      client.on('error', () => client.destroy()).on('close', () => open.delete(client));
      client.pause();
      return;
    }
    let budget = chaos.cutMeanBytes === null ? Infinity : -Math.log(1 - random()) * chaos.cutMeanBytes;
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
    client.on('data', (whole) => {
      const piece = whole.subarray(0, Math.ceil(budget));
      budget -= whole.length;
      sent += piece.length;
      if (budget <= 0) {
        cuts += 1;
        // what fits is handed on: the server sees a request that ends in the middle
        upstream.end(piece, cut);
        client.destroy();
        listener(sent);
        return;
      }
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
      if (chaos.dripMs === null) client.write(piece);
      else void drip(client, piece);
    });
  });

  /** A byte at a time for as long as `chaos` says so. */
  async function drip(client: Socket, piece: Buffer): Promise<void> {
    for (let index = 0; index < piece.length && !client.destroyed; index += 1) {
      if (chaos.dripMs !== null) await delay(chaos.dripMs);
      if (!client.destroyed) client.write(piece.subarray(index, index + 1));
    }
  }
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
    cuts: () => cuts,
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
