import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import library from 'node-record-lpcm16';
import { MICROPHONE_SAMPLE_RATE_HZ, type Microphone, type MicrophoneFailureCode } from './microphone-port.ts';
import {
  type MicrophoneClock,
  type MicrophoneTake,
  type TakeListener,
  superviseMicrophone,
} from './microphone-supervisor.ts';

const BYTES_PER_SECOND = MICROPHONE_SAMPLE_RATE_HZ * 2;
/** A pipe may hand over what a device had buffered; more than this ahead of the clock is no microphone. */
const AHEAD_LIMIT_BYTES = 3 * BYTES_PER_SECOND;
const STDERR_TAIL_CHARACTERS = 2000;
const KILL_AFTER_MS = 1000;

export interface RecordMicrophoneOptions {
  /** Program that records: arecord on Linux, sox elsewhere. */
  readonly recorder?: 'arecord' | 'sox' | 'rec';
  /** ALSA name for arecord (`plughw:1,0`), AUDIODEV for sox; the system's default without it. `rec` ignores it. */
  readonly device?: string;
  /** How long opening may take before it counts as `no_data`. sox needs up to 4 s for its first block. */
  readonly startDeadlineMs?: number;
  /** How long an open device may deliver nothing (silence delivers zeros, which is something). */
  readonly silentPipeMs?: number;
  /** Waits before each try to get a lost device back. */
  readonly backOffMs?: readonly number[];
}

type RecorderOptions = Required<Omit<RecordMicrophoneOptions, 'device' | 'backOffMs'>> & { device: string | undefined };

const wallClock: MicrophoneClock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

function isOnPath(program: string): boolean {
  const file = process.platform === 'win32' ? `${program}.exe` : program;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

const ABOUT_OPENING =
  /no such (device|file)|cannot (find|open|get)|audio open error|resource busy|connection refused|can't open|unable to open|host is down|unknown pcm|no default audio device/i;
const ABOUT_LOSS = /read error|input\/output error|no such device|file descriptor in bad state|connection terminated/i;

/** What the recorder's own words say about why it ended. */
function failureCode(stderr: string, hadData: boolean): MicrophoneFailureCode {
  if (hadData) return ABOUT_LOSS.test(stderr) ? 'device_lost' : 'exited';
  return ABOUT_OPENING.test(stderr) ? 'device_unavailable' : 'exited';
}

/**
 * Runs node-record-lpcm16 once. The library starts a child nobody listens to, so every listener is attached before
 * this function returns, in the same turn of the event loop: neither an `error` event nor a byte can be missed.
 */
function openRecorder(options: RecorderOptions, listener: TakeListener): MicrophoneTake {
  const { recorder, device, startDeadlineMs, silentPipeMs } = options;
  if (!isOnPath(recorder)) {
    const message = `${recorder} is not installed: it was not found on PATH`;
    queueMicrotask(() => listener.failed({ code: 'recorder_missing', message, stderrTail: '' }));
    return { close: () => Promise.resolve() };
  }
  const recording = library.record({
    recorder,
    sampleRate: MICROPHONE_SAMPLE_RATE_HZ,
    channels: 1,
    audioType: 'raw',
    ...(device === undefined ? {} : { device }),
  });
  const child = recording.process;
  const startedAtMs = performance.now();
  let stderr = '';
  let received = 0;
  let isOver = false;
  /** Told with the next bytes only: arecord reports one as well when its sound server dies. */
  let overrunMs = 0;
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });

  const end = () => {
    isOver = true;
    clearTimeout(watchdog);
    child.kill('SIGTERM');
    const harder = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    void gone.then(() => clearTimeout(harder));
  };
  const fail = (code: MicrophoneFailureCode, message: string) => {
    if (isOver) return;
    end();
    listener.failed({ code, message, stderrTail: stderr.trim() });
  };
  const onNothing = () => fail('no_data', `${recorder} runs and delivers nothing`);
  let watchdog = setTimeout(onNothing, startDeadlineMs);

  child.on('error', (error: NodeJS.ErrnoException) => {
    fail(error.code === 'ENOENT' ? 'recorder_missing' : 'exited', `${recorder} could not be run: ${error.message}`);
  });
  child.on('close', (code, signal) => {
    fail(failureCode(stderr, received > 0), `${recorder} ended by itself (${signal ?? `code ${code}`})`);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    stderr = (stderr + text).slice(-STDERR_TAIL_CHARACTERS);
    const overrun = /overrun!!! \(at least ([\d.]+) ms long\)/.exec(text)?.[1];
    if (overrun !== undefined) overrunMs += Number(overrun);
  });
  const stream = recording.stream();
  // the library emits a string here for every exit code but 0, so also after a normal stop; `close` has the facts
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Uint8Array) => {
    if (isOver) return;
    clearTimeout(watchdog);
    watchdog = setTimeout(onNothing, silentPipeMs);
    if (received === 0) listener.opened();
    received += chunk.length;
    const dueBytes = ((performance.now() - startedAtMs) / 1000) * BYTES_PER_SECOND;
    if (received > dueBytes + AHEAD_LIMIT_BYTES) {
      fail('device_unavailable', `${device ?? 'The default device'} delivers faster than real time: not a microphone`);
      return;
    }
    if (overrunMs > 0) listener.overrun(overrunMs);
    overrunMs = 0;
    listener.bytes(chunk);
  });
  return {
    close() {
      if (!isOver) end();
      return gone;
    },
  };
}

/**
 * The wired handset's microphone through node-record-lpcm16, supervised: a missing program, a missing or lost device
 * and a device that delivers nothing become typed events, and a lost device is tried again. Why the library is not
 * used as it comes: docs/adr/0003-wired-handset-microphone.md.
 */
export function recordMicrophone(options: RecordMicrophoneOptions = {}): Microphone {
  const { recorder = process.platform === 'linux' ? 'arecord' : 'sox', device, backOffMs } = options;
  const { startDeadlineMs = 5000, silentPipeMs = 1500 } = options;
  return superviseMicrophone({
    openTake: (listener) => openRecorder({ recorder, device, startDeadlineMs, silentPipeMs }, listener),
    clock: wallClock,
    ...(backOffMs === undefined ? {} : { backOffMs }),
  });
}
