import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSliceSender, SliceRefusedForGoodError } from './slice-sender.ts';
import type { PutSlice, SliceSenderEvent } from './slice-sender.ts';
import { fakeTimers } from './timers.fake.ts';

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer;
}

async function hash(bytes: ArrayBuffer): Promise<string> {
  return createHash('sha256').update(new Uint8Array(bytes)).digest('hex');
}

function openSender(put: PutSlice) {
  const timers = fakeTimers();
  const events: SliceSenderEvent[] = [];
  const sender = createSliceSender({ put, timers, hash, onEvent: (event) => events.push(event) });
  const push = (text: string, isLast = false): void => {
    sender.push({ bytes: bytesOf(text), mimeType: 'video/webm', isLast });
  };
  return { timers, events, sender, push, kinds: () => events.map(({ kind }) => kind) };
}

test('slices go out one at a time, in order, with their SHA-256', async () => {
  const seen: string[] = [];
  const { sender, push } = openSender(async ({ sequence, sha256, isLast }) => {
    seen.push(`${sequence} ${sha256.slice(0, 8)} ${isLast}`);
  });
  push('abc');
  push('def');
  push('abc', true);
  expect(await sender.finished).toEqual({ ok: true, value: { slices: 3 } });
  expect(seen).toEqual(['0 ba7816bf false', '1 cb8379ac false', '2 ba7816bf true']);
});

test('an empty piece is never put; as the last one it ends the recording', async () => {
  const seen: number[] = [];
  const { sender, push } = openSender(async ({ sequence }) => {
    seen.push(sequence);
  });
  push('abc');
  push('');
  push('def');
  push('', true);
  expect(await sender.finished).toEqual({ ok: true, value: { slices: 2 } });
  expect(seen).toEqual([0, 1]);
});

test('a recording of nothing has no slice', async () => {
  const { sender, push } = openSender(() => Promise.reject(new Error('not to be called')));
  push('', true);
  expect(await sender.finished).toEqual({ ok: true, value: { slices: 0 } });
});

test('what storage refuses for good is not sent again', async () => {
  let puts = 0;
  const { sender, push, kinds } = openSender(() => {
    puts += 1;
    return Promise.reject(new SliceRefusedForGoodError('no room'));
  });
  push('abc');
  expect(await sender.finished).toMatchObject({ ok: false, error: { code: 'put_failed', attempts: 1 } });
  expect(puts).toBe(1);
  expect(kinds()).toEqual(['put_refused']);
});

test('a refused slice is sent again with the same sequence before any other', async () => {
  const seen: number[] = [];
  const { sender, push, timers } = openSender(async ({ sequence }) => {
    seen.push(sequence);
    if (seen.length < 3) throw new Error('disk busy');
  });
  push('a');
  push('b', true);
  await timers.advance(1000);
  expect(await sender.finished).toEqual({ ok: true, value: { slices: 2 } });
  expect(seen).toEqual([0, 0, 0, 1]);
});

test('after 30 s of refusals the failure names the slice and the reason', async () => {
  const { sender, push, timers, events } = openSender(() => Promise.reject(new Error('disk full')));
  push('a');
  await timers.advance(31_000);
  expect(await sender.finished).toMatchObject({
    ok: false,
    error: { code: 'put_failed', sequence: 0, message: 'disk full' },
  });
  expect(sender.heldSlices()).toBe(0);
  const attempts = events.filter(({ kind }) => kind === 'put_refused').length;
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(25);
});

test('a put that never answers is aborted and tried again', async () => {
  const signals: AbortSignal[] = [];
  const { sender, push, timers } = openSender((_, signal) => {
    signals.push(signal);
    return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve();
  });
  push('a', true);
  await timers.advance(11_000);
  expect(await sender.finished).toEqual({ ok: true, value: { slices: 1 } });
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
});

test('two slices held for 0.7 s stall the recording; it drains when all are stored', async () => {
  const waiting: (() => void)[] = [];
  const { push, timers, kinds } = openSender(() => new Promise((resolve) => waiting.push(resolve)));
  push('a');
  push('b');
  await timers.advance(699);
  expect(kinds()).toEqual([]);
  await timers.advance(1);
  expect(kinds()).toEqual(['stalled']);
  waiting.shift()!();
  await timers.advance(0);
  expect(kinds()).toEqual(['stalled', 'slice_put']);
  waiting.shift()!();
  await timers.advance(0);
  expect(kinds()).toEqual(['stalled', 'slice_put', 'slice_put', 'drained']);
});

test('room for a last slice comes when one of two is stored', async () => {
  const waiting: (() => void)[] = [];
  const { sender, push, timers } = openSender(() => new Promise((resolve) => waiting.push(resolve)));
  let hasRoom = false;
  push('a');
  push('b');
  void sender.untilRoom().then(() => (hasRoom = true));
  await timers.advance(100);
  expect(hasRoom).toBe(false);
  waiting.shift()?.();
  await timers.advance(0);
  expect(hasRoom).toBe(true);
});

test('a put that keeps up never stalls', async () => {
  const { push, timers, kinds } = openSender(async () => undefined);
  for (let turn = 0; turn < 5; turn += 1) {
    push('a');
    await timers.advance(1000);
  }
  expect(kinds()).toEqual(Array.from({ length: 5 }, () => 'slice_put'));
});

test('a third slice stalls at once', async () => {
  const { push, kinds } = openSender(() => new Promise(() => undefined));
  push('a');
  push('b');
  push('c');
  expect(kinds()).toEqual(['stalled']);
});
