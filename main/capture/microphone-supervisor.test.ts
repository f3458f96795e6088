import { expect, test } from 'vitest';
import type { MicrophoneEvent, MicrophoneFailure, PcmBatch } from './microphone-port.ts';
import { fakeMicrophone } from './microphone.fake.ts';

const LOST: MicrophoneFailure = { code: 'device_lost', message: 'unplugged', stderrTail: '' };

/** Counts up, so that every sample tells where it belongs. */
function counting(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, index) => from + index);
}

function record() {
  const fake = fakeMicrophone();
  const batches: PcmBatch[] = [];
  const events: MicrophoneEvent[] = [];
  fake.microphone.subscribe((event) => {
    if (event.kind !== 'level') events.push(event);
  });
  const sink = (batch: PcmBatch) => {
    batches.push(batch);
  };
  const samples = () => batches.flatMap((batch) => [...batch.samples]);
  return { ...fake, batches, events, sink, samples };
}

test('a recording arrives in batches of one second with a running counter', async () => {
  const { microphone, speak, sink, batches, samples, events } = record();
  expect(await microphone.start(sink)).toBeUndefined();
  speak(counting(-20_000, 40_000));
  expect(await microphone.stop()).toEqual({ samples: 40_000, batches: 3 });
  expect(batches.map((batch) => [batch.sequence, batch.firstSample, batch.samples.length])).toEqual([
    [0, 0, 16_000],
    [1, 16_000, 16_000],
    [2, 32_000, 8000],
  ]);
  expect(samples()).toEqual([...counting(-20_000, 40_000)]);
  expect(events).toEqual([{ kind: 'started' }]);
});

test('what is said while paused is in no batch, and the next batch says how long the gap was', async () => {
  const { microphone, speak, sink, batches, samples } = record();
  await microphone.start(sink);
  speak(counting(0, 1000));
  await microphone.pause();
  speak(counting(5000, 16_000));
  expect(microphone.state()).toBe('paused');
  await microphone.resume();
  speak(counting(1000, 500));
  await microphone.stop();
  expect(samples()).toEqual([...counting(0, 1500)]);
  expect(batches.map((batch) => batch.gapsBefore)).toEqual([[], [{ reason: 'paused', durationMs: 1000 }]]);
  expect(batches[1]?.firstSample).toBe(1000);
});

test('a lost device is tried again with growing waits and comes back with a marked gap', async () => {
  const { microphone, speak, jam, heal, advance, sink, batches, events } = record();
  await microphone.start(sink);
  speak(counting(0, 100));
  jam(LOST);
  expect(microphone.state()).toBe('restarting');
  await advance(250);
  heal();
  await advance(499);
  expect(microphone.state()).toBe('restarting');
  await advance(1);
  expect(microphone.state()).toBe('recording');
  speak(counting(100, 100));
  await microphone.stop();
  expect(events).toEqual([
    { kind: 'started' },
    { kind: 'failed', failure: LOST, willRetry: true },
    { kind: 'failed', failure: LOST, willRetry: true },
    { kind: 'restarted', attempts: 2, gapMs: 750 },
  ]);
  expect(batches[1]?.gapsBefore).toEqual([{ reason: 'restarted', durationMs: 750 }]);
});

test('a device that stays away makes the microphone fail, and resume goes on with the same recording', async () => {
  const { microphone, speak, jam, heal, advance, sink, batches, events } = record();
  await microphone.start(sink);
  speak(counting(0, 100));
  jam(LOST);
  await advance(60_000);
  expect(microphone.state()).toBe('failed');
  expect(events.at(-1)).toEqual({ kind: 'failed', failure: LOST, willRetry: false });
  expect(await microphone.resume()).toEqual(LOST);
  expect(microphone.state()).toBe('failed');
  heal();
  expect(await microphone.resume()).toBeUndefined();
  speak(counting(100, 100));
  expect(await microphone.stop()).toEqual({ samples: 200, batches: 2 });
  expect(batches[1]).toMatchObject({ sequence: 1, firstSample: 100 });
});

test('a device that cannot be opened is reported by start itself and not tried again', async () => {
  const { microphone, jam, heal, advance, sink, events } = record();
  jam({ ...LOST, code: 'device_unavailable' });
  expect((await microphone.start(sink))?.code).toBe('device_unavailable');
  await advance(60_000);
  expect(events).toHaveLength(1);
  heal();
  expect(await microphone.start(sink)).toBeUndefined();
  await expect(microphone.start(sink)).rejects.toThrow('already in use');
  await microphone.stop();
});

test('stopping while the device is being tried again ends the tries', async () => {
  const { microphone, jam, advance, sink, events } = record();
  await microphone.start(sink);
  jam(LOST);
  await microphone.stop();
  await advance(60_000);
  expect(microphone.state()).toBe('idle');
  expect(events).toHaveLength(2);
});

test('pausing while the device is being tried again keeps it closed', async () => {
  const { microphone, jam, heal, advance, speak, sink } = record();
  await microphone.start(sink);
  jam(LOST);
  await microphone.pause();
  heal();
  await advance(60_000);
  speak(counting(0, 16_000));
  expect(microphone.state()).toBe('paused');
  expect(await microphone.stop()).toEqual({ samples: 0, batches: 0 });
});

test('a sink that cannot take the sound stops the recording and says so', async () => {
  const { microphone, speak, events } = record();
  await microphone.start(() => Promise.reject(new Error('disk full')));
  speak(counting(0, 32_000));
  expect(await microphone.stop()).toEqual({ samples: 0, batches: 0 });
  expect(events.at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'sink_failed', message: 'disk full' } });
});

test('the sink gets the next batch only when it is done with the one before', async () => {
  const { microphone, speak } = record();
  const order: string[] = [];
  await microphone.start(async (batch) => {
    order.push(`begin ${batch.sequence}`);
    await Promise.resolve();
    order.push(`end ${batch.sequence}`);
  });
  speak(counting(0, 32_000));
  await microphone.stop();
  expect(order).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1']);
});
