import { useCallback, useEffect, useRef, useState } from 'react';

/** Part of a recording, in milliseconds from its start. */
export interface Clip {
  readonly src: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Plays one part to its end; resolves early when aborted. */
function play({ src, startMs, endMs }: Clip, signal: AbortSignal): Promise<void> {
  const audio = new Audio(src);
  const done = Promise.withResolvers<void>();
  // the time event comes four times a second, too late for a clause
  const watch = () => {
    if (signal.aborted) return;
    if (audio.currentTime * 1000 >= endMs) done.resolve();
    else requestAnimationFrame(watch);
  };
  audio.addEventListener('loadedmetadata', () => {
    audio.currentTime = startMs / 1000;
    audio.play().then(watch, done.reject);
  });
  audio.addEventListener('ended', () => done.resolve());
  audio.addEventListener('error', () => done.reject(new Error(`The recording could not be played: ${src}`)));
  signal.addEventListener('abort', () => done.resolve());
  return done.promise.finally(() => {
    audio.pause();
    audio.removeAttribute('src');
  });
}

/** Plays parts of a recording, one at a time; starting one stops the one before. */
export function useClipPlayer() {
  const [playing, setPlaying] = useState<number | null>(null);
  const [failed, setFailed] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setPlaying(null);
  }, []);

  const start = useCallback(
    (key: number, clip: Clip) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setPlaying(key);
      setFailed(null);
      play(clip, controller.signal)
        .catch((error: unknown) => {
          console.warn('A part of the recording was not played.', error);
          setFailed(key);
        })
        .finally(() => {
          if (running.current === controller) stop();
        });
    },
    [stop],
  );

  useEffect(() => () => running.current?.abort(), []);
  return { playing, failed, start, stop };
}
