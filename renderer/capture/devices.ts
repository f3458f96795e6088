import type { PcmSource } from './pcm-source.ts';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';

/**
 * Why no stream could be had. Next step for a person: `permission_denied` — allow camera and microphone in the system;
 * `no_camera`, `no_microphone` — plug one in; `device_busy` — close the other program; `lost` — plug it in again.
 */
export interface OpenFailure {
  code: 'permission_denied' | 'no_camera' | 'no_microphone' | 'device_busy' | 'lost';
  /** The browser's own words, for the log. */
  message: string;
}

export interface DeviceRequest {
  camera: boolean;
  microphone: boolean;
  /** On when questions are read aloud (default); off for a headset, where the untouched signal measures better. */
  echoCancellation?: boolean;
}

/** The devices as opened: labels for the technician, one stream for everything. */
export interface OpenDevices {
  stream: MediaStream;
  camera: MediaStreamTrack | undefined;
  microphone: MediaStreamTrack | undefined;
  close(): void;
}

/** Something happened to a device in use. */
export type DeviceEvent =
  | { kind: 'track_ended'; device: 'camera' | 'microphone' }
  | { kind: 'device_changed'; cameras: number; microphones: number }
  | { kind: 'no_pcm' }
  | { kind: 'pcm_returned' };

/** Gain control and noise suppression rewrite level, signal-to-noise ratio and pauses, which are measured later: off. */
function constraints({ camera, microphone, echoCancellation = true }: DeviceRequest): MediaStreamConstraints {
  return {
    video: camera && { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
    audio: microphone && { echoCancellation, autoGainControl: false, noiseSuppression: false },
  };
}

async function countDevices(media: MediaDevices): Promise<{ cameras: number; microphones: number }> {
  const devices = await media.enumerateDevices();
  return {
    cameras: devices.filter(({ kind }) => kind === 'videoinput').length,
    microphones: devices.filter(({ kind }) => kind === 'audioinput').length,
  };
}

async function nameFailure(error: unknown, request: DeviceRequest, media: MediaDevices): Promise<OpenFailure> {
  if (!(error instanceof DOMException)) throw error;
  const { message } = error;
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { code: 'permission_denied', message };
    case 'NotFoundError':
    case 'OverconstrainedError': {
      const { cameras } = await countDevices(media);
      return { code: request.camera && cameras === 0 ? 'no_camera' : 'no_microphone', message };
    }
    case 'NotReadableError':
    case 'AbortError':
      return { code: 'device_busy', message };
    default:
      throw error;
  }
}

function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Opens camera and microphone by one getUserMedia (640×480 at 30 frames/s wished for).
 *
 * Ask for at least one device. Foreseen failures are values.
 */
export async function openDevices(
  request: DeviceRequest,
  media: MediaDevices = navigator.mediaDevices,
): Promise<Result<OpenDevices, OpenFailure>> {
  let stream: MediaStream;
  try {
    stream = await media.getUserMedia(constraints(request));
  } catch (error) {
    return failure(await nameFailure(error, request, media));
  }
  if (stream.getTracks().some((track) => track.readyState === 'ended')) {
    closeStream(stream);
    return failure({ code: 'lost', message: 'a device went away while it was being opened' });
  }
  return success({
    stream,
    camera: stream.getVideoTracks()[0],
    microphone: stream.getAudioTracks()[0],
    close: () => {
      closeStream(stream);
    },
  });
}

/** Watches open devices until the returned function is called. Give `pcm` to hear of a microphone that is live but mute. */
export function watchDevices(
  { stream, pcm, media = navigator.mediaDevices }: { stream: MediaStream; pcm?: PcmSource; media?: MediaDevices },
  onEvent: (event: DeviceEvent) => void,
): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  for (const track of stream.getTracks()) {
    const device = track.kind === 'video' ? 'camera' : 'microphone';
    track.addEventListener('ended', () => onEvent({ kind: 'track_ended', device }), { signal });
  }
  media.addEventListener(
    'devicechange',
    () => {
      void countDevices(media).then((counts) => {
        if (!signal.aborted) onEvent({ kind: 'device_changed', ...counts });
      });
    },
    { signal },
  );
  const stopPcm = pcm?.deviceEvents(onEvent);
  return () => {
    ending.abort();
    stopPcm?.();
  };
}
