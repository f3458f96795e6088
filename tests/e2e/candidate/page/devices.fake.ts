import type { CaptureOpenFailure, CaptureSession } from '#renderer/capture/capture-session.ts';
import type { LevelFrame } from '#renderer/capture/level-frame.ts';
import { failure, type Result, success } from '#renderer/capture/result.ts';
import type { StorySetup } from './story-setup.ts';

/** A head and shoulders on a plain wall, as a live picture, until it is closed. */
function portrait(): { readonly stream: MediaStream; readonly close: () => void } {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  const draw = () => {
    context.fillStyle = '#c9d3cd';
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = '#5d7f8c';
    context.beginPath();
    context.ellipse(320, 500, 190, 170, 0, 0, 7);
    context.fill();
    context.fillStyle = '#d9a47c';
    context.fillRect(285, 300, 70, 70);
    context.beginPath();
    context.ellipse(320, 215, 92, 118, 0, 0, 7);
    context.fill();
    context.fillStyle = '#3b2c26';
    context.beginPath();
    context.ellipse(320, 135, 100, 62, 0, 0, 7);
    context.fill();
  };
  draw();
  const timer = setInterval(draw, 200);
  const stream = canvas.captureStream(10);
  return {
    stream,
    close() {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

/** Ten times faster than a microphone: three quiet seconds, then a voice. */
function levels(isSilent: boolean) {
  return (listen: (frames: LevelFrame[]) => void) => {
    let delivered = 0;
    const timer = setInterval(() => {
      const isVoice = !isSilent && delivered >= 150;
      const rmsDbfs = isSilent ? -120 : isVoice ? -26 : -66;
      listen(Array.from({ length: 20 }, () => ({ rmsDbfs, peak: 0.2, clipRuns: 0 })));
      delivered += 20;
    }, 40);
    return () => clearInterval(timer);
  };
}

/** Camera and microphone that behave as the story says. */
export async function openFakeDevices(
  devices: StorySetup['devices'],
): Promise<Result<CaptureSession, CaptureOpenFailure>> {
  if (devices === 'no_microphone' || devices === 'lost')
    return failure({ code: devices, message: 'as the story says' });
  const { stream, close } = portrait();
  return success({
    stream,
    pcmRoute: 'track_processor',
    levels: levels(devices === 'silent'),
    onLost: () => () => undefined,
    events: () => () => undefined,
    start: () => success(undefined),
    dropPicture: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    stop: async () => ({
      av: success({ slices: 3, mimeType: 'video/webm', durationMs: 3000 }),
      pcm: success({ slices: 3, samples: 48_000, durationMs: 3000 }),
    }),
    close,
  });
}
