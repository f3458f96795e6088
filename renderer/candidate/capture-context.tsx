import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { CaptureLossReason } from '#shared/session.ts';
import type { CaptureOpenFailure, CaptureSession } from '#renderer/capture/capture-session.ts';
import { activeState, needsCapture, runningRecording } from './active-state.ts';
import { type AnswerRecording, startAnswerRecording } from './answer-recording.ts';
import type { CapturePort } from './capture-port.ts';
import { type LevelSource, useHandsetLevels } from './handset-levels.ts';
import { useCandidateSession } from './session-context.tsx';
import { usePresenceWatch } from './use-presence-watch.ts';

export type CaptureState =
  | { readonly status: 'closed' }
  | { readonly status: 'opening' }
  | { readonly status: 'open'; readonly session: CaptureSession; readonly hasCamera: boolean }
  | { readonly status: 'failed'; readonly code: CaptureOpenFailure['code'] };

export interface Capture {
  readonly state: CaptureState;
  /** The microphone that is used, wherever it is; null while it is not open. */
  readonly levels: LevelSource | null;
  /** The wired handset delivers nothing. */
  readonly isHandsetFailed: boolean;
  /** Opens the devices again after a failure or a loss. */
  readonly reopen: () => void;
  /** True from the press on "done" until the core has every slice. */
  readonly isFinishing: boolean;
  readonly finishAnswer: () => void;
}

const Context = createContext<Capture | null>(null);

/** A busy machine or a sound server that catches its breath comes back by itself; a pulled plug does not. */
const SILENCE_GRACE_MS = 3000;

/** Camera and microphone of the candidate on the screen. */
export function useCapture(): Capture {
  const capture = useContext(Context);
  if (capture === null) throw new Error('useCapture is used outside CaptureProvider');
  return capture;
}

const CLOSED: Capture = {
  // what a candidate sees until the picture is there
  state: { status: 'opening' },
  levels: null,
  isHandsetFailed: false,
  reopen: () => undefined,
  isFinishing: false,
  finishAnswer: () => undefined,
};

/** No camera and no microphone: the screen is only looked at. */
export function ClosedCapture({ children }: { readonly children: ReactNode }) {
  return <Context.Provider value={CLOSED}>{children}</Context.Provider>;
}

/** Opens what there is: without a camera the sound alone, so that one missing device does not end an interview. */
async function openWhatThereIs(port: CapturePort, microphone: boolean) {
  const opened = await port.open({ camera: true, microphone });
  if (opened.ok || opened.error.code !== 'no_camera' || !microphone) return { opened, hasCamera: true };
  return { opened: await port.open({ camera: false, microphone }), hasCamera: false };
}

