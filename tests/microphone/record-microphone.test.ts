// The handset's microphone against a real sound server in real time. Uses the process's environment, because
// node-record-lpcm16 passes none of its own to arecord.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Microphone, MicrophoneEvent, PcmBatch } from '#main/capture/microphone-port.ts';
import { type RecordMicrophoneOptions, recordMicrophone } from '#main/capture/record-microphone.native.ts';
import { type SoundServer, startSoundServer } from '#tests/fixtures/sound-server.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { bestMatch } from '#tests/fixtures/waveform-match.ts';

const SPEECH = { text: 'The handset must hear every word that is said, and nothing else.', locale: 'en' } as const;

let server: SoundServer;
let folder: string;
const environment = { ...process.env };
const running = new Set<Microphone>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-microphone-'));
  server = await startSoundServer();
  process.env['PULSE_SERVER'] = server.env.PULSE_SERVER;
});

afterEach(async () => {
  await Promise.all([...running].map((microphone) => microphone.stop()));
  running.clear();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  process.env = { ...environment };
});

function listen(options: RecordMicrophoneOptions = {}) {
  const microphone = recordMicrophone({ device: 'pulse', ...options });
  running.add(microphone);
  const batches: PcmBatch[] = [];
  const events: MicrophoneEvent[] = [];
  microphone.subscribe((event) => {
    if (event.kind !== 'level') events.push(event);
  });
  const sink = (batch: PcmBatch) => {
    batches.push(batch);
  };
  const samples = () => Int16Array.from(batches.flatMap((batch) => [...batch.samples]));
  return { microphone, batches, events, sink, samples };
}

/** Resolves when an event of this kind comes. */
function next<Kind extends MicrophoneEvent['kind']>(
  microphone: Microphone,
  accepts: (event: MicrophoneEvent) => boolean,
): Promise<Extract<MicrophoneEvent, { kind: Kind }>> {
  return new Promise((resolve) => {
    const stop = microphone.subscribe((event) => {
      if (!accepts(event)) return;
      stop();
      resolve(event as Extract<MicrophoneEvent, { kind: Kind }>);
    });
  });
}

/** Puts a program of this name first on PATH. */
function pretend(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  process.env['PATH'] = `${folder}:${environment['PATH'] ?? ''}`;
}

/** 16-bit mono samples of a WAV written by sox (44-byte header). */
function samplesOf(wav: string): Int16Array {
  const bytes = readFileSync(wav).subarray(44);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)));
}

test('what is said into the microphone is what the sink gets, in real time, and a normal stop is no error', async () => {
  const { microphone, events, sink, samples, batches } = listen();
  expect(await microphone.start(sink)).toBeUndefined();
  const startedAt = performance.now();
  await server.play(synthesizeSpeech({ ...SPEECH, sampleRateHz: 48_000 }));
  const spokenMs = performance.now() - startedAt;
  const total = await microphone.stop();
  expect(events).toEqual([{ kind: 'started' }]);
  expect(total.samples / 16 / spokenMs).toBeGreaterThan(0.9);
  expect(total.samples / 16 / spokenMs).toBeLessThan(1.1);
  batches.slice(0, -1).forEach((batch) => expect(batch.samples).toHaveLength(16_000));
  const said = samplesOf(synthesizeSpeech({ ...SPEECH, sampleRateHz: 16_000 }));
  const match = bestMatch(samples(), said.subarray(16_000, 40_000));
  expect(match.correlation).toBeGreaterThan(0.95);
  // negative control: other words are not found in it
  const other = samplesOf(
    synthesizeSpeech({ text: 'Yesterday a lorry came late.', locale: 'en', sampleRateHz: 16_000 }),
  );
  expect(bestMatch(samples(), other.subarray(16_000, 32_000)).correlation).toBeLessThan(0.5);
}, 30_000);

test('nothing of what is said during a pause is recorded, and the gap is as long as the pause', async () => {
  const { microphone, sink, samples, batches } = listen();
  const before = synthesizeSpeech({ text: 'Before the pause I counted the boxes.', locale: 'en' });
  const secret = synthesizeSpeech({ text: 'My telephone number is five five one two nine.', locale: 'en' });
  await microphone.start(sink);
  await server.play(before);
  const pausedAt = performance.now();
  await microphone.pause();
  await server.play(secret);
  const resuming = microphone.resume();
  expect(await resuming).toBeUndefined();
  const pausedMs = performance.now() - pausedAt;
  await server.play(before);
  await microphone.stop();
  const quiet = synthesizeSpeech({
    text: 'My telephone number is five five one two nine.',
    locale: 'en',
    sampleRateHz: 16_000,
  });
  const heard = synthesizeSpeech({ text: 'Before the pause I counted the boxes.', locale: 'en', sampleRateHz: 16_000 });
  expect(bestMatch(samples(), samplesOf(heard).subarray(12_000, 28_000)).correlation).toBeGreaterThan(0.95);
  expect(bestMatch(samples(), samplesOf(quiet).subarray(12_000, 28_000)).correlation).toBeLessThan(0.5);
  const gap = batches.flatMap((batch) => batch.gapsBefore)[0];
  expect(gap?.reason).toBe('paused');
  expect(Math.abs((gap?.durationMs ?? 0) - pausedMs)).toBeLessThan(200);
}, 30_000);

