// node slow-link.ts <target port> <round trip ms> <up Mbit/s> <down Mbit/s>: a long thin line as a TCP proxy.
import { connect, createServer, type Socket } from 'node:net';

/** What one direction of the line lets through, shared by all connections: a second one buys no bandwidth. */
interface Direction {
  readonly bitsPerMs: number;
  /** When the line is free again. */
  freeAtMs: number;
}

const HELD_AT_MOST = 128;
const GO_ON_AT = 64;

function flow(from: Socket, to: Socket, direction: Direction, delayMs: number): void {
  const held: { bytes: Buffer; atMs: number }[] = [];
  let isEnded = false;
  let timer: NodeJS.Timeout | null = null;
  const pump = (): void => {
    timer = null;
    const nowMs = performance.now();
    let first = held[0];
    while (first !== undefined && first.atMs <= nowMs) {
      to.write(first.bytes);
      held.shift();
      first = held[0];
    }
    if (first !== undefined) timer = setTimeout(pump, Math.max(1, first.atMs - performance.now()));
    else if (isEnded) to.end();
    if (held.length < GO_ON_AT && from.isPaused()) from.resume();
  };
  from.on('data', (bytes: Buffer) => {
    const nowMs = performance.now();
    direction.freeAtMs = Math.max(direction.freeAtMs, nowMs) + (bytes.length * 8) / direction.bitsPerMs;
    held.push({ bytes, atMs: direction.freeAtMs + delayMs });
    if (held.length > HELD_AT_MOST) from.pause();
    timer ??= setTimeout(pump, Math.max(1, (held[0]?.atMs ?? nowMs) - nowMs));
  });
  from.on('end', () => {
    isEnded = true;
    if (held.length === 0) to.end();
  });
  from.on('error', () => to.destroy());
}

const [target = 0, roundTripMs = 0, upMbit = 1, downMbit = 1] = process.argv.slice(2).map(Number);
const up: Direction = { bitsPerMs: upMbit * 1000, freeAtMs: 0 };
const down: Direction = { bitsPerMs: downMbit * 1000, freeAtMs: 0 };
const server = createServer((near) => {
  near.setNoDelay(true);
  near.pause();
  const far = connect(target, '127.0.0.1');
  far.setNoDelay(true);
  // a connection costs a round trip before the first byte
  setTimeout(() => {
    flow(near, far, up, roundTripMs / 2);
    flow(far, near, down, roundTripMs / 2);
    near.resume();
  }, roundTripMs);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') console.log(address.port);
});
