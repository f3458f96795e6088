/** The page the capture specs drive: the real capture modules, with bytes sent to the specs' host. */
import type { PresenceObservation } from '#shared/presence.ts';
import { openCaptureSession } from '#renderer/capture/capture-session.ts';
import type { CaptureEvent, CaptureSession, CaptureSessionOptions } from '#renderer/capture/capture-session.ts';
import type { DeviceEvent } from '#renderer/capture/devices.ts';
import { startFrameSampler } from '#renderer/capture/frame-sampler.ts';
import { adviseFraming, createFramingAdviser } from '#renderer/capture/framing.ts';
import type { FaceBox, FramingAdvice } from '#renderer/capture/framing.ts';
import type { LevelFrame } from '#renderer/capture/level-frame.ts';
import { judgeNoise, judgeVoice } from '#renderer/capture/level-meter.ts';
import { startPresence } from '#renderer/capture/presence.ts';
import type { PresenceState } from '#renderer/capture/presence.ts';
import { createPresenceWatch } from '#renderer/capture/presence-watch.ts';
import type { PutSlice, Slice } from '#renderer/capture/slice-sender.ts';

const preview = document.querySelector<HTMLVideoElement>('#preview');
if (!preview) throw new Error('the page has no preview');
const video = preview;

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});

/** Counts slices the browser produced, apart from what the code under test says it holds. */
const held = { produced: 0, stored: 0, most: 0 };
const BrowserRecorder = globalThis.MediaRecorder;
globalThis.MediaRecorder = class extends BrowserRecorder {
  constructor(...parameters: ConstructorParameters<typeof BrowserRecorder>) {
    super(...parameters);
    this.addEventListener('dataavailable', ({ data }) => {
      if (data.size === 0) return;
      held.produced += 1;
      held.most = Math.max(held.most, held.produced - held.stored);
    });
  }
};

function putTo(recordingId: string, onStored: () => void): PutSlice {
  return async (slice: Slice, signal: AbortSignal) => {
    const response = await fetch(`/media/${recordingId}/${slice.sequence}`, {
      method: 'PUT',
      body: slice.bytes,
      headers: {
        'content-type': slice.mimeType,
        'x-content-sha256': slice.sha256,
        'x-is-last': String(slice.isLast),
      },
      signal,
    });
    if (!response.ok) throw new Error(`host answered ${response.status}`);
    onStored();
  };
}

let session: CaptureSession | undefined;
const events: (CaptureEvent & { atMs: number })[] = [];
const lost: (DeviceEvent & { atMs: number })[] = [];
let levels: LevelFrame[] = [];

function opened(): CaptureSession {
  if (!session) throw new Error('no session is open');
  return session;
}

/** What one look at a clip found. */
export interface ClipReadings {
  counts: number[];
  faces: FaceBox[][];
  states: { state: PresenceState; clipSeconds: number }[];
  tookMs: number[];
  /** Advice per sampled picture without a face box, and with the last one. */
  lightOnly: FramingAdvice[];
  withFaces: FramingAdvice[];
  /** The clip as if it were one answer. */
  observed: PresenceObservation | null;
}

async function playClip(name: string): Promise<void> {
  const response = await fetch(`/clips/${name}`);
  if (!response.ok) throw new Error(`no clip ${name}`);
  video.srcObject = null;
  video.src = URL.createObjectURL(await response.blob());
  await video.play();
}

const capturePage = {
  held,
  violations,
  events,
  lost,
  async open(options: CaptureSessionOptions) {
    const result = await openCaptureSession(options);
    if (!result.ok) return result;
    session = result.value;
    session.events((event) => events.push({ ...event, atMs: performance.now() }));
    session.onLost((event) => lost.push({ ...event, atMs: performance.now() }));
    session.levels((frames) => levels.push(...frames));
    video.srcObject = session.stream;
    if (options.camera) await video.play();
    return { ok: true, route: session.pcmRoute, video: [video.videoWidth, video.videoHeight] } as const;
  },
  start(options: { av?: string; pcm?: string }) {
    const { av, pcm } = options;
    return opened().start({
      ...(av === undefined ? {} : { av: putTo(av, () => (held.stored += 1)) }),
      ...(pcm === undefined ? {} : { pcm: putTo(pcm, () => undefined) }),
    });
  },
  pause: () => opened().pause(),
  resume: () => opened().resume(),
  stop: () => opened().stop(),
  close() {
    const tracks = opened().stream.getTracks();
    opened().close();
    return tracks.map(({ readyState }) => readyState);
  },
  clearLevels() {
    levels = [];
  },
  levelCount: () => levels.length,
  judgeVoice: (floorDbfs: number) => judgeVoice(levels, floorDbfs),
  judgeNoise: () => judgeNoise(levels),
  presence: (allowed: boolean) =>
    startPresence({ allowed, video, onState: () => undefined }).then((result) =>
      result.ok ? 'started' : result.error,
    ),
  /** Runs face detection and light sampling next to whatever else runs, as the kiosk does. */
  async watchPreview() {
    const counts: number[] = [];
    const tookMs: number[] = [];
    const adviser = createFramingAdviser();
    let faces: FaceBox[] = [];
    const result = await startPresence({
      allowed: true,
      video,
      onState: () => undefined,
      onReading: (reading) => {
        counts.push(reading.faces.length);
        tookMs.push(reading.tookMs);
        faces = reading.faces;
      },
    });
    const stopSampler = startFrameSampler({ video, perSecond: 3 }, (frame, atMs) => adviser.add(frame, atMs, faces));
    return {
      result,
      stop() {
        stopSampler();
        if (result.ok) result.value.close();
        return { counts, tookMs, advice: adviser.current() };
      },
    };
  },
  async readClip(name: string, seconds: number): Promise<ClipReadings> {
    await playClip(name);
    const watch = createPresenceWatch();
    const readings: ClipReadings = {
      counts: [],
      faces: [],
      states: [],
      tookMs: [],
      lightOnly: [],
      withFaces: [],
      observed: null,
    };
    const presence = await startPresence({
      allowed: true,
      video,
      onState: (state) => readings.states.push({ state, clipSeconds: video.currentTime }),
      onReading: ({ faces, atMs, tookMs }) => {
        watch.see(faces, atMs);
        readings.counts.push(faces.length);
        readings.faces.push(faces);
        readings.tookMs.push(tookMs);
      },
    });
    if (!presence.ok) throw new Error(JSON.stringify(presence.error));
    // Loading the detector took a moment: the clip starts over now.
    video.currentTime = 0;
    await video.play();
    watch.begin(performance.now());
    const stopSampler = startFrameSampler({ video, perSecond: 5 }, (frame) => {
      readings.lightOnly.push(adviseFraming(frame));
      const faces = readings.faces.at(-1);
      if (faces) readings.withFaces.push(adviseFraming(frame, faces));
    });
    await new Promise<void>((resolve) => {
      video.addEventListener('ended', () => resolve(), { once: true });
      video.addEventListener('timeupdate', () => {
        if (video.currentTime >= seconds) resolve();
      });
    });
    stopSampler();
    readings.observed = watch.finish(performance.now());
    presence.value.close();
    video.pause();
    return readings;
  },
};

type CapturePage = typeof capturePage;

declare global {
  interface Window {
    capturePage: CapturePage;
    preview: Awaited<ReturnType<CapturePage['watchPreview']>> | undefined;
  }
}

window.capturePage = capturePage;