test('a missing recording program is told by start, and the process lives', async () => {
  const { microphone, events, sink } = listen();
  process.env['PATH'] = folder;
  const failure = await microphone.start(sink);
  expect(failure).toMatchObject({ code: 'recorder_missing', stderrTail: '' });
  expect(events).toEqual([{ kind: 'failed', failure, willRetry: false }]);
  expect(microphone.state()).toBe('failed');
});

test('a program that vanishes between looking and starting is told in the same way', async () => {
  const { microphone, sink } = listen();
  pretend('arecord', 'exit 0');
  process.env['PATH'] = folder;
  writeFileSync(join(folder, 'arecord'), '#!/no/such/interpreter\n');
  expect((await microphone.start(sink))?.code).toBe('recorder_missing');
});

test('a device that does not exist is told with the words of the recording program', async () => {
  const { microphone, sink } = listen({ device: 'no_such_device' });
  const failure = await microphone.start(sink);
  expect(failure?.code).toBe('device_unavailable');
  expect(failure?.stderrTail).toContain('no_such_device');
});

test('a sound server that is killed is a lost device; when it comes back the recording goes on', async () => {
  const { microphone, events, sink, batches } = listen({ backOffMs: [50, 50, 100, 200, 400, 800] });
  await microphone.start(sink);
  const lost = next<'failed'>(microphone, (event) => event.kind === 'failed');
  await server.kill();
  expect(await lost).toMatchObject({ failure: { code: 'device_lost' }, willRetry: true });
  const back = next<'restarted'>(microphone, (event) => event.kind === 'restarted');
  const other = await startSoundServer();
  try {
    process.env['PULSE_SERVER'] = other.env.PULSE_SERVER;
    expect((await back).gapMs).toBeGreaterThan(0);
    await next(microphone, (event) => event.kind === 'level');
    await microphone.stop();
  } finally {
    await other.stop();
  }
  expect(batches.flatMap((batch) => batch.gapsBefore)).toMatchObject([{ reason: 'restarted' }]);
  expect(events.at(-1)?.kind).toBe('restarted');
}, 30_000);

test('a device that is open and delivers nothing is noticed', async () => {
  pretend('arecord', 'exec sleep 60');
  const { microphone, sink } = listen({ startDeadlineMs: 200 });
  expect(await microphone.start(sink)).toMatchObject({ code: 'no_data' });
});

test('samples the recording program says it lost are a gap', async () => {
  pretend(
    'arecord',
    'head -c 32000 /dev/zero; echo "overrun!!! (at least 12.500 ms long)" >&2; sleep 0.1; head -c 3200 /dev/zero; exec sleep 60',
  );
  const { microphone, sink, batches } = listen({ silentPipeMs: 300, backOffMs: [] });
  await microphone.start(sink);
  await next(microphone, (event) => event.kind === 'failed');
  await microphone.stop();
  expect(batches.map((batch) => batch.gapsBefore)).toEqual([[], [{ reason: 'overrun', durationMs: 12.5 }]]);
});

test('a device that stops delivering is noticed and tried again', async () => {
  pretend('arecord', 'head -c 32000 /dev/zero; exec sleep 60');
  const { microphone, sink } = listen({ silentPipeMs: 200, backOffMs: [] });
  await microphone.start(sink);
  const failed = await next<'failed'>(microphone, (event) => event.kind === 'failed');
  expect(failed.failure.code).toBe('no_data');
  expect(await microphone.stop()).toMatchObject({ samples: 16_000 });
});

test('a device that delivers faster than time passes is no microphone', async () => {
  pretend('arecord', 'exec cat /dev/zero');
  const { microphone, sink } = listen({ backOffMs: [] });
  await microphone.start(sink);
  const failed = await next<'failed'>(microphone, (event) => event.kind === 'failed');
  expect(failed.failure.code).toBe('device_unavailable');
});

test('a recording program that ignores the request to end is ended', async () => {
  pretend('arecord', 'trap "" TERM; while :; do head -c 3200 /dev/zero; sleep 0.1; done');
  const { microphone, sink } = listen();
  await microphone.start(sink);
  expect((await microphone.stop()).samples).toBeGreaterThan(0);
  expect(microphone.state()).toBe('idle');
});
