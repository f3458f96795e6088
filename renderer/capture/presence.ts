import type { SeenFace } from './face-look.ts';
import type { PresenceCommand, PresenceReport } from './presence-messages.ts';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';
import { createSteadyState } from './steady-state.ts';

/** How many people the camera sees, debounced. */
export type PresenceState = 'one' | 'absent' | 'several';

/** Readings from one picture, undebounced. */
interface PresenceReading {
  faces: SeenFace[];
  /** When the picture was taken, on the page's clock. */
  atMs: number;
  tookMs: number;
}

/**
 * `not_allowed` — the jurisdiction pack does not permit it: nothing was started, show nothing.
 * `unavailable` — this machine cannot (no WebGL 2, model missing): go on without it, tell the technician.
 */
export type PresenceFailure = { code: 'not_allowed' } | { code: 'unavailable'; reason: string };

export interface PresenceOptions {
  /** The jurisdiction pack's decision. Nothing is loaded without it. */
  allowed: boolean;
  video: HTMLVideoElement;
  /** Where the build put the model and the WebAssembly. */
  assetsUrl?: string;
  perSecond?: number;
  /** Pictures are left alone while this says no. */
  isLooking?: () => boolean;
  onState: (state: PresenceState, atMs: number) => void;
  onReading?: (reading: PresenceReading) => void;
  /** The detector broke while running; presence is closed by then. */
  onUnavailable?: (reason: string) => void;
}

/** A state must hold this long: a hand over the face or a detector flicker is no event (capture.md §7). */
const STATE_HOLD_MS = 600;
const LOOK_WIDTH = 320;
const LOOK_HEIGHT = 240;
/** Loading compiles 10 MB of WebAssembly; a machine slower than this is better off without. */
const OPEN_LIMIT_MS = 30_000;
const FAILED_LOOKS_LIMIT = 3;

function stateOf(faces: number): PresenceState {
  if (faces === 0) return 'absent';
  return faces === 1 ? 'one' : 'several';
}

async function openWorker(assetsUrl: string): Promise<Result<Worker, PresenceFailure>> {
  const worker = new Worker(new URL('./presence-worker.ts', import.meta.url), { type: 'module' });
  const opened = Promise.withResolvers<string | undefined>();
  const onMessage = ({ data }: MessageEvent<PresenceReport>): void => {
    if (data.kind === 'ready') opened.resolve(undefined);
    if (data.kind === 'unavailable') opened.resolve(data.reason);
  };
  worker.addEventListener('message', onMessage);
  worker.addEventListener('error', (event) => {
    opened.resolve(event.message || 'the presence worker could not be loaded');
  });
  const timer = setTimeout(() => {
    opened.resolve(`not ready within ${OPEN_LIMIT_MS} ms`);
  }, OPEN_LIMIT_MS);
  worker.postMessage({ kind: 'open', assetsUrl } satisfies PresenceCommand, []);
  const reason = await opened.promise;
  clearTimeout(timer);
  worker.removeEventListener('message', onMessage);
  if (reason === undefined) return success(worker);
  worker.terminate();
  return failure({ code: 'unavailable', reason });
}

/**
 * Counts people in a playing video about five times a second, one picture in flight, skipping when busy.
 *
 * Starts in state `one`; `onState` tells of changes that held 0.6 s. Pictures go to the worker and nowhere else.
 */
export async function startPresence(
  options: PresenceOptions,
): Promise<Result<{ state(): PresenceState; close(): void }, PresenceFailure>> {
  if (!options.allowed) return failure({ code: 'not_allowed' });
  const { video, onState, onReading, onUnavailable, perSecond = 5, isLooking } = options;
  const opened = await openWorker(options.assetsUrl ?? new URL('vision/', document.baseURI).href);
  if (!opened.ok) return opened;
  const worker = opened.value;
  const steady = createSteadyState<PresenceState>('one', STATE_HOLD_MS);
  let isBusy = false;
  let failedLooks = 0;

  const timer = setInterval(() => {
    if (isLooking?.() === false) return;
    if (!isBusy && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) void look();
  }, 1000 / perSecond);

  function close(): void {
    clearInterval(timer);
    worker.terminate();
  }

  function noteFailedLook(reason: string): void {
    isBusy = false;
    failedLooks += 1;
    if (failedLooks < FAILED_LOOKS_LIMIT) return;
    close();
    onUnavailable?.(reason);
  }

  async function look(): Promise<void> {
    isBusy = true;
    const atMs = performance.now();
    try {
      const picture = await createImageBitmap(video, {
        resizeWidth: LOOK_WIDTH,
        resizeHeight: LOOK_HEIGHT,
        resizeQuality: 'low',
      });
      worker.postMessage({ kind: 'look', picture, atMs } satisfies PresenceCommand, [picture]);
    } catch (error) {
      noteFailedLook(error instanceof Error ? error.message : String(error));
    }
  }

  worker.addEventListener('message', ({ data }: MessageEvent<PresenceReport>) => {
    if (data.kind === 'look_failed') noteFailedLook(data.reason);
    if (data.kind !== 'faces') return;
    isBusy = false;
    failedLooks = 0;
    onReading?.({ faces: data.faces, atMs: data.atMs, tookMs: data.tookMs });
    const changed = steady.add(stateOf(data.faces.length), data.atMs);
    if (changed) onState(changed, data.atMs);
  });
  worker.addEventListener('error', (event) => {
    close();
    onUnavailable?.(event.message || 'the presence worker stopped');
  });

  return success({ state: steady.current, close });
}
