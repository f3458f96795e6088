/** Module worker: counts faces with MediaPipe's detector. It looks for faces, not for whose they are or what they feel. */
import { FaceDetector } from '@mediapipe/tasks-vision';
import { faceLook, type SeenFace } from './face-look.ts';
import type { PresenceCommand, PresenceReport } from './presence-messages.ts';

const CONFIDENCE_AT_LEAST = 0.5;

let detector: FaceDetector | undefined;

function report(message: PresenceReport): void {
  self.postMessage(message, { transfer: [] });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function open(assetsUrl: string): Promise<void> {
  // Asked first: without it MediaPipe fails deep inside its own graph.
  if (!new OffscreenCanvas(1, 1).getContext('webgl2')) {
    report({ kind: 'unavailable', reason: 'WebGL 2 is missing' });
    return;
  }
  try {
    // MediaPipe's glue takes its settings from here; by itself it prints plain information as console errors.
    Object.assign(self, { Module: { print: console.debug, printErr: console.debug } });
    const response = await fetch(new URL('face-short.tflite', assetsUrl));
    if (!response.ok) throw new Error(`the face model answered ${response.status}`);
    detector = await FaceDetector.createFromOptions(
      {
        wasmLoaderPath: new URL('vision_wasm_module_internal.js', assetsUrl).href,
        wasmBinaryPath: new URL('vision_wasm_module_internal.wasm', assetsUrl).href,
      },
      {
        baseOptions: { modelAssetBuffer: new Uint8Array(await response.arrayBuffer()), delegate: 'CPU' },
        runningMode: 'VIDEO',
        minDetectionConfidence: CONFIDENCE_AT_LEAST,
        canvas: new OffscreenCanvas(1, 1),
      },
    );
    report({ kind: 'ready' });
  } catch (error) {
    report({ kind: 'unavailable', reason: reasonOf(error) });
  }
}

function look(picture: ImageBitmap, atMs: number): void {
  if (!detector) return;
  const startedAt = performance.now();
  const { width, height } = picture;
  try {
    const faces = detector
      .detectForVideo(picture, startedAt)
      .detections.flatMap(({ boundingBox, keypoints }): SeenFace[] =>
        boundingBox
          ? [
              {
                x: (boundingBox.originX + boundingBox.width / 2) / width,
                y: (boundingBox.originY + boundingBox.height / 2) / height,
                width: boundingBox.width / width,
                height: boundingBox.height / height,
                look: faceLook(keypoints),
              },
            ]
          : [],
      );
    report({ kind: 'faces', faces, atMs, tookMs: performance.now() - startedAt });
  } catch (error) {
    report({ kind: 'look_failed', reason: reasonOf(error) });
  } finally {
    picture.close();
  }
}

self.addEventListener('message', ({ data }: MessageEvent<PresenceCommand>) => {
  if (data.kind === 'open') void open(data.assetsUrl);
  else look(data.picture, data.atMs);
});
