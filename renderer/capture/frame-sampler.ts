import type { LumaFrame } from './framing.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** Rec. 709 luma of RGBA pixels. */
function toLuma(pixels: Uint8ClampedArray): Uint8Array {
  const luma = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < luma.length; index += 1) {
    const at = index * 4;
    luma[index] = 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!;
  }
  return luma;
}

/**
 * Hands out a 160×120 grey picture of a playing video, 2 to 5 times a second (1–2 ms each), until stopped.
 *
 * The pixels never leave the page. Nothing is handed out while the video has no picture.
 */
export function startFrameSampler(
  { video, perSecond = 3 }: { video: HTMLVideoElement; perSecond?: number },
  onFrame: (frame: LumaFrame, atMs: number) => void,
): () => void {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas: this browser cannot run the kiosk');
  const timer = setInterval(
    () => {
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      context.drawImage(video, 0, 0, WIDTH, HEIGHT);
      const { data } = context.getImageData(0, 0, WIDTH, HEIGHT);
      onFrame({ luma: toLuma(data), width: WIDTH, height: HEIGHT }, performance.now());
    },
    1000 / Math.max(2, Math.min(5, perSecond)),
  );
  return () => {
    clearInterval(timer);
  };
}
