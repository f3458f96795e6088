import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port of this machine on which nothing listens now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('This server has no TCP port.');
  return address.port;
}
