declare module 'sherpa-onnx-node' {
  import type { SherpaConfig } from './sherpa-config.ts';

  /** As read in version 1.13.8; only what Anteroom uses. */
  export interface OfflineStream {
    /** Any other rate than a positive one ends the process. */
    acceptWaveform(waveform: { readonly samples: Float32Array; readonly sampleRate: 16_000 }): void;
  }

  export interface OfflineRecognizer {
    createStream(): OfflineStream;
    /** JSON the native library wrote: unchecked. */
    decodeAsync(stream: OfflineStream): Promise<unknown>;
  }

  const library: { readonly OfflineRecognizer: { createAsync(config: SherpaConfig): Promise<OfflineRecognizer> } };
  export default library;
}
