import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Locale } from '#shared/localized.ts';
import type { CandidateClient } from './candidate-client.ts';
import { speechPieces } from './speech-text.ts';

export interface ReadAloud {
  /** The text being spoken, or null. */
  readonly speaking: string | null;
  /** False once the kiosk said that it has no voice. */
  readonly isAvailable: boolean;
  readonly speak: (text: string, locale: Locale) => void;
  readonly stop: () => void;
  /** 0 to 1, for this candidate alone. */
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
  /** Where it is heard: a device of the browser, or null for the usual one. */
  readonly setOutput: (deviceId: string | null) => void;
}

const Context = createContext<ReadAloud | null>(null);

/** How and where a text is heard; what is running follows a change of the volume. */
interface Loudspeaker {
  volume: number;
  deviceId: string | null;
  audio: HTMLAudioElement | null;
}

/** Plays one file to its end; resolves early when aborted. */
async function play(url: string, speaker: Loudspeaker, signal: AbortSignal): Promise<void> {
  const audio = new Audio(url);
  audio.volume = speaker.volume;
  speaker.audio = audio;
  // what is meant for one pair of ears is not said to the room: without its headset it is not said at all
  if (speaker.deviceId !== null) await audio.setSinkId(speaker.deviceId);
  if (signal.aborted) return;
  const done = Promise.withResolvers<void>();
  audio.addEventListener('ended', () => done.resolve());
  audio.addEventListener('error', () => done.reject(new Error(`The voice could not be played: ${url}`)));
  signal.addEventListener('abort', () => {
    audio.pause();
    audio.removeAttribute('src');
    done.resolve();
  });
  audio.play().catch(done.reject);
  await done.promise;
}

/** One voice for the whole screen: starting a text stops the one before. */
export function ReadAloudProvider({
  client,
  children,
}: {
  readonly client: CandidateClient;
  readonly children: ReactNode;
}) {
  const [speaking, setSpeaking] = useState<string | null>(null);
  const [isAvailable, setIsAvailable] = useState(true);
  const [volume, setVolumeState] = useState(1);
  const speaker = useRef<Loudspeaker>({ volume: 1, deviceId: null, audio: null });
  const running = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setSpeaking(null);
  }, []);

  const speak = useCallback(
    (text: string, locale: Locale) => {
      running.current?.abort();
      const controller = new AbortController();
      const { signal } = controller;
      running.current = controller;
      setSpeaking(text);
      const say = async () => {
        for (const piece of speechPieces(text)) {
          const { url } = await client.readAloud.render({ text: piece, locale });
          if (signal.aborted) return;
          await play(url, speaker.current, signal);
          if (signal.aborted) return;
        }
      };
      say()
        .catch((error: unknown) => {
          // the text stands on the screen: a kiosk without a voice or loudspeaker goes on silently
          console.warn('A text was not read aloud.', error);
          if (error instanceof Error && 'code' in error && error.code === 'unavailable') setIsAvailable(false);
        })
        .finally(() => {
          if (running.current === controller) stop();
        });
    },
    [client, stop],
  );

  const setVolume = useCallback((next: number) => {
    speaker.current.volume = next;
    if (speaker.current.audio !== null) speaker.current.audio.volume = next;
    setVolumeState(next);
  }, []);
  const setOutput = useCallback((deviceId: string | null) => {
    speaker.current.deviceId = deviceId;
  }, []);

  useEffect(() => () => running.current?.abort(), []);

  const value = useMemo(
    () => ({ speaking, isAvailable, speak, stop, volume, setVolume, setOutput }),
    [speaking, isAvailable, speak, stop, volume, setVolume, setOutput],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

const SILENT: ReadAloud = {
  speaking: null,
  isAvailable: true,
  speak: () => undefined,
  stop: () => undefined,
  volume: 1,
  setVolume: () => undefined,
  setOutput: () => undefined,
};

/** No voice: the screen is only looked at. */
export function SilentReadAloud({ children }: { readonly children: ReactNode }) {
  return <Context.Provider value={SILENT}>{children}</Context.Provider>;
}

/** The kiosk's voice. */
export function useReadAloud(): ReadAloud {
  const voice = useContext(Context);
  if (voice === null) throw new Error('useReadAloud is used outside ReadAloudProvider');
  return voice;
}

/** Reads a text once when it appears. */
export function useReadOnce(text: string | null, locale: Locale): void {
  const { speak, stop } = useReadAloud();
  useEffect(() => {
    if (text === null) return;
    speak(text, locale);
    return stop;
  }, [text, locale, speak, stop]);
}
