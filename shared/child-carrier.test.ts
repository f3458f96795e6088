import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { AnalystReply } from '#shared/analysis.ts';
import { findCarrier } from './child-carrier.ts';

const READY: AnalystReply = { kind: 'ready', model: { id: 'm', sha256: '0'.repeat(64) } };

test('after fork, messages travel over the IPC channel and its end is noticed', () => {
  const sent: unknown[] = [];
  const line = Object.assign(new EventEmitter(), { send: (value: unknown) => sent.push(value) });
  const carrier = findCarrier(line);
  const heard: unknown[] = [];
  let isClosed = false;
  carrier?.onMessage((value) => heard.push(value));
  carrier?.onClose(() => (isClosed = true));
  carrier?.post(READY);
  line.emit('message', 'hello');
  line.emit('disconnect');
  expect({ sent, heard, isClosed }).toEqual({ sent: [READY], heard: ['hello'], isClosed: true });
});

test('in an Electron utility process, messages travel over parentPort, unwrapped from their event', () => {
  const sent: unknown[] = [];
  const parentPort = Object.assign(new EventEmitter(), { postMessage: (value: unknown) => void sent.push(value) });
  const carrier = findCarrier(Object.assign(new EventEmitter(), { parentPort }));
  const heard: unknown[] = [];
  carrier?.onMessage((value) => heard.push(value));
  carrier?.post(READY);
  parentPort.emit('message', { data: 'hello', ports: [] });
  expect({ sent, heard }).toEqual({ sent: [READY], heard: ['hello'] });
});

test('a process started by hand has no carrier', () => {
  expect(findCarrier(new EventEmitter())).toBeNull();
});