/** Keeps the devices open while the interview needs them, and turns the core's "recording" state into recordings. */
export function CaptureProvider({ port, children }: { readonly port: CapturePort; readonly children: ReactNode }) {
  const { view, client, send } = useCandidateSession();
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<{ readonly attempt: number; readonly state: CaptureState } | null>(null);
  const [isFinishing, setIsFinishing] = useState(false);
  const recording = useRef<AnswerRecording | null>(null);
  const hasSeenRest = useRef(false);
  /** Settled when the core has taken the loss of a picture: what follows is judged against the state after it. */
  const pictureTold = useRef<Promise<unknown>>(Promise.resolve());
  const isNeeded = needsCapture(view);
  const hasPageMicrophone = view.microphone === 'page';
  const state = useMemo<CaptureState>(() => {
    if (!isNeeded) return { status: 'closed' };
    return found?.attempt === attempt ? found.state : { status: 'opening' };
  }, [isNeeded, found, attempt]);

  const handset = useHandsetLevels(client, isNeeded && !hasPageMicrophone, attempt);
  const levels = hasPageMicrophone ? (state.status === 'open' ? state.session : null) : handset.source;

  const isAnswering = activeState(view.state)?.kind === 'question';
  const isSeen = view.features.facePresence && isAnswering && state.status === 'open' && state.hasCamera;
  const presence = usePresenceWatch(isSeen ? state.session.stream : null);

  const lose = useCallback(
    async (reason: CaptureLossReason) => {
      const running = recording.current;
      presence.finish(performance.now());
      recording.current = null;
      // what is acknowledged is safe; the outcome of stopping a lost device adds nothing to the reason
      await running?.finish();
      await pictureTold.current;
      await send({ type: 'capture_lost', reason });
    },
    [send, presence],
  );

  /** The sound goes on: the candidate keeps talking, and the core is told that there is no picture any more. */
  const losePicture = useCallback(
    (code: 'put_failed' | 'recorder_failed') => {
      recording.current?.dropPicture();
      const reason = code === 'put_failed' ? 'storage_failed' : 'recorder_failed';
      pictureTold.current = send({ type: 'picture_lost', reason });
    },
    [send],
  );

  useEffect(() => {
    if (!isNeeded) return undefined;
    const ending = new AbortController();
    let session: CaptureSession | null = null;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const settle = (next: CaptureState) => setFound({ attempt, state: next });
    openWhatThereIs(port, hasPageMicrophone)
      .then(({ opened, hasCamera }) => {
        if (ending.signal.aborted) {
          if (opened.ok) opened.value.close();
          return;
        }
        if (!opened.ok) {
          settle({ status: 'failed', code: opened.error.code });
          return;
        }
        const device = opened.value;
        session = device;
        const giveUp = (reason: 'track_ended' | 'no_pcm') => {
          clearTimeout(silence);
          settle({ status: 'failed', code: 'lost' });
          if (recording.current === null) device.close();
          else void lose(reason).finally(() => device.close());
        };
        device.onLost((event) => {
          if (event.kind === 'track_ended') giveUp('track_ended');
          if (event.kind === 'no_pcm') silence = setTimeout(() => giveUp('no_pcm'), SILENCE_GRACE_MS);
          if (event.kind === 'pcm_returned') clearTimeout(silence);
        });
        device.events((event) => {
          if (recording.current === null) return;
          if (event.kind === 'failed' && event.part === 'av') losePicture(event.failure.code);
          else if (event.kind === 'failed') void lose('storage_failed');
          if (event.kind === 'ended_itself') void lose('track_ended');
        });
        settle({ status: 'open', session: device, hasCamera });
      })
      .catch((error: unknown) => {
        console.error('Camera and microphone could not be opened.', error);
        settle({ status: 'failed', code: 'device_busy' });
      });
    return () => {
      ending.abort();
      clearTimeout(silence);
      session?.close();
      setFound(null);
    };
  }, [port, isNeeded, hasPageMicrophone, attempt, lose, losePicture]);

  const running = runningRecording(view.state);
  // of the sound: a picture that ends alone is no other recording
  const runningKey = running === null ? null : String(running.pair.pcm);
  const isPaused = view.state.kind === 'paused';

  const follow = useEffectEvent((isRunning: boolean) => {
    if (!isRunning || running === null) {
      hasSeenRest.current = true;
      void recording.current?.finish();
      recording.current = null;
      presence.finish(performance.now());
      return;
    }
    // a page that was loaded in the middle of an answer cannot continue its slices: the core begins a new part
    recording.current =
      hasSeenRest.current && state.status === 'open'
        ? startAnswerRecording({
            session: state.session,
            pair: running.pair,
            hasPageMicrophone,
            putSlice: (slice, signal) => port.putSlice(slice, signal),
          })
        : null;
    if (recording.current === null) void lose('track_ended');
    else presence.begin(performance.now());
  });
  useEffect(() => follow(runningKey !== null), [runningKey]);

  useEffect(() => {
    if (isPaused) {
      recording.current?.pause();
      presence.pause(performance.now());
    } else {
      recording.current?.resume();
      presence.resume(performance.now());
    }
  }, [isPaused, presence]);

  const finishAnswer = useCallback(() => {
    const finishing = recording.current;
    if (finishing === null) return;
    setIsFinishing(true);
    const seen = presence.finish(performance.now());
    void finishing
      .finish()
      .then(async (event) => {
        await pictureTold.current;
        return event;
      })
      .then((event) => send(event.type === 'answer_stopped' && isSeen ? { ...event, presence: seen } : event))
      .finally(() => setIsFinishing(false));
  }, [send, presence, isSeen]);

  const deadlineAt = running?.deadlineAt ?? null;
  useEffect(() => {
    if (deadlineAt === null || isPaused) return undefined;
    const timer = setTimeout(finishAnswer, Math.max(0, Date.parse(deadlineAt) - Date.now()));
    return () => clearTimeout(timer);
  }, [deadlineAt, isPaused, finishAnswer]);

  const reopen = useCallback(() => setAttempt((before) => before + 1), []);
  const value = useMemo(
    () => ({ state, levels, isHandsetFailed: handset.isFailed, reopen, isFinishing, finishAnswer }),
    [state, levels, handset.isFailed, reopen, isFinishing, finishAnswer],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
