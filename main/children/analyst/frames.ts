/** Where overlapping frames lie in a recording of known length. */
export interface FrameLayout {
  readonly windowSamples: number;
  readonly hopSamples: number;
  /** No frame reaches beyond the recording; 0 when it is shorter than one. */
  readonly count: number;
  /** First sample of the first frame: what is left over is shared by both ends. */
  readonly firstStart: number;
}

/** As many whole frames as fit, in the middle of the recording. */
export function layOutFrames(totalSamples: number, windowSamples: number, hopSamples: number): FrameLayout {
  const count = totalSamples < windowSamples ? 0 : Math.floor((totalSamples - windowSamples) / hopSamples) + 1;
  const covered = (count - 1) * hopSamples + windowSamples;
  return { windowSamples, hopSamples, count, firstStart: count === 0 ? 0 : Math.floor((totalSamples - covered) / 2) };
}

/** The middle of a frame in milliseconds from the first sample. */
export function frameCentreMs(layout: FrameLayout, index: number, samplesPerMs: number): number {
  return (layout.firstStart + index * layout.hopSamples + layout.windowSamples / 2) / samplesPerMs;
}

/** Cuts the frames of a layout out of samples that arrive in blocks of any length. */
export class FrameCutter {
  private readonly layout: FrameLayout;
  private readonly onFrame: (frame: Float64Array, index: number) => void;
  private readonly buffer: Float64Array;
  private filled = 0;
  private toSkip: number;
  private index = 0;

  /** @param onFrame gets a view that is valid until it returns */
  constructor(layout: FrameLayout, onFrame: (frame: Float64Array, index: number) => void) {
    this.layout = layout;
    this.onFrame = onFrame;
    // room for many hops, so that the tail is moved to the front once in a while and not at every frame
    this.buffer = new Float64Array(layout.windowSamples + 32 * layout.hopSamples);
    this.toSkip = layout.firstStart;
  }

  accept(block: ArrayLike<number>): void {
    const { windowSamples, hopSamples, count } = this.layout;
    const { buffer } = this;
    let at = Math.min(this.toSkip, block.length);
    this.toSkip -= at;
    while (at < block.length && this.index < count) {
      const room = Math.min(buffer.length - this.filled, block.length - at);
      for (let i = 0; i < room; i++) buffer[this.filled + i] = block[at + i]!;
      this.filled += room;
      at += room;
      let start = 0;
      for (; start + windowSamples <= this.filled && this.index < count; start += hopSamples) {
        this.onFrame(buffer.subarray(start, start + windowSamples), this.index);
        this.index += 1;
      }
      buffer.copyWithin(0, start, this.filled);
      this.filled -= start;
    }
  }
}
