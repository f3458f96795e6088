import { useEffect } from 'react';
import type { CandidateClient } from './candidate-client.ts';

const AT_MOST_EVERY_MS = 5_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown'] as const;

/** Tells the core that somebody is here, at most every five seconds. */
export function useActivity(client: CandidateClient): void {
  useEffect(() => {
    let lastAt = Number.NEGATIVE_INFINITY;
    const note = () => {
      if (performance.now() - lastAt < AT_MOST_EVERY_MS) return;
      lastAt = performance.now();
      client.session.noteActivity().catch((error: unknown) => console.warn('Activity was not noted.', error));
    };
    for (const sign of SIGNS) window.addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, note);
    };
  }, [client]);
}
