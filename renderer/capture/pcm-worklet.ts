/** Audio worklet used only where MediaStreamTrackProcessor is missing: passes mono blocks to the PCM worker's port. */

interface WorkletScope {
  AudioWorkletProcessor: new () => { readonly port: MessagePort };
  registerProcessor(name: string, processor: unknown): void;
}

const scope = globalThis as unknown as WorkletScope;
/** 20 ms at 16 kHz, so that the worker hears once a frame and not 125 times a second. */
const BLOCK_SAMPLES = 320;

class PcmTap extends scope.AudioWorkletProcessor {
  private target: MessagePort | undefined;
  private block = new Float32Array(BLOCK_SAMPLES);
  private filled = 0;

  constructor() {
    super();
    this.port.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
      this.target = data;
    });
    this.port.start();
  }

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (!channel || !this.target) return true;
    for (const sample of channel) {
      this.block[this.filled] = sample;
      this.filled += 1;
      if (this.filled === BLOCK_SAMPLES) {
        this.target.postMessage(this.block, [this.block.buffer]);
        this.block = new Float32Array(BLOCK_SAMPLES);
        this.filled = 0;
      }
    }
    return true;
  }
}

scope.registerProcessor('pcm-tap', PcmTap);
