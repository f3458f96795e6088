import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Bandwidth } from './bandwidth.ts';

/** A duplex with the calls that HTTP clients make of a socket. */
export type SlowedSocket = Duplex & Pick<Socket, 'setKeepAlive' | 'setNoDelay' | 'setTimeout' | 'ref' | 'unref'>;

/** A socket whose writes keep under a shared ceiling; reads are as fast as they come. Closes with the socket below. */
export function slowSocket(socket: Socket, bandwidth: Bandwidth, rank: number): SlowedSocket {
  async function write(bytes: Buffer, done: (error?: Error) => void): Promise<void> {
    try {
      for (let start = 0; start < bytes.length; start += bandwidth.pieceBytes) {
        const piece = bytes.subarray(start, start + bandwidth.pieceBytes);
        await bandwidth.take(piece.length, rank);
        await new Promise<void>((resolve, reject) => {
          socket.write(piece, (error) => (error ? reject(error) : resolve()));
        });
      }
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  const slowed = new Duplex({
    read: () => void socket.resume(),
    write: (bytes: Buffer, _encoding, done) => void write(bytes, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes) => {
    if (!slowed.push(bytes)) socket.pause();
  });
  socket.on('end', () => void slowed.push(null));
  socket.on('error', (error) => void slowed.destroy(error));
  socket.on('close', () => void slowed.destroy());
  socket.on('timeout', () => void slowed.emit('timeout'));
  const passed = {
    setKeepAlive: (...options: Parameters<Socket['setKeepAlive']>) => (socket.setKeepAlive(...options), slowed),
    setNoDelay: (...options: Parameters<Socket['setNoDelay']>) => (socket.setNoDelay(...options), slowed),
    setTimeout: (...options: Parameters<Socket['setTimeout']>) => (socket.setTimeout(...options), slowed),
    ref: () => (socket.ref(), slowed),
    unref: () => (socket.unref(), slowed),
  };
  return Object.assign(slowed, passed) as SlowedSocket;
}
