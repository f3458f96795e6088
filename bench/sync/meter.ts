// Loaded before a program (`node --import`): tells its parent what the program used and what came through its sockets.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** What a process has used since it began. */
export interface Reading {
  readonly cpuMs: number;
  readonly peakMb: number;
  /** Bytes of accepted connections, both ways, as the socket saw them. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requests: number;
  readonly connections: number;
}

const open = new Set<Socket>();
let closedIn = 0;
let closedOut = 0;
let requests = 0;
let connections = 0;

subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  connections += 1;
  open.add(socket);
  socket.once('close', () => {
    closedIn += socket.bytesRead;
    closedOut += socket.bytesWritten;
    open.delete(socket);
  });
});
subscribe('http.server.request.start', () => {
  requests += 1;
});

process.on('message', (message) => {
  if (message !== 'read the meter') return;
  const { user, system } = process.cpuUsage();
  const sockets = [...open];
  const reading: Reading = {
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    bytesIn: sockets.reduce((sum, socket) => sum + socket.bytesRead, closedIn),
    bytesOut: sockets.reduce((sum, socket) => sum + socket.bytesWritten, closedOut),
    requests,
    connections,
  };
  process.send?.({ reading });
});
