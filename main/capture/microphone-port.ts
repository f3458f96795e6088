/** Every microphone here delivers this: mono, signed 16 bit. */
export const MICROPHONE_SAMPLE_RATE_HZ = 16_000;

/**
 * - `recorder_missing` the recording program is not installed
 * - `device_unavailable` the device could not be opened, or is not a real-time device
 * - `device_lost` the device went away while recording
 * - `no_data` the device is open and delivers nothing
 * - `exited` the recording program ended by itself for another reason
 * - `sink_failed` the sink could not take what was recorded
 */
export type MicrophoneFailureCode =
  | 'recorder_missing'
  | 'device_unavailable'
  | 'device_lost'
  | 'no_data'
  | 'exited'
  | 'sink_failed';

export interface MicrophoneFailure {
  readonly code: MicrophoneFailureCode;
  /** For the log and the technician; the candidate's sentence is chosen by `code`. */
  readonly message: string;
  /** The last lines the recording program printed; empty when it printed none. */
  readonly stderrTail: string;
}

/**
 * - `idle` before `start` and after `stop`
 * - `starting` until the device delivers
 * - `restarting` the device failed and is being tried again
 * - `failed` given up: `resume` goes on with this recording, `stop` ends it, `start` begins another
 */
export type MicrophoneState = 'idle' | 'starting' | 'recording' | 'paused' | 'restarting' | 'failed';

/** Time for which no sample exists. The samples on both sides of it are not neighbours. */
export interface MicrophoneGap {
  readonly reason: 'paused' | 'restarted' | 'overrun';
  readonly durationMs: number;
}

export interface PcmBatch {
  /** 0, 1, 2 … without holes within one recording. */
  readonly sequence: number;
  /** Samples delivered before this batch: gaps are not counted. */
  readonly firstSample: number;
  /** One second, less at the end of a recording and before a gap. Owned by the receiver. */
  readonly samples: Int16Array;
  readonly gapsBefore: readonly MicrophoneGap[];
}

/** Takes batches one after another; the next comes when the promise is settled. */
export type MicrophoneSink = (batch: PcmBatch) => void | Promise<void>;

/** How loud 20 ms were. `rms` and `peak` are linear, 0 to 1 = full scale. */
export interface MicrophoneLevel {
  readonly firstSample: number;
  readonly rms: number;
  readonly peak: number;
}

export type MicrophoneEvent =
  /** The device delivers: after `start` and after `resume`. */
  | { readonly kind: 'started' }
  | { readonly kind: 'level'; readonly level: MicrophoneLevel }
  | { readonly kind: 'restarted'; readonly attempts: number; readonly gapMs: number }
  | { readonly kind: 'failed'; readonly failure: MicrophoneFailure; readonly willRetry: boolean };

/** What the sink has taken. */
export interface MicrophoneRecording {
  readonly samples: number;
  readonly batches: number;
}

/** The microphone of the wired handset. One recording at a time. */
export interface Microphone {
  readonly state: () => MicrophoneState;
  /**
   * Starts recording into the sink. Resolves with undefined when the device delivers (or `stop` came first), or with
   * why it does not; never rejects for a device's sake.
   * @throws when a recording is under way
   */
  readonly start: (sink: MicrophoneSink) => Promise<MicrophoneFailure | undefined>;
  /** Closes the device: what is said from now on is not recorded anywhere. Resolves when it is closed. */
  readonly pause: () => Promise<void>;
  /**
   * Opens the device again after `pause`, or after it failed; the next batch carries the gap. Resolves like `start`;
   * when it cannot be opened the recording stays as it was and `resume` may be called again.
   */
  readonly resume: () => Promise<MicrophoneFailure | undefined>;
  /** Ends the recording; resolves when the sink has taken the last sample. Does nothing when idle. */
  readonly stop: () => Promise<MicrophoneRecording>;
  /** Listens to what happens; returns how to stop listening. */
  readonly subscribe: (listener: (event: MicrophoneEvent) => void) => () => void;
}
