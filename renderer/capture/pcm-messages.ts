import type { LevelFrame } from './level-frame.ts';
import type { PcmBatch } from './pcm-pipeline.ts';

/** What the page tells the PCM worker. */
export type PcmCommand =
  | { kind: 'open_readable'; readable: ReadableStream<AudioData> }
  | { kind: 'open_port'; port: MessagePort; sampleRate: number }
  | { kind: 'record' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'finish' };

/** What the PCM worker tells the page. */
export type PcmReport =
  | { kind: 'levels'; frames: LevelFrame[] }
  | { kind: 'batch'; batch: PcmBatch }
  | { kind: 'no_pcm' }
  | { kind: 'pcm_returned' };
