declare module 'node-record-lpcm16' {
  import type { ChildProcess } from 'node:child_process';
  import type { Readable } from 'node:stream';

  /** As read in version 1.0.1; only what Anteroom passes. */
  interface RecordOptions {
    readonly recorder: 'arecord' | 'sox' | 'rec';
    readonly device?: string;
    readonly sampleRate: number;
    readonly channels: number;
    readonly audioType: 'raw' | 'wav';
  }

  /** The child is running when `record` returns; it has no `error` listener yet. */
  interface Recording {
    readonly process: ChildProcess;
    /** stdout of the child; emits `error` with a string when it ends with anything but 0. */
    stream(): Readable;
  }

  const library: { record(options: RecordOptions): Recording };
  export default library;
}
