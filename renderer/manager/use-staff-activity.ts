import { useEffect } from 'react';
import type { ManagerClient } from './manager-client.tsx';

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'timeupdate'] as const;
const AT_MOST_EVERY_MS = 5_000;

/** Puts off the auto-lock while somebody touches, types, scrolls or listens to a recording. */
export function useStaffActivity(client: ManagerClient): void {
  useEffect(() => {
    let toldAtMs = -Infinity;
    const tell = (): void => {
      if (performance.now() - toldAtMs < AT_MOST_EVERY_MS) return;
      toldAtMs = performance.now();
      client.staff.noteActivity().catch(() => {
        // locked or disconnected meanwhile: the status feed shows it
      });
    };
    // media events do not bubble, so all are caught on the way down
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, tell, { capture: true, passive: true });
    return () => {
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, tell, { capture: true });
    };
  }, [client]);
}
