import { useEffect, useMemo, useState } from 'react';
import { followEvents } from '#renderer/api/follow-events.ts';
import type { LevelFrame } from '#renderer/capture/level-frame.ts';
import { createListeners, type Subscribe } from '#renderer/capture/listeners.ts';
import type { CandidateClient } from './candidate-client.ts';

/** Something whose loudness is told: the page's own microphone, or the wired handset on the kiosk's side. */
export interface LevelSource {
  readonly levels: Subscribe<LevelFrame[]>;
}

export interface HandsetLevels {
  /** Null while the handset is not used, or delivers nothing. */
  readonly source: LevelSource | null;
  readonly isFailed: boolean;
}

/**
 * Follows the level of the wired handset while it is used.
 *
 * @param attempt another number asks the kiosk to open the handset again
 */
export function useHandsetLevels(client: CandidateClient, isUsed: boolean, attempt: number): HandsetLevels {
  const listeners = useMemo(() => createListeners<LevelFrame[]>(), []);
  const source = useMemo<LevelSource>(() => ({ levels: listeners.subscribe }), [listeners]);
  const [failedAttempt, setFailedAttempt] = useState<number | null>(null);
  useEffect(() => {
    if (!isUsed) return undefined;
    const ending = new AbortController();
    followEvents(
      (options) => client.session.watchHandset(undefined, options),
      ({ frames, failure }) => {
        if (failure === null) listeners.emit(frames);
        setFailedAttempt(failure === null ? null : attempt);
      },
      ending.signal,
    ).catch((error: unknown) => console.error('The handset cannot be followed.', error));
    return () => ending.abort();
  }, [client, isUsed, attempt, listeners]);
  const isFailed = isUsed && failedAttempt === attempt;
  return { source: isUsed && !isFailed ? source : null, isFailed };
}
